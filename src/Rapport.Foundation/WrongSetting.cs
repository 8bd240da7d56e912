namespace Rapport.Foundation;

/// <summary>A setting that cannot be meant so; says what to do. It ends the start before anything is written.</summary>
public sealed class WrongSetting(string message) : Exception(message);
