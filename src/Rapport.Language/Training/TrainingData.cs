namespace Rapport.Language.Training;

/// <summary>A comment with the emotions its readers saw (GoEmotions: its id there, places in its list of labels).</summary>
public sealed record EmotionRow(string Id, string Text, IReadOnlyList<int> Emotions);

/// <summary>A short text, offensive or not (Davidson et al.).</summary>
public sealed record OffenseRow(string Text, bool Offensive);

/// <summary>Words of the desk that are function by construction: templates of recorded dialogues.</summary>
public sealed record FunctionRow(string Context, string Text);

/// <summary>Everything that the trainer learns from.</summary>
public sealed record TrainingData(
    IReadOnlyList<DeskExample> Desk,
    IReadOnlyList<CustomerExample> Customers,
    IReadOnlyList<EmotionRow> Emotions,
    IReadOnlyList<OffenseRow> Offenses,
    IReadOnlyList<FunctionRow> Function,
    Directions Directions);
