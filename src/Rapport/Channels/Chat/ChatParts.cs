namespace Rapport.Channels.Chat;

/// <summary>What the chat is made of.</summary>
public static class ChatParts
{
    public static IServiceCollection AddChat(this IServiceCollection services) => services
        .AddSingleton(s => Shop.From(s.GetRequiredService<IConfiguration>()))
        .AddSingleton<UsualWait>()
        .AddSingleton<VisitorLines>()
        .AddSingleton<Attendance>().AddHostedService(s => s.GetRequiredService<Attendance>())
        .AddScoped<ChatView>();
}
