using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Rapport.Channels.Mail;
using Spectre.Console;

namespace Rapport.Workspace.Commands;

/// <summary>Takes one letter from a pipe and gives it to the running desk. Whatever goes wrong, the mail server is told to keep the letter and try again.</summary>
static class DeliverMail
{
    /// <summary>What a mail server takes for “not now” (EX_TEMPFAIL).</summary>
    public const int TryLater = 75;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Command Make(IAnsiConsole console)
    {
        var from = new Option<string?>("--from") { Description = "Who sent it, by the envelope." };
        var to = new Option<string[]>("--to") { Description = "To whom, by the envelope; may be said several times.", DefaultValueFactory = _ => [] };
        var data = new Option<string>("--data") { Description = "The folder of the running desk (default: RAPPORT_DATA, or ./data).", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("RAPPORT_DATA") ?? "data" };
        var deliver = new Command("deliver", "Give a letter from the standard input to the running desk. Ends with 0 once it is safe, else with 75.") { from, to, data };
        deliver.SetAction((given, cancel) => Deliver(console, given.GetRequiredValue(data), given.GetValue(from), given.GetValue(to) ?? [], Console.OpenStandardInput(), cancel));
        return new Command("mail", "Letters.") { deliver };
    }

    public static async Task<int> Deliver(IAnsiConsole console, string data, string? from, string[] to, Stream letter, CancellationToken cancel)
    {
        try
        {
            var key = await File.ReadAllLinesAsync(Path.Combine(data, Mailroom.KeyFile), cancel);
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(key[0]), Timeout = Patience };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mailroom/v1/letters") { Content = new StreamContent(letter) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key[1]);
            request.Headers.Add(TakeIn.Header, JsonSerializer.Serialize(new { by = "pipe", from, to }));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
            using var answer = await client.SendAsync(request, cancel);
            if (answer.IsSuccessStatusCode) return 0;
            console.WriteLine($"The desk did not take the letter ({(int)answer.StatusCode}).");
        }
        catch (Exception e) { console.WriteLine($"The letter could not be given to the desk: {e.Message}"); }
        return TryLater;
    }
}
