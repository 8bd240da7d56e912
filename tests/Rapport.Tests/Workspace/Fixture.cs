namespace Rapport.Tests.Workspace;

static class Fixture
{
    public static readonly string Dialogues = At("star/dialogues.jsonl");
    public static readonly string Tasks = At("star/tasks");
    public static readonly string Guidelines = At("abcd/guidelines.json");

    static string At(string path) => Path.Combine(AppContext.BaseDirectory, "fixtures", path);
}
