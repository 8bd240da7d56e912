using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Customers.Merging;
using Rapport.Foundation;

namespace Rapport.Customers;

/// <summary>Somebody adds an address, corrects it, or takes it away. An address that is another's stays theirs, and says who that is.</summary>
public sealed class KeepAddresses : IFeature
{
    public sealed record Request(string? Kind, string? Value);

    public sealed record View(Guid Id, AddressKind Kind, string Value)
    {
        public static View Of(Address a) => new(a.Id, a.Kind, a.Value);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/customers/{customer}/addresses", "/customers/{customer}/addresses" })
        {
            app.MapPost(route, Add).For(Who.Agent);
            app.MapPatch(route + "/{address}", Correct).For(Who.Agent);
            app.MapDelete(route + "/{address}", Remove).For(Who.Agent);
        }
        app.MapGet("/api/v1/customers/{customer}/addresses", async (CustomerId customer, RapportDb db, CancellationToken cancel) => Answer.Ok(Paging.All((await db.ToServe(customer, cancel)).Addresses.OrderBy(a => a.Id).Select(View.Of)))).For(Who.Agent);
        app.MapPatch("/api/v1/customers/{customer}", Rename).For(Who.Agent);
        app.MapPatch("/customers/{customer}", Rename).For(Who.Agent);
    }

    static async Task<Created<View>> Add(CustomerId customer, Request request, RapportDb db, CancellationToken cancel)
    {
        new Check().OneOf("kind", request.Kind, "email", "phone", "card").That(request.Kind is not null, "kind", "“kind” is missing. Give email, phone or card.").Done();
        var kind = Enum.Parse<AddressKind>(request.Kind!, ignoreCase: true);
        Look(kind, request.Value);
        var found = await Find(db, customer, cancel);
        await StopIfAnothers(db, found, null, kind, request.Value!, cancel);
        found.Reach(kind, request.Value!);
        await db.Index(found, cancel);
        await db.SaveChangesAsync(cancel);
        var added = found.Addresses.Single(a => a.Kind == kind && a.Normal == Address.NormalOf(kind, request.Value!));
        return Answer.Created($"/api/v1/customers/{found.Id.Value}/addresses/{added.Id}", View.Of(added));
    }

    static async Task<Answer<View>> Correct(CustomerId customer, Guid address, Request request, RapportDb db, CancellationToken cancel)
    {
        var found = await Find(db, customer, cancel);
        var which = found.Addresses.Find(a => a.Id == address) ?? throw new NotFound("address of this customer");
        Refusal.If(which.Kind is AddressKind.Visitor, "This was said in the chat, and stays as it was said. Add it as a mail address when you know that it is theirs.", "said-in-chat");
        Look(which.Kind, request.Value);
        await StopIfAnothers(db, found, which, which.Kind, request.Value!, cancel);
        found.Correct(which, request.Value!);
        await db.Index(found, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(View.Of(which));
    }

    static async Task<NoContent> Remove(CustomerId customer, Guid address, RapportDb db, CancellationToken cancel)
    {
        var found = await Find(db, customer, cancel);
        found.Drop(found.Addresses.Find(a => a.Id == address) ?? throw new NotFound("address of this customer"));
        await db.Index(found, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    public sealed record Naming(string? Name);

    static async Task<Answer<ShowCustomers.View>> Rename(CustomerId customer, Naming request, RapportDb db, CancellationToken cancel)
    {
        new Check().Text("name", request.Name, Customer.LongestName).Done();
        var found = await Find(db, customer, cancel);
        found.Rename(request.Name!);
        await db.Index(found, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(ShowCustomers.View.Of(found));
    }

    static async Task<Customer> Find(RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        var found = await db.ToServe(customer, cancel);
        Refusal.If(found.ErasedAt is not null, "They were erased. There is nobody left to reach.", "erased");
        return found;
    }

    static void Look(AddressKind kind, string? value)
    {
        var check = new Check().Text("value", value, Address.Longest);
        if (kind is AddressKind.Email) check.Email("value", value?.Trim());
        else check.That(value is null || value.Any(char.IsAsciiDigit), "value", "“value” has no digits.");
        check.Done();
    }

    static async Task StopIfAnothers(RapportDb db, Customer mine, Address? which, AddressKind kind, string value, CancellationToken cancel)
    {
        var normal = Address.NormalOf(kind, value);
        if (which is null && mine.Addresses.Exists(a => a.Kind == kind && a.Normal == normal)) return;
        var taken = await db.Addresses.Where(a => a.Kind == kind && a.Normal == normal).Select(a => new { a.Id, a.CustomerId }).SingleOrDefaultAsync(cancel);
        if (taken is null || taken.Id == which?.Id) return;
        var whose = await db.Whole(taken.CustomerId, cancel);
        var name = await db.NameOf(whose, cancel);
        throw new Refusal(whose == mine.Id ? "It is noted already." : $"This is {name}'s address. If they are the same person, put the two together.", "address-taken", 409) { Extra = { ["customer"] = new { id = whose.Value, name } } };
    }
}
