using System.Text.Json;

namespace Rapport.Bench;

/// <summary>What was measured of one row: when, and of which commit.</summary>
public sealed record Row(string Name, DateTime At, string Commit, IReadOnlyList<Figure> Figures);

/// <summary>The last measurement of each row, kept beside the data, so that one row can be measured anew without all the others.</summary>
public sealed class Measurements
{
    readonly string file;
    readonly Dictionary<string, Row> rows;

    Measurements(string file) => (this.file, rows) = (file, File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, Row>>(File.ReadAllText(file))! : []);

    public static Measurements Of(Options options) => new(Path.Combine(options.Folder, options.Quick ? "measured-quick.json" : "measured.json"));

    public bool Has(IEnumerable<string> names) => names.All(rows.ContainsKey);

    public Row Row(string name) => rows[name];

    public void Keep(string name, IReadOnlyList<Figure> figures)
    {
        rows[name] = new(name, DateTime.UtcNow, Machine.Commit(), figures);
        File.WriteAllText(file, JsonSerializer.Serialize(rows));
    }
}
