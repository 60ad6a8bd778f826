using System.CommandLine;
using System.Globalization;
using Strata.Reliability;
using Strata.Reliability.Mutations;
using Strata.Reliability.Processes;
using Strata.Reliability.Reporting;

// A worker of the mutations; the other commands of this process are Strata's own.
if (args is [MutationWorker.Verb, var subject, var folder, var seedOfWorker, var firstOfWorker, ..])
{
    return MutationWorker.Run(subject, folder, long.Parse(seedOfWorker, CultureInfo.InvariantCulture),
        int.Parse(firstOfWorker, CultureInfo.InvariantCulture), once: args.Length > 5);
}

var names = new Argument<string[]>("CAMPAIGN")
{
    Description = "Which ones [default: all].",
    Arity = ArgumentArity.ZeroOrMore,
};
names.AcceptOnlyFromAmong([.. Campaigns.All.Select(c => c.Name)]);
var minutes = new Option<double>("--minutes")
{
    Description = "For all campaigns together, which share them evenly.",
    DefaultValueFactory = _ => 10,
};
var seed = new Option<long?>("--seed") { Description = "Decides every draw [default: another one each time]." };
var only = new Option<string?>("--only") { Description = "A part of a campaign, such as one format." };
var first = new Option<int>("--first") { Description = "The number of the first trial." };
var record = new Option<bool>("--record") { Description = "Write docs/reliability.md and the files beside it from what is found." };
var command = new RootCommand("Makes trouble for Strata, and looks for what must not happen.")
{
    names, minutes, seed, only, first, record,
};
command.SetAction(parsed =>
{
    Running.HeedInterrupts();
    string[] asked = parsed.GetValue(names) is { Length: > 0 } given ? given : [.. Campaigns.All.Select(c => c.Name)];
    long drawn = parsed.GetValue(seed) ?? Random.Shared.Next(1_000_000);
    int violations = 0;
    foreach (Campaign campaign in Campaigns.All.Where(c => asked.Contains(c.Name)))
    {
        TimeSpan time = TimeSpan.FromMinutes(parsed.GetValue(minutes) / asked.Length);
        Console.WriteLine($"{campaign.Name}: seed {drawn}, {time.TotalMinutes:0.0} min");
        using var session = new Session(campaign.Name, drawn, time, parsed.GetValue(only), parsed.GetValue(first));
        campaign.Run(session);
        CampaignResult result = session.Result();
        foreach ((string what, int count) in result.Counts) Console.WriteLine($"  {count,7}  {what}");
        Console.WriteLine($"{campaign.Name}: {result.Violations.Count} kinds of violations, seed {drawn}, {result.Minutes} min");
        violations += result.Violations.Count;
        if (parsed.GetValue(record)) ReliabilityDocument.Record(result);
    }
    return violations == 0 ? 0 : 1;
});
return command.Parse(args).Invoke();
