using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Sockets;
using OpenAI;
using OpenAI.Chat;

namespace Rapport.Proposing;

/// <summary>Why there is no reading, in words that hold nothing of what was asked or answered.</summary>
public sealed class ModelSaidNothing(string why) : Exception(why);

/// <summary>Asks a language model behind an OpenAI-compatible endpoint, and gives its answer as it came.</summary>
public sealed class ModelCalls : IDisposable
{
    /// <summary>Servers differ in what they allow. What is refused is asked for in a plainer form, and the form that was understood is kept.</summary>
    sealed record Form(bool Schema, bool Json, bool Steady);

    public const string Late = "it did not answer in time";

    static readonly Form[] Forms = [new(true, true, true), new(true, true, false), new(false, true, true), new(false, false, false)];

    /// <summary>For as long as this an answer is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    const int LongestAnswer = 256 * 1024, MostTokens = 2000, BadRequest = 400, Unprocessable = 422, NotImplemented = 501;

    static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(5), Renew = TimeSpan.FromMinutes(5);

    /// <summary>Who answers, as people are told of it.</summary>
    public ModelAt At { get; }

    readonly HttpClient line;
    readonly ChatClient chat;
    int form;

    public ModelCalls(ModelSettings settings)
    {
        At = settings.At;
        line = new HttpClient(new Guarded(settings)) { Timeout = Patience };
        chat = new ChatClient(settings.Model, new ApiKeyCredential(settings.Key ?? "none"), new OpenAIClientOptions
        {
            Endpoint = settings.Address,
            Transport = new HttpClientPipelineTransport(line),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new() { EnableLogging = false },
        });
    }

    /// <summary>What the model answers to a message, under these instructions and in this form.</summary>
    /// <exception cref="ModelSaidNothing">It did not answer, or not in words.</exception>
    public async Task<string> Ask(Instructions instructions, string message, CancellationToken cancel)
    {
        List<ChatMessage> words = [new SystemChatMessage(instructions.Text), new UserChatMessage(message)];
        for (var tried = Volatile.Read(ref form); ; tried++)
        {
            try
            {
                ChatCompletion answer = await chat.CompleteChatAsync(words, Options(instructions, Forms[tried]), cancel);
                Volatile.Write(ref form, tried);
                return answer.Content.Count > 0 && answer.Content[0].Text is { Length: > 0 } text ? text : throw new ModelSaidNothing("its answer was empty");
            }
            catch (ClientResultException e) when (e.Status is BadRequest or Unprocessable or NotImplemented && tried < Forms.Length - 1)
            {
                // In a plainer form then.
            }
            catch (ClientResultException e)
            {
                throw new ModelSaidNothing(e.Status is 0 ? "it was not reached" : $"it answered {e.Status}");
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                throw new ModelSaidNothing(Late);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
            {
                throw new ModelSaidNothing("it was not reached, or its answer was too long");
            }
            // The answer comes from outside and is read by a part that was not made for strangers, so anything may be thrown.
            catch (Exception e) when (e is not (OperationCanceledException or ModelSaidNothing))
            {
                throw new ModelSaidNothing("its answer was in no form that is understood");
            }
        }
    }

    static ChatCompletionOptions Options(Instructions instructions, Form form) => new()
    {
        ResponseFormat = form.Schema ? ChatResponseFormat.CreateJsonSchemaFormat("reading", instructions.Schema, null, true) : form.Json ? ChatResponseFormat.CreateJsonObjectFormat() : null,
        Temperature = form.Steady ? 0 : null,
        // Not every server knows this limit under the name that it is sent by; what is too long is not read anyway.
        MaxOutputTokenCount = form.Json ? MostTokens : null,
    };

    public void Dispose() => line.Dispose();

    /// <summary>Goes nowhere else, remembers nothing, tells nothing of this machine, and takes no more than it can hold.</summary>
    sealed class Guarded(ModelSettings settings) : DelegatingHandler(Wire(settings))
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (settings.Key is null) request.Headers.Authorization = null;
            request.Headers.UserAgent.Clear();
            request.Headers.UserAgent.ParseAdd("Rapport");
            var answer = await base.SendAsync(request, cancellationToken);
            try { await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken); }
            catch
            {
                answer.Dispose();
                throw;
            }
            return answer;
        }

        static SocketsHttpHandler Wire(ModelSettings settings) => new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = ToConnect,
            PooledConnectionLifetime = Renew,
            MaxResponseHeadersLength = 32,
            ConnectCallback = async (context, cancel) =>
            {
                var found = await System.Net.Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
                // A name of the house that leads out of it, without a seal on the letter.
                if (settings.Address.Scheme == "http" && !found.All(ModelSettings.IsHouse)) throw new HttpRequestException("This address is not called without https.");
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try { await socket.ConnectAsync(found, context.DnsEndPoint.Port, cancel); }
                catch
                {
                    socket.Dispose();
                    throw;
                }
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
    }
}
