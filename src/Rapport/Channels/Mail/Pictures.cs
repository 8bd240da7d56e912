using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Rapport.Desk;

namespace Rapport.Channels.Mail;

/// <summary>A picture stands in an answer where its writer has named it: <c>[torn-bag.png]</c>.</summary>
static partial class Pictures
{
    [GeneratedRegex(@"\[(?<name>[^\[\]\r\n]{1,200})\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Named { get; }

    /// <summary>The files that the words name, each with the name by which the letter's HTML asks for it.</summary>
    public static Dictionary<string, string> In(string body, IReadOnlyList<Attachment> files, OutgoingLetterId letter)
    {
        var named = Named.Matches(body).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (file, n) in files.Select((f, n) => (f, n)))
            if (named.Contains(file.Name) && Sniff.IsPicture(file.Type)) found.TryAdd(file.Name, string.Create(CultureInfo.InvariantCulture, $"picture{n}.{letter.Value:N}"));
        return found;
    }

    /// <summary>In HTML that was made from the words.</summary>
    public static string Show(string html, IReadOnlyDictionary<string, string> pictures) => pictures.Count == 0 ? html : Named.Replace(html, m =>
        pictures.TryGetValue(WebUtility.HtmlDecode(m.Groups["name"].Value), out var id) ? $"<img src=\"cid:{id}\" alt=\"{m.Groups["name"].Value}\" style=\"max-width:100%\">" : m.Value);
}
