namespace Rapport.Foundation;

/// <summary>A setting that cannot be meant so; says what to do. It ends the start.</summary>
public sealed class WrongSetting(string message) : Exception(message);
