using System.Text.Json;

namespace Rapport.Tests.Mail;

/// <summary>An address is enough to find its servers, where its domain or its provider says where they are.</summary>
[Trait("Proves", "Mail")]
public sealed class FindingServersTests
{
    [Fact]
    public async Task The_servers_of_an_address_are_found_by_what_its_domain_says()
    {
        using var names = new SmallDns().Srv("_imaps._tcp.shop.example", "imap.shop.example", 993).Srv("_submission._tcp.shop.example", "smtp.shop.example", 587).Mx("cloud.example", "aspmx.l.google.com");
        await using var program = await OtherSide.Open();
        await using var mailroom = await MailroomProcess.Start(program.Url, new Dictionary<string, string>(StringComparer.Ordinal) { ["RAPPORT_DNS"] = names.Address });

        var own = await program.Try("t1", new { id = "t1", kind = "find", address = "jo@shop.example" });
        Assert.Equal(("imap.shop.example", 993, "tls"), Server(own, "in"));
        Assert.Equal(("smtp.shop.example", 587, "starttls"), Server(own, "out"));

        var provider = await program.Try("t2", new { id = "t2", kind = "find", address = "jo@cloud.example" });
        Assert.Equal(("imap.gmail.com", 993, "tls"), Server(provider, "in"));
        Assert.Equal(("smtp.gmail.com", 465, "tls"), Server(provider, "out"));

        var nothing = await program.Try("t3", new { id = "t3", kind = "find", address = "jo@nowhere.invalid" });
        Assert.False(nothing.TryGetProperty("found", out _));
        Assert.All(nothing.GetProperty("steps").EnumerateArray(), step => Assert.Equal("Nothing found", step.GetProperty("words").GetString()));
    }

    static (string?, int, string?) Server(JsonElement tried, string way)
    {
        var server = tried.GetProperty("found").GetProperty(way);
        return (server.GetProperty("host").GetString(), server.GetProperty("port").GetInt32(), server.GetProperty("secure").GetString());
    }
}
