using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Settings;

namespace Strata.Studies.Format;

/// <summary>A number of seeds, counted from 0, or the seeds themselves in an array.</summary>
internal sealed class SeedsForm : Form<IReadOnlyList<long>>
{
    private static readonly NumberForm<int> s_count = new(new(1, 10_000));
    private static readonly ListForm<long> s_seeds = new(new NumberForm<long>(new(0, long.MaxValue)));

    public override IReadOnlyList<long>? Read(Given given, string path, Problems problems)
    {
        if (given.Kind == JsonValueKind.Array) return s_seeds.Read(given, path, problems);
        int before = problems.All.Count, count = s_count.Read(given, path, problems);
        return problems.All.Count > before ? null : [.. Enumerable.Range(0, count).Select(i => (long)i)];
    }

    public override JsonNode Write(IReadOnlyList<long> value) => s_seeds.Write(value);

    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(s_count.Schema(), s_seeds.Schema()) };
}
