using System.Text.Json;
using Rapport.Language;

namespace Rapport.Proposing;

/// <summary>What a language model is told before it reads (the text files beside this one), and the form its answer must have.</summary>
public sealed class Instructions
{
    /// <summary>What a fact may be about, as our own reader has it.</summary>
    public static readonly IReadOnlyList<string> FactKinds = ["pet", "family", "occasion", "travel", "preference", "hobby", "work", "home", "loyalty", "diet", "age", "health", "disability", "bereavement", "religion", "finance", "other"];

    public static readonly Instructions Desk = new("desk.txt", "behaviors", new { behavior = OneOf(BehaviorKinds.All.Select(k => k.Key())), chance = Number, because = Words });

    public static readonly Instructions Customer = new("customer.txt", "facts", new { span = Words, kind = OneOf(FactKinds), sensitive = new { type = "boolean" }, chance = Number });

    Instructions(string file, string list, object each)
    {
        using var stream = typeof(Instructions).Assembly.GetManifestResourceStream("instructions." + file)!;
        using var reader = new StreamReader(stream);
        Text = reader.ReadToEnd();
        List = list;
        Schema = BinaryData.FromObjectAsJson(Closed(new Dictionary<string, object>(StringComparer.Ordinal) { [list] = new { type = "array", items = Closed(each) } }));
    }

    public string Text { get; }

    /// <summary>The name of the one list that an answer holds.</summary>
    public string List { get; }

    public BinaryData Schema { get; }

    static object Number => new { type = "number" };

    static object Words => new { type = "string" };

    static object OneOf(IEnumerable<string> words) => new { type = "string", @enum = words };

    /// <summary>An object with all of these and nothing else.</summary>
    static object Closed(object properties) => new { type = "object", properties, required = JsonSerializer.SerializeToElement(properties).EnumerateObject().Select(p => p.Name), additionalProperties = false };
}
