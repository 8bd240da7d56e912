namespace Rapport.Bench;

/// <summary>One line of the table: what was asked for, what came out, and the numbers behind it.</summary>
public sealed record Figure(string Row, string What, string Target, string Measured, string Raw, bool Met);
