using System.Data.Common;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Rapport.Tests.Essence;

/// <summary>Opening a conversation asks the database nothing twice.</summary>
public class ReadOnceTests
{
    [Theory, OnBothDatabases]
    public async Task The_desk_reads_steps_the_kit_and_the_kinds_of_matter_once_and_asks_nothing_twice(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        await desk.Owner.Post("/api/v1/contact-types", new { name = "Refund", steps = new[] { new { name = "Check the order" }, new { name = "Send the money" } } });
        await desk.Owner.Post("/api/v1/weaves", new { contact_type = "refund", step = "check-the-order", kind = "interest", opening = "What they ordered it for", reason = "They have time there" });
        await desk.Owner.Allowance();
        var treat = await desk.Owner.Gesture("A treat", 300);
        await ana.Tidbit();
        var number = await desk.Conversation(body: Giving.TurningTen, contactType: "refund");
        await ana.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await ana.Post($"/api/v1/conversations/{number}/steps/check-the-order/completion");
        Assert.Equal(201, (await ana.Give(number, treat)).Status);

        foreach (var path in new[] { $"/desk/{number}", $"/desk/{number}/person" })
        {
            using var asked = await Asked.Of(desk);
            await ana.Page(path);
            // The brief that a handover would take along looks at what is done by itself.
            Assert.Empty(asked.Questions.Where(q => !q.Contains("step_completions", StringComparison.Ordinal)).GroupBy(q => q, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));
            Assert.InRange(asked.Reads("step_completions"), 1, path.EndsWith("/person", StringComparison.Ordinal) ? 1 : 2);
            foreach (var table in new[] { "function_steps", "gestures", "contact_types", "maps", "weaves", "allowances", "customers" })
                Assert.True(asked.Reads(table) <= 1, $"{path} reads {table} {asked.Reads(table)} times:\n{string.Join("\n\n", asked.Questions)}");
        }
    }

    /// <summary>All that one desk asks its database while this is open.</summary>
    sealed class Asked : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        readonly List<IDisposable> ends = [];
        readonly string address;

        Asked(string address)
        {
            this.address = address;
            ends.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public List<string> Questions { get; } = [];

        public static async Task<Asked> Of(TestDesk desk) => new(await desk.InDatabase(db => Task.FromResult(db.Database.GetDbConnection().Database + db.Database.GetDbConnection().DataSource)));

        /// <summary>Questions whose first table it is; a look at whether there is a row is no reading.</summary>
        public int Reads(string table) => Questions.Count(q => Regex.Match(q, @"\bFROM ""?(?<table>\w+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["table"].Value == table);

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name) ends.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key != RelationalEventId.CommandExecuting.Name || value.Value is not CommandEventData { Command: { } command } || !command.CommandText.Contains("SELECT", StringComparison.Ordinal)) return;
            if (command.Connection is { } connection && connection.Database + connection.DataSource != address) return;
            if (command.CommandText.Contains("errands", StringComparison.Ordinal)) return; // the worker's, not the page's
            lock (Questions) Questions.Add(command.CommandText + " -- " + string.Join(", ", command.Parameters.Cast<DbParameter>().Select(p => p.Value is byte[] bytes ? Convert.ToHexString(bytes) : p.Value)));
        }

        public void OnCompleted()
        {
            // Nothing ends before the test does.
        }

        public void OnError(Exception error) => throw error;

        public void Dispose() => ends.ForEach(e => e.Dispose());
    }
}
