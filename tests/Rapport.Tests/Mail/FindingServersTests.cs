using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

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

    [Fact]
    public async Task The_file_in_which_a_domain_describes_its_servers_is_read()
    {
        var folder = Directory.CreateTempSubdirectory("rapport-autoconfig-").FullName;
        await Certificates.Make(folder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        using var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "server.pem"), Path.Combine(folder, "server.key"));
        var port = Faults.DeskProcess.FreePort();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.ListenLocalhost(port, o => o.UseHttps(certificate)));
        await using var web = builder.Build();
        web.MapGet("/mail/config-v1.1.xml", () => Results.Text("""
            <?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x"><domain>localhost</domain>
            <incomingServer type="pop3"><hostname>pop.shop.example</hostname><port>995</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
            <incomingServer type="imap"><hostname>mail.shop.example</hostname><port>143</port><socketType>STARTTLS</socketType><authentication>password-cleartext</authentication><username>%EMAILLOCALPART%</username></incomingServer>
            <outgoingServer type="smtp"><hostname>out.shop.example</hostname><port>465</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username></outgoingServer>
            </emailProvider></clientConfig>
            """, "text/xml"));
        await web.StartAsync();
        // What a file of hosts would do, on a port that nobody needs rights for.
        await File.WriteAllTextAsync(Path.Combine(folder, "names.cjs"), $"const real = globalThis.fetch; globalThis.fetch = (to, how) => real(String(to).replace('https://autoconfig.shop.example/', 'https://localhost:{port}/'), how)\n");
        await using var program = await OtherSide.Open();
        await using var mailroom = await MailroomProcess.Start(program.Url, new Dictionary<string, string>(StringComparer.Ordinal) { ["NODE_EXTRA_CA_CERTS"] = Path.Combine(folder, "authority.pem"), ["NODE_OPTIONS"] = $"--require {folder}/names.cjs" });
        var found = await program.Try("t1", new { id = "t1", kind = "find", address = "jo@shop.example" });
        Assert.Equal(("mail.shop.example", 143, "starttls"), Server(found, "in"));
        Assert.Equal(("out.shop.example", 465, "tls"), Server(found, "out"));
        Assert.Equal("jo", found.GetProperty("found").GetProperty("in").GetProperty("user").GetString());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_record_of_a_key_is_looked_for_in_its_domain()
    {
        using var names = new SmallDns().Txt("rapport1._domainkey.shop.example", $"v=DKIM1; k=rsa; p={new string('A', 380)}").Txt("rapport2._domainkey.shop.example", "v=DKIM1; p=BBBB");
        await using var program = await OtherSide.Open();
        await using var mailroom = await MailroomProcess.Start(program.Url, new Dictionary<string, string>(StringComparer.Ordinal) { ["RAPPORT_DNS"] = names.Address });
        var wanted = $"v=DKIM1; k=rsa; p={new string('A', 380)}";
        foreach (var (selector, ok, words) in new[] { ("rapport1", true, "The record is there"), ("rapport2", false, "There is a record, with another key"), ("rapport3", false, "No such record is there yet") })
        {
            var tried = await program.Try(selector, new { id = selector, kind = "dkim", address = "jo@shop.example", dkim = new { name = $"{selector}._domainkey.shop.example", text = wanted } });
            var step = tried.GetProperty("steps")[0];
            Assert.Equal(ok, step.GetProperty("ok").GetBoolean());
            Assert.StartsWith(words, step.GetProperty("words").GetString(), StringComparison.Ordinal);
        }
    }

    static (string?, int, string?) Server(JsonElement tried, string way)
    {
        var server = tried.GetProperty("found").GetProperty(way);
        return (server.GetProperty("host").GetString(), server.GetProperty("port").GetInt32(), server.GetProperty("secure").GetString());
    }
}
