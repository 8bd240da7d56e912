using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Foundation.Search;
using Rapport.Roles;

namespace Rapport.Channels.Counter;

/// <summary>Somebody walks up: find or add them in one field, start, note, finish.</summary>
public sealed class ServeAtCounter : IFeature
{
    const int Shown = 6;

    public sealed record Match(CustomerId Id, string Name, string Reach, Instant? LastSeen);

    /// <param name="Q">What was typed.</param>
    /// <param name="Matches">Who it is.</param>
    /// <param name="Perhaps">Nobody is called that; these are called nearly that.</param>
    public sealed record Found(string Q, IReadOnlyList<Match> Matches, bool Perhaps);

    public sealed record View(Me Me, IReadOnlyList<Views.Row> Here, IReadOnlyList<ContactType> ContactTypes, Instant Now, string? Error = null);

    public sealed record StartForm
    {
        public Guid? Customer { get; init; }
        public string? Name { get; init; }
        public string? About { get; init; }
        public string? ContactType { get; init; }
    }

    /// <summary>Whatever stands in the field comes along with each of its buttons, so that none of them throws it away.</summary>
    public sealed record Noting(string? Body);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/counter", Show).For(Who.Agent);
        app.MapGet("/counter/find", Find).For(Who.Agent);
        app.MapPost("/counter", Start).For(Who.Agent).DisableAntiforgery();
        app.MapGet("/counter/{number:long}/talk", Talk).For(Who.Agent);
        app.MapPost("/counter/{number:long}/notes", Note).For(Who.Agent);
        app.MapGet("/counter/{number:long}/finish", AskToFinish).For(Who.Agent);
        app.MapPost("/counter/{number:long}/finish", Finish).For(Who.Agent);
    }

    static async Task<IResult> Show(Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<CounterPage>(new { Page = await Load(db, me, time.Now(), cancel) });

    static async Task<IResult> Find(string? name, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var words = Words.ToFind(name);
        var ids = words.Length == 0 ? [] : (await db.Matching(words, customers: true, Shown, cancel)).Select(e => new CustomerId(e.Customer!.Value)).ToList();
        var perhaps = ids.Count == 0;
        if (perhaps) ids = await db.NearlyNamed(words, Shown, cancel);
        var customers = await db.Customers.AsNoTracking().Include(c => c.Addresses).Where(c => ids.Contains(c.Id)).ToListAsync(cancel);
        var last = await db.Conversations.Where(c => ids.Contains(c.CustomerId)).GroupBy(c => c.CustomerId).Select(g => new { g.Key, At = g.Max(c => c.UpdatedAt) }).ToDictionaryAsync(x => x.Key, x => x.At, cancel);
        var matches = customers.OrderBy(c => ids.IndexOf(c.Id)).Select(c => new Match(c.Id, c.Name, string.Join(" · ", c.Addresses.Where(a => a.Kind is not AddressKind.Visitor).Select(a => a.Value)), last.TryGetValue(c.Id, out var at) ? at : null)).ToList();
        return Fragment.Of<CounterMatches>(http, new { Found = new Found(name?.Trim() ?? "", matches, perhaps && ids.Count > 0), Now = time.Now(), me.Zone });
    }

    static async Task<IResult> Start([FromForm] StartForm form, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var errors = SignIn.Problems(() => new Check().That(form.Customer is not null || !string.IsNullOrWhiteSpace(form.Name), "name", "Say who is here: a name is enough.").AtMost("name", form.Name, Customer.LongestName).AtMost("about", form.About, Conversation.LongestBody).Done());
        if (errors is not null) return Pages.Show<CounterPage>(new { Page = await Load(db, me, time.Now(), cancel) with { Error = string.Join(' ', errors.SelectMany(e => e.Value)) } }, 400);
        var now = time.Now();
        var customer = form.Customer is { } id
            ? await db.ToServe(new CustomerId(id), cancel)
            : await db.Meet(Introduced(form.Name!), time, cancel);
        var about = string.IsNullOrWhiteSpace(form.About) ? "At the counter" : form.About.Trim();
        var (conversation, _) = await OpenConversation.Open(db, Channel.Counter, customer, null, about, now, cancel);
        conversation.Claim(me.Id, null);
        if (!string.IsNullOrWhiteSpace(form.ContactType)) conversation.Choose(await ChooseContactType.Find(db, form.ContactType, cancel));
        await db.SaveChangesAsync(cancel);
        return Results.Redirect($"/counter/{conversation.Number}");
    }

    static async Task<IResult> Talk(long number, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<CounterTalk>(http, new { Open = await OpenConversationView.Load(db, number, me, time.Now(), cancel) });

    static async Task<IResult> AskToFinish(long number, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<CounterFinish>(http, new { Open = await OpenConversationView.Load(db, number, me, time.Now(), cancel, need: OpenConversationView.Need.Head) });

    static async Task<NoContent> Note(long number, Noting said, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await Keep(db, number, said, me, time, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Finish(long number, Noting said, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await Keep(db, number, said, me, time, cancel);
        await Resolve.End(db, await db.ToChange(number, cancel), me, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task Keep(RapportDb db, long number, Noting said, Me me, TimeProvider time, CancellationToken cancel)
    {
        new Check().AtMost("body", said.Body, Conversation.LongestBody).Done();
        if (!string.IsNullOrWhiteSpace(said.Body)) await WriteNote.Write(db, number, me, said.Body, [], time, cancel);
    }

    /// <summary>Whoever types an address or a number into the one field means that.</summary>
    static Introduction Introduced(string typed) =>
        typed.Contains('@', StringComparison.Ordinal) && !typed.Contains(' ', StringComparison.Ordinal) ? new(null, typed, null)
        : typed.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '/') ? new(null, null, typed)
        : new(typed, null, null);

    static async Task<View> Load(RapportDb db, Me me, Instant now, CancellationToken cancel) => new(me,
        [.. (await db.Rows("mine", me.Id, cancel)).Where(r => r.Channel is Channel.Counter)],
        await db.ContactTypes.AsNoTracking().OrderBy(t => t.Name).ToListAsync(cancel), now);
}
