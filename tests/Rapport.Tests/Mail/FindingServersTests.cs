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

    const string Metadata = "169.254.169.254";

    const string Described = """
        <?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x"><domain>localhost</domain>
        <incomingServer type="pop3"><hostname>pop.shop.example</hostname><port>995</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
        <incomingServer type="imap"><hostname>mail.shop.example</hostname><port>143</port><socketType>STARTTLS</socketType><authentication>password-cleartext</authentication><username>%EMAILLOCALPART%</username></incomingServer>
        <outgoingServer type="smtp"><hostname>out.shop.example</hostname><port>465</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username></outgoingServer>
        </emailProvider></clientConfig>
        """;

    [Fact]
    public async Task The_file_in_which_a_domain_describes_its_servers_is_read()
    {
        await using var web = await Web.Open((host, _) => host == "autoconfig.shop.example" ? Results.Text(Described, "text/xml") : Results.NotFound());
        await using var program = await OtherSide.Open();
        await using var mailroom = await MailroomProcess.Start(program.Url, web.Settings);
        var found = await program.Try("t1", new { id = "t1", kind = "find", address = "jo@shop.example" });
        Assert.Equal(("mail.shop.example", 143, "starttls"), Server(found, "in"));
        Assert.Equal(("out.shop.example", 465, "tls"), Server(found, "out"));
        Assert.Equal("jo", found.GetProperty("found").GetProperty("in").GetProperty("user").GetString());
    }

    [Fact]
    public async Task A_file_of_servers_that_has_moved_is_followed_over_the_internet_and_not_into_the_house()
    {
        await using var web = await Web.Open((host, at) => host switch
        {
            "autoconfig.moved.example" => Results.Redirect("https://config.provider.example/settings.xml"),
            "autoconfig.plain.example" => Results.Redirect($"http://127.0.0.1:{at}/metadata"),
            "autoconfig.port.example" => Results.Redirect("https://config.provider.example:8443/settings.xml"),
            "autoconfig.number.example" => Results.Redirect($"https://{Metadata}/metadata"),
            "autoconfig.sly.example" => Results.Redirect("https://10-0-0-5.inside.example/"),
            "autoconfig.round.example" => Results.Redirect("https://autoconfig.round.example/again"),
            "config.provider.example" or "127.0.0.1" or "10-0-0-5.inside.example" or "autoconfig.10-0-0-5.inside.example" => Results.Text(Described, "text/xml"),
            _ => Results.NotFound(),
        });
        await using var program = await OtherSide.Open();
        await using var mailroom = await MailroomProcess.Start(program.Url, web.Settings);

        var moved = await program.Try("moved", new { id = "moved", kind = "find", address = "jo@moved.example" });
        Assert.Equal(("mail.shop.example", 143, "starttls"), Server(moved, "in"));
        Assert.Equal(["autoconfig.moved.example", "config.provider.example"], web.Called);

        foreach (var domain in new[] { "plain", "port", "number", "sly", "10-0-0-5.inside" })
        {
            var found = await program.Try(domain, new { id = domain, kind = "find", address = $"jo@{domain}.example" });
            Assert.False(found.TryGetProperty("found", out _), $"{domain}: {found}");
        }
        Assert.DoesNotContain(web.Called.Skip(2), host => host is "config.provider.example" or "127.0.0.1" || host.Contains("inside", StringComparison.Ordinal));

        await program.Try("round", new { id = "round", kind = "find", address = "jo@round.example" });
        Assert.InRange(web.Called.Count(host => host == "autoconfig.round.example"), 1, 4);
    }

    /// <summary>
    /// Every web server of an internet of its own: what a file of hosts and a router would do, on a port that nobody needs rights for.
    /// Names have a public address; <c>10-0-0-5.inside.example</c> has the one that it says.
    /// </summary>
    sealed class Web : IAsyncDisposable
    {
        readonly WebApplication web;
        readonly SmallDns names = new();
        readonly string folder;
        readonly System.Collections.Concurrent.ConcurrentQueue<string> called = new();

        readonly X509Certificate2 certificate;

        Web(WebApplication web, string folder, X509Certificate2 certificate) => (this.web, this.folder, this.certificate) = (web, folder, certificate);

        public IReadOnlyList<string> Called => [.. called];

        public Dictionary<string, string> Settings => new(StringComparer.Ordinal) { ["RAPPORT_DNS"] = names.Address, ["NODE_EXTRA_CA_CERTS"] = Path.Combine(folder, "authority.pem"), ["NODE_OPTIONS"] = $"--require {folder}/names.cjs" };

        /// <param name="answer">What is answered under a name, and on which port everything without TLS is.</param>
        public static async Task<Web> Open(Func<string, int, IResult> answer)
        {
            var place = Directory.CreateTempSubdirectory("rapport-autoconfig-").FullName;
            await Certificates.Make(place);
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var shown = X509Certificate2.CreateFromPemFile(Path.Combine(place, "server.pem"), Path.Combine(place, "server.key"));
            var (port, plain) = (Faults.DeskProcess.FreePort(), Faults.DeskProcess.FreePort());
            builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k =>
            {
                k.ListenLocalhost(port, o => o.UseHttps(shown));
                k.ListenLocalhost(plain);
            });
            var it = new Web(builder.Build(), place, shown);
            it.web.Map("{**path}", (HttpRequest request) =>
            {
                it.called.Enqueue(request.Host.Host);
                return answer(request.Host.Host, plain);
            });
            await it.web.StartAsync();
            await File.WriteAllTextAsync(Path.Combine(place, "names.cjs"), $$"""
                const dns = require('node:dns'), tls = require('node:tls')
                const { lookup } = dns, { connect } = tls
                dns.lookup = (name, options, called) => {
                  if (!name.endsWith('.example') || /^(imap|smtp|mail)\./.test(name)) return lookup(name, options, called)
                  const address = name.endsWith('inside.example') ? '10.0.0.5' : '93.184.215.14'
                  process.nextTick(() => options.all ? called(null, [{ address, family: 4 }]) : called(null, address, 4))
                }
                tls.connect = (options, ...more) => !options.host?.endsWith('.example') ? connect(options, ...more) : connect({ ...options, port: {{port}}, servername: 'localhost',
                  lookup: (name, how, called) => (options.lookup ?? dns.lookup)(name, how, trouble => trouble ? called(trouble) : how.all ? called(null, [{ address: '127.0.0.1', family: 4 }]) : called(null, '127.0.0.1', 4)) }, ...more)
                require('node:module').syncBuiltinESMExports()

                """);
            return it;
        }

        public async ValueTask DisposeAsync()
        {
            await web.DisposeAsync();
            names.Dispose();
            certificate.Dispose();
            Directory.Delete(folder, recursive: true);
        }
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
