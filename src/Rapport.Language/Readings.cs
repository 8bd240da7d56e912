namespace Rapport.Language;

/// <summary>What a message of the desk may be. A proposal, never a verdict: people decide.</summary>
/// <param name="Scores">For each of the eight behaviors a chance between 0 and 1, as calibrated on our own examples.</param>
/// <param name="Proposed">Those whose chance is above their threshold, the surest first; usually none.</param>
/// <param name="Because">The words that were seen, as they stand in the text, one entry for each proposal in its order.</param>
public sealed record DeskReading(IReadOnlyDictionary<BehaviorKind, double> Scores, IReadOnlyList<BehaviorKind> Proposed, IReadOnlyList<string> Because);

/// <summary>Whether praise belongs to the one it is said to.</summary>
/// <param name="Specific">It names something that this customer did, chose, made, owns, knows or is; otherwise it could go to anybody.</param>
/// <param name="Chance">The chance that it is specific, between 0 and 1.</param>
public sealed record PraiseReading(bool Specific, double Chance);

/// <summary>What a customer's message says.</summary>
/// <param name="Frustrated">0 none, 1 mild, 2 clear, 3 intense.</param>
/// <param name="Abusive">The chance, 0 to 1, that it insults or threatens people; harsh words about a thing are no abuse.</param>
/// <param name="Gratitude">The chance, 0 to 1, that it thanks for help or service that was received.</param>
/// <param name="Facts">Personal facts that might be worth remembering, in the order of the text; never overlapping.</param>
public sealed record CustomerReading(int Frustrated, double Abusive, double Gratitude, IReadOnlyList<FoundFact> Facts);

/// <summary>A personal fact in the customer's own words.</summary>
/// <param name="Span">An exact part of the text.</param>
/// <param name="Kind">One of: pet, family, occasion, travel, preference, hobby, work, home, loyalty, diet, age, health, disability, bereavement, religion, finance, other.</param>
/// <param name="Sensitive">Health, disability, bereavement, religion or money: may be refused to be stored, and is so by default.</param>
public sealed record FoundFact(string Span, string Kind, bool Sensitive);
