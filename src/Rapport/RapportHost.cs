using System.Threading.RateLimiting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Rapport.Access;
using Rapport.Bonds;
using Rapport.Channels.Chat;
using Rapport.Channels.Mail;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Desk;
using Rapport.Essence;
using Rapport.Essence.Cues;
using Rapport.Essence.Moments;
using Rapport.Foundation;
using Rapport.Handovers;
using Rapport.Memory;
using Rapport.Memory.Checking;
using Rapport.Promoters;
using Rapport.Proposing;
using Rapport.Roles;
using Rapport.Roles.Maps;
using Rapport.Workspace;
using Rapport.Workspace.Demo;

namespace Rapport;

/// <summary>The whole program: what it is made of, and the order in which a request goes through it.</summary>
public static class RapportHost
{
    public static async Task<int> Run(string[] args)
    {
        try
        {
            await using var app = Demo.Asks(args) ? Build(Demo.Settings(args), Demo.Add) : Build(args);
            return await Serve(app, args);
        }
        catch (Exception e) when (StartTrouble.InWords(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    static async Task<int> Serve(WebApplication app, string[] args)
    {
        // Beside the database, because the first visitor would wait for it.
        var doors = Task.Run(() => ((IEndpointRouteBuilder)app).DataSources.Sum(d => d.Endpoints.Count));
        await Prepare(app);
        await doors;
        if (!Demo.Asks(args)) app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Rapport serves at {string.Join(" and ", app.Urls)}. Ctrl-C stops it."));
        try { await app.StartAsync(); }
        catch
        {
            // What has begun already ends in order, and has nothing to complain of.
            await app.StopAsync();
            throw;
        }
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <param name="args">The command line.</param>
    /// <param name="adjust">Called last, before the program is put together.</param>
    /// <param name="given">Settings that go before the environment's.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null, IReadOnlyDictionary<string, string?>? given = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var settings = builder.Configuration;
        if (given is not null) settings.AddInMemoryCollection(given);
        builder.WebHost.UseUrls(ServingAddress.From(settings));
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            // Otherwise a line that stays open keeps the cookie of its request, in case the next one brings the same.
            k.DisableStringReuse = true;
            k.Limits.MaxRequestBodySize = 1024 * 1024;
            // A letter to very many names them all beside it.
            k.Limits.MaxRequestHeadersTotalSize = 512 * 1024;
        });
        SayOnce(builder.Logging);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(8));
        AddFoundation(builder.Services, settings);
        AddDoors(builder.Services);
        builder.Services.AddProposing(settings, SpecialCategories.AreIn);
        builder.Services.AddChat();
        builder.Services.AddMail();
        builder.Services.AddMoments();
        builder.Services.AddCues();
        builder.Services.AddHandovers();
        builder.Services.AddMemory();
        builder.Services.AddAsking();
        builder.Services.AddWhatIsHeld();
        adjust?.Invoke(builder);
        MailSettings.Check(settings);
        _ = Shop.From(settings);

        var app = builder.Build();
        app.UseExceptionHandler();
        // Where an address leads nowhere or a body is too large, the framework sets the status and says nothing.
        app.UseStatusCodePages(c => Problem.Of(c.HttpContext.Response) is { } problem ? problem.Answer(c.HttpContext) : Task.CompletedTask);
        app.UseForwardedHeaders();
        app.Use(SecurityHeaders);
        app.UseRouting(); // before the files, because the widget has an answer of its own
        app.UseStaticFiles();
        app.Use(Rewindable);
        app.UseAuthentication();
        app.UseMiddleware<ChatDoor>();
        app.UseMiddleware<SameOrigin>();
        app.UseMiddleware<Doorkeeper>();
        app.UseMiddleware<FollowMerged>();
        app.UseMiddleware<KeepItOptional>();
        app.UseRateLimiter();
        app.MapFeatures(typeof(RapportHost).Assembly);
        app.MapOpenApi("/openapi/{documentName}.json").For(Who.Anyone);
        return app;
    }

    static void SayOnce(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        // It warns at every first start that the keys of sessions lie in the database as they are; docs/operating.md says so once.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // What these say of a failure, whoever catches it says again, or has a sentence for it.
        foreach (var part in new[] { "EntityFrameworkCore.Query", "EntityFrameworkCore.Update", "EntityFrameworkCore.Database", "Extensions.Hosting.Internal.Host" }) logging.AddFilter("Microsoft." + part, LogLevel.Critical);
    }

    /// <summary>Takes the folder for this program alone, where the database lies in it, and brings the database up to date.</summary>
    public static async Task Prepare(WebApplication app)
    {
        app.Services.GetService<DataFolder>()?.Hold();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        await db.Migrate(typeof(RapportHost).Assembly);
        DataFolder.Close(DataFolder.Of(app.Configuration), app.Logger);
    }

