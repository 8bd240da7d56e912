namespace Rapport.Language;

/// <summary>What a message of the desk may be. A proposal, never a verdict: people decide.</summary>
/// <param name="Scores">For each of the eight behaviors how clearly it is read, between 0 and 1: from 0.5 on it counts as there, where F1 is best. No chance; what is proposed is asked more of.</param>
/// <param name="Proposed">Those that are sure enough to be shown to whoever wrote it, the surest first; usually none.</param>
/// <param name="Because">The words that were seen, as they stand in the text, one entry for each proposal in its order.</param>
public sealed record DeskReading(IReadOnlyDictionary<BehaviorKind, double> Scores, IReadOnlyList<BehaviorKind> Proposed, IReadOnlyList<string> Because);

/// <summary>Whether praise belongs to the one it is said to.</summary>
/// <param name="Specific">It names something that this customer did, chose, made, owns, knows or is; otherwise it could go to anybody.</param>
/// <param name="Chance">The chance that it is specific, between 0 and 1.</param>
public sealed record PraiseReading(bool Specific, double Chance);

/// <summary>What a customer's message says.</summary>
/// <param name="Frustrated">0 none, 1 mild, 2 clear, 3 intense.</param>
/// <param name="Abusive">How clearly it insults or threatens people, between 0 and 1: from 0.5 on it counts as abuse, where few are called so wrongly. Harsh words about a thing are none.</param>
/// <param name="Gratitude">How clearly it thanks for help or service that was received, between 0 and 1: from 0.5 on it counts as thanks.</param>
/// <param name="Facts">Personal facts that might be worth remembering, in the order of the text; never overlapping.</param>
public sealed record CustomerReading(int Frustrated, double Abusive, double Gratitude, IReadOnlyList<FoundFact> Facts);

/// <summary>A personal fact in the customer's own words.</summary>
/// <param name="Span">An exact part of the text.</param>
/// <param name="Kind">One of: pet, family, occasion, travel, preference, hobby, work, home, loyalty, diet, age, health, disability, bereavement, religion, finance, other.</param>
/// <param name="Sensitive">Health, disability, bereavement, religion or money: may be refused to be stored, and is so by default.</param>
public sealed record FoundFact(string Span, string Kind, bool Sensitive);
