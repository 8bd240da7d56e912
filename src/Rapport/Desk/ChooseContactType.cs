using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Desk;

/// <summary>Somebody says what kind of matter this is, so that its steps are on the screen.</summary>
public sealed class ChooseContactType : IFeature
{
    public sealed record Request(string? ContactType);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/api/v1/conversations/{number:long}/contact-type", Handle).For(Who.Agent);
        app.MapPut("/desk/{number:long}/contact-type", Handle).For(Who.Agent);
    }

    static async Task<Answer<ShowConversation.View>> Handle(long number, Request request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("contact_type", request.ContactType, 200).Done();
        var conversation = await db.ToChange(number, cancel);

        conversation.Choose(await Find(db, request.ContactType!, cancel));

        await db.SaveChangesAsync(cancel);
        return Answer.Ok(await ShowConversation.Of(db, conversation, time.Now(), cancel));
    }

    /// <summary>By key or by id.</summary>
    public static async Task<ContactType> Find(RapportDb db, string keyOrId, CancellationToken cancel)
    {
        _ = ContactTypeId.TryParse(keyOrId, null, out var id);
        var type = await db.ContactTypes.SingleOrDefaultAsync(t => t.Key == keyOrId || t.Id == id, cancel);
        new Check().That(type is not null, "contact_type", $"There is no contact type called “{keyOrId}”. GET /api/v1/contact-types lists them.").Done();
        return type!;
    }
}