    static void AddFoundation(IServiceCollection services, ConfigurationManager settings)
    {
        var data = DataFolder.Of(settings);
        var postgres = PostgresAddress.From(settings);
        var connection = postgres ?? $"Data Source={Path.Combine(data, "rapport.db")}";
        if (postgres is null) services.AddSingleton(_ => new DataFolder(data));
        _ = Task.Run(() => RapportDb.ModelOn(postgres is not null));

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Errands>(_ =>
        {
            var errands = new Errands();
            errands.Learn<FileLetGo, LetGoOfFile>();
            errands.Learn<ReplyDue, DeliverReply>();
            errands.Learn<PromiseDue, NoticeBrokenPromise>();
            errands.When<PersonLeft, ReleaseWhatWasTheirs>();
            errands.When<MapRemoved, TakeOutWithMap>();
            errands.When<MapDrawn, MoveWithMap>();
            errands.KnowCustomers();
            errands.KnowMail();
            errands.KnowHandovers();
            errands.KnowBonds();
            errands.KnowMemory();
            errands.KnowAsking();
            errands.KnowErasure();
            return errands;
        });
        services.AddScoped<Actor>().AddScoped<Calling>();
        services.AddScoped(s => s.GetRequiredService<Calling>().As(Me.Of)).AddScoped(s => s.GetRequiredService<Calling>().As(Visitor.Of));
        services.AddDbContext<RapportDb>(o => (postgres is null ? o.UseSqlite(connection) : o.UseNpgsql(connection)).UseModel(RapportDb.ModelOn(postgres is not null)), optionsLifetime: ServiceLifetime.Singleton);
        services.AddScoped<FoundationDb>(s => s.GetRequiredService<RapportDb>());
        services.AddSingleton<Topics>().AddSingleton<ErrandSignal>().AddSingleton<Kept>().AddSingleton<Reachable>();
        services.AddSingleton(s => new Notices(s.GetRequiredService<Topics>(), postgres, s.GetRequiredService<ILogger<Notices>>()));
        services.AddSingleton(s => new Writes(connection, postgres is null, s.GetRequiredService<Notices>(), s.GetRequiredService<ErrandSignal>()));
        services.AddSingleton(s => new FileStore(Path.Combine(data, "files"), s.GetRequiredService<Writes>()));
        services.AddFileKeeper<AttachedFiles>().AddFileKeeper<LetterFiles>();
        // The write queue starts first and stops last: the owner is made through it, and errands end through it.
        services.AddHostedService(s => s.GetRequiredService<Writes>());
        services.AddHostedService<MakeOwner>();
        services.AddHostedService(s => s.GetRequiredService<Notices>());
        services.AddSingleton<ErrandWorker>().AddHostedService(s => s.GetRequiredService<ErrandWorker>());
        services.AddHostedService<SweepUp>();
        services.AddHostedService<GiveMemoryBack>();
        services.AddDataProtection().SetApplicationName("rapport");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s => new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = ActivatorUtilities.CreateInstance<KeyRing>(s)));
    }

    static void AddDoors(IServiceCollection services)
    {
        services.AddSessions();
        services.AddRazorComponents();
        services.AddScoped<Microsoft.AspNetCore.Components.Web.HtmlRenderer>();
        services.AddSingleton<IProblemPage, ProblemPage.Show>();
        services.AddExceptionHandler<AnswerErrors>().AddProblemDetails();
        services.AddOpenApi("v1", ApiDescription.Set);
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(o =>
        {
            o.SerializerOptions.AllowDuplicateProperties = false; // the second would win in silence
            o.SerializerOptions.PropertyNamingPolicy = FactJson.Options.PropertyNamingPolicy;
            foreach (var converter in FactJson.Options.Converters) o.SerializerOptions.Converters.Add(converter);
        });
        services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost);
        services.AddRateLimiter(o =>
        {
            o.OnRejected = (context, _) => throw new Refusal("Too many tries from here. Wait a minute, then try again.", "too-many", 429);
            o.AddPolicy(SignIn.Limit, http => RateLimitPartition.GetFixedWindowLimiter(Network.Of(http), _ => new() { PermitLimit = 20, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    static Task SecurityHeaders(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return next(http);
    }

    /// <summary>A request with an idempotency key is read twice: once for the work, once to know it again.</summary>
    static Task Rewindable(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.ContainsKey(UnitOfWork.Header)) http.Request.EnableBuffering();
        return next(http);
    }

    sealed class MakeOwner(IServiceScopeFactory scopes, IConfiguration settings, Writes writes, TimeProvider time) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using var scope = scopes.CreateAsyncScope();
            await SetUp.FromEnvironment(scope.ServiceProvider.GetRequiredService<RapportDb>(), writes, settings, time);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
