using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rapport.Tests.Essence;

namespace Rapport.Tests.Proposing;

/// <summary>A desk whose proposals a model reads, and what people see of it.</summary>
static class Reads
{
    public const string Joke = "It ships on Monday. A second cup of that coffee and you could fly the plane yourself.", Funny = "you could fly the plane yourself", AsksHumor = "That looks like appropriate humor. Keep it?";

    public static Task<TestDesk> Desk(this ModelServer model, string database = "SQLite", Action<WebApplicationBuilder>? adjust = null, string? key = ModelServer.Key) => TestDesk.Open(database, adjust, settings: model.Settings(key));

    /// <summary>Looks until it is there, as a screen does that is told.</summary>
    public static async Task<string> Until(this HttpClient who, string path, string words)
    {
        var page = "";
        for (var i = 0; i < 300; i++, await Task.Delay(50))
            if ((page = await who.Page(path)).Contains(words, StringComparison.Ordinal)) return page;
        Assert.Fail($"“{words}” never came to {path}.\n{page}");
        return page;
    }

    /// <summary>Somebody answers, and looks at the thread: then it is read.</summary>
    public static async Task<string> SaysAndLooks(this HttpClient who, long number, string body)
    {
        await who.Says(number, body);
        return await who.Page($"/desk/{number}/thread");
    }

    /// <summary>
    /// Waits until the model was asked and its answer has been dealt with; then the page as it is. Nothing tells of an answer of which
    /// nothing comes, so something else is read after it, of which a proposal does come.
    /// </summary>
    public static async Task<string> AfterReading(this HttpClient who, TestDesk desk, ModelServer model, string path, int asked)
    {
        await model.WasAsked(asked);
        var before = model.Answers;
        model.Answers = a => a.IsOfDesk && a.What.GetProperty("message").GetString() == Later ? Task.FromResult(ModelServer.Saying("""{"behaviors":[{"behavior":"humor","chance":0.95,"because":"a unicycle has no use for it"}]}""")) : before(a);
        var number = await desk.Conversation("Ottilie", "Where is the lamp?");
        await who.SaysAndLooks(number, Later);
        await who.Until($"/desk/{number}/thread", AsksHumor);
        return await who.Page(path);
    }

    const string Later = "The lamp is on its way, though a unicycle has no use for it.";
}

/// <summary>Every line that the program logs.</summary>
sealed class Heard : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public void In(WebApplicationBuilder builder) => builder.Logging.SetMinimumLevel(LogLevel.Trace).AddFilter((_, _) => true).Services.AddSingleton<ILoggerProvider>(this);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose() { }
}
