using Rapport.Language;
using Rapport.Language.Desk;

namespace Rapport.Proposing;

/// <summary>A turn before a message: <c>customer</c>, <c>csr</c> or <c>action</c>, and the words.</summary>
public sealed record Turn(string Who, string Words)
{
    public const string Customer = "customer", Desk = "csr";

    static readonly string[] Marks = ["[customer]", "[csr]", "[action]"];

    public override string ToString() => $"[{Who}] {Words}";

    /// <summary>The form in which labeled lines have them; what is marked as nobody's was said by the customer.</summary>
    public static IReadOnlyList<Turn> In(string context)
    {
        List<Turn> turns = [];
        for (var (at, who) = (0, Customer); at < context.Length;)
        {
            var (next, mark) = Marks.Select(m => (context.IndexOf(m, at, StringComparison.OrdinalIgnoreCase), m)).Where(f => f.Item1 >= 0).DefaultIfEmpty((context.Length, "")).Min();
            if (context[at..next].Trim() is { Length: > 0 } words) turns.Add(new(who, words));
            (at, who) = (next + mark.Length, mark.Trim('[', ']'));
        }
        return turns;
    }
}

/// <summary>A message that is to be read, and what bears on it.</summary>
/// <param name="Before">What was said before it, the newest last.</param>
/// <param name="Text">The message.</param>
public sealed record ToRead(IReadOnlyList<Turn> Before, string Text)
{
    /// <summary>The turns before as one text.</summary>
    public string Context { get; init; } = string.Join(' ', Before);

    /// <summary>What its writer sent to others: a sentence that is there too is rote.</summary>
    public OwnSentences? Own { get; init; }

    /// <summary>The number of this message among them, if it is one of them.</summary>
    public int Itself { get; init; } = -1;

    /// <summary>The names that are taken out where it leaves the house; none where it must not leave it.</summary>
    public Names? Names { get; init; } = Names.None;
}

/// <summary>Reads messages for what may be proposed to people. Nothing is sent, stored or decided by it.</summary>
public interface IReadMessages
{
    /// <summary>Who reads, where it is not this program itself.</summary>
    ModelAt? Elsewhere { get; }

    /// <summary>The behaviors in a message of the desk.</summary>
    Task<DeskReading> Desk(ToRead message, CancellationToken cancel);

    /// <summary>The facts in a customer's message; frustration, abuse and gratitude are always this program's own reading.</summary>
    Task<CustomerReading> Customer(ToRead message, CancellationToken cancel);
}

/// <summary>This program reads, in its own process and at once.</summary>
public sealed class ReadHere(Recognizer recognizer) : IReadMessages
{
    public ModelAt? Elsewhere => null;

    public Task<DeskReading> Desk(ToRead message, CancellationToken cancel) => Task.FromResult(recognizer.ReadDesk(message.Context, message.Text, message.Own, message.Itself));

    public Task<CustomerReading> Customer(ToRead message, CancellationToken cancel) => Task.FromResult(recognizer.ReadCustomer(message.Text, message.Context));
}
