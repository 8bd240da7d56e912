using System.Net;
using System.Text.RegularExpressions;
using Rapport.Channels.Mail;

namespace Rapport.Tests.Channels.Mail;

[Trait("Proves", "Mail")]
public class MailHtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>words", "words")]
    [InlineData("<p onclick=alert(1) onmouseover='x'>words</p>", "<p>words</p>")]
    [InlineData("<a href='javascript:alert(1)'>x</a>", "<a>x</a>")]
    [InlineData("<a href=' java\tscript:alert(1)'>x</a>", "<a>x</a>")]
    [InlineData("<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<a>x</a>")]
    [InlineData("<img src=x onerror=alert(1)>", "<img>")]
    [InlineData("<img src='javascript:alert(1)'>", "<img>")]
    [InlineData("<svg onload=alert(1)><script>alert(1)</script></svg>", null)]
    [InlineData("<math><mtext><img src=x onerror=alert(1)></mtext></math>", null)]
    [InlineData("<iframe src='https://example.com'></iframe>words", "words")]
    [InlineData("<form action='https://example.com'><input name=password>words</form>", "words")]
    [InlineData("<meta http-equiv=refresh content='0;url=https://example.com'>words", "words")]
    [InlineData("<style>body{background:url(https://example.com)}</style>words", "words")]
    [InlineData("<div style='background:url(https://example.com/x);color:red;position:fixed'>x</div>", "<div style=\"color: red\">x</div>")]
    [InlineData("<div style='width:expression(alert(1));color:rgb(1,2,3)'>x</div>", "<div style=\"color: rgb(1,2,3)\">x</div>")]
    [InlineData("<td background='https://example.com/x'>x", "x")]
    [InlineData("<base href='https://example.com/'><link rel=stylesheet href=x>words", "words")]
    [InlineData("<font color=\"#f00\" face=Arial>red</font>", "<font color=\"#f00\" face=\"Arial\">red</font>")]
    [InlineData("<img src='https://example.com/a.png' alt='a \"b\" > c'>", "<img alt=\"a &quot;b&quot; &gt; c\" data-remote=\"https://example.com/a.png\">")]
    [InlineData("<img src='cid:logo@x'>", "<img data-cid=\"logo@x\">")]
    public void What_is_not_on_the_list_is_not_there(string html, string? clean) => Assert.Equal(clean, MailHtml.Clean(html));

    [Fact]
    public void Nothing_that_was_cleaned_names_a_script_or_fetches_by_itself()
    {
        string[] tricks =
        [
            "<ScRiPt>x</sCrIpT>", "<img src=1 href=1 onerror=\"javascript:alert(1)\">", "<body onload=alert(1)>", "<video><source onerror=alert(1)></video>", "<details open ontoggle=alert(1)>", "<marquee onstart=alert(1)>",
            "<object data='data:text/html;base64,PHNjcmlwdD4='></object>", "<embed src='x.swf'>", "<a href='&#106;avascript:alert(1)'>x</a>", "<a href='vbscript:x'>x</a>", "<isindex action=javascript:alert(1)>", "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
            "<p style='background-image:\\75\\72\\6c(//example.com)'>", "<input autofocus onfocus=alert(1)>", "<template><script>x</script></template>", "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>", "<img srcset='https://example.com/1x.png'>", "<table background=javascript:x>",
        ];

        foreach (var trick in tricks)
        {
            var clean = MailHtml.Clean(trick) ?? "";
            Assert.DoesNotMatch(new Regex("<script|javascript:|vbscript:| on[a-z]+=| src=|srcset|url\\(|<object|<embed|<iframe|<form|<input", RegexOptions.IgnoreCase), clean);
        }
    }

    [Fact]
    public void However_deep_and_wideit_is_cleaning_comes_to_an_end()
    {
        var deep = string.Concat(Enumerable.Repeat("<div>", 20_000)) + "words";
        var wide = string.Concat(Enumerable.Repeat("<p>a</p>", 100_000));
        var begun = System.Diagnostics.Stopwatch.StartNew();

        MailHtml.Clean(deep);
        MailHtml.Clean(wide);
        MailHtml.ToText(deep);

        Assert.True(begun.Elapsed < TimeSpan.FromSeconds(10), $"It took {begun.Elapsed}");
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:4700::1", true)]
    public void The_desk_fetches_pictures_from_public_addresses_alone(string address, bool isPublic) => Assert.Equal(isPublic, PictureProxy.IsPublic(IPAddress.Parse(address)));

    [Theory, OnBothDatabases]
    public async Task A_letter_is_shown_where_nothing_runs_and_nothing_is_fetched_until_somebody_asks(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var number = await mail.NumberOf(await mail.Receive(html: "<p>Look</p><img src=\"https://pictures.example/spy.gif\"><script>alert(1)</script>"));
        var message = (await mail.Messages(number))[0].GetProperty("id").GetGuid();

        using var page = await mail.Desk.Owner.GetAsync(new Uri($"/desk/{number}/letters/{message}/page", UriKind.Relative));
        var html = await page.Content.ReadAsStringAsync();
        var withPictures = await mail.Desk.Owner.GetStringAsync(new Uri($"/desk/{number}/letters/{message}/page?pictures=true", UriKind.Relative));

        var policy = string.Join(' ', page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("pictures.example", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("src=\"/mail/pictures/", withPictures, StringComparison.Ordinal);
        Assert.DoesNotContain("pictures.example", withPictures, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_behind_a_private_address_is_not_fetched_whatever_its_name()
    {
        await using var desk = await TestDesk.Open("SQLite");
        using var proxy = new PictureProxy();
        using var near = new PictureProxy(IPAddress.IsLoopback, _ => true);

        Assert.Null(await proxy.Fetch(new Uri(desk.Url, "/health/live"), default));
        Assert.Null(await proxy.Fetch(new Uri("http://localhost/"), default));
        Assert.Null(await near.Fetch(new Uri(desk.Url, "/health/live"), default));
    }
}
