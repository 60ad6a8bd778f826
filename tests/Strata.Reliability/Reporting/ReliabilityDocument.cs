using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Strata.Reliability.Reporting;

/// <summary><c>docs/reliability.md</c>, written from the last recorded run of each campaign.</summary>
internal static class ReliabilityDocument
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Folder => Path.Combine(Built.Root, "docs", "reliability");

    /// <summary>Keeps a result in place of the campaign's last one, and writes the document anew.</summary>
    public static void Record(CampaignResult result)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(FileOf(result.Campaign), JsonSerializer.Serialize(result, s_json) + "\n");
        List<CampaignResult> results = [.. Campaigns.All.Select(c => FileOf(c.Name)).Where(File.Exists)
            .Select(file => JsonSerializer.Deserialize<CampaignResult>(File.ReadAllText(file), s_json)!)];
        File.WriteAllText(Path.Combine(Built.Root, "docs", "reliability.md"), Text(results));
    }

    private static string Text(IReadOnlyList<CampaignResult> results)
    {
        var text = new StringBuilder("""
            # Reliability

            `./test reliability` makes trouble for the built program and looks for what must not happen. It is no part of `./test`.

                ./test reliability --minutes 60                 every campaign, with a seed of its own that is printed
                ./test reliability --seed 7 kills damage        these two, as another run with that seed did them
                ./test reliability --only png mutations         one format
                ./test reliability --minutes 15 --record        writes this page

            What is found is printed with a command that shows it again, and files that were damaged stay in `artifacts/reliability`.
            The exit code is 1 where anything was found. Disks of their own and some circumstances need root; without it they are
            skipped and counted as such. Where a table says how many cases there are, a run tries a sample of them.

            | campaign | date | commit | processor | seed | minutes | kinds of violations |
            |---|---|---|---|--:|--:|--:|

            """);
        foreach (CampaignResult r in results)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| [{r.Campaign}](#{r.Campaign}) | {r.Date:yyyy-MM-dd} | {r.Commit} | {r.Processor}, {r.Cores} cores ");
            text.Append(CultureInfo.InvariantCulture, $"| {r.Seed} | {r.Minutes:0.0} | {r.Violations.Count} |\n");
        }
        foreach (CampaignResult result in results) Describe(text, result);
        return text.ToString();
    }

    private static void Describe(StringBuilder text, CampaignResult result)
    {
        string says = Campaigns.All.Single(c => c.Name == result.Campaign).Says.Trim();
        text.Append(CultureInfo.InvariantCulture, $"\n## {result.Campaign}\n{says}\n\n| what | times |\n|---|--:|\n");
        foreach ((string what, int count) in result.Counts) text.Append(CultureInfo.InvariantCulture, $"| {what} | {count:N0} |\n");
        text.Append(result.Violations.Count == 0 ? "\nNo violation was found.\n" : "\nWhat was found:\n\n");
        foreach (Violation v in result.Violations)
            text.Append(CultureInfo.InvariantCulture, $"* {v.What}, {v.Times}×: {v.Seen} (expected: {v.Expected})\n");
    }

    private static string FileOf(string campaign) => Path.Combine(Folder, $"{campaign}.json");
}
