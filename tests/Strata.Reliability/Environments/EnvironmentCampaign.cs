using Strata.Reliability.Processes;

namespace Strata.Reliability.Environments;

/// <summary>Locales, streams, limits, names, places, terminals and clocks.</summary>
internal sealed class EnvironmentCampaign : Campaign
{
    /// <summary>What is done in each.</summary>
    private static readonly string[] s_commands =
    [
        "strata train --depth 8 --width 0.5 --data mnist:idx --epochs 2 --batch 20 --threads 1 --learning-rate 0.05 --output m.safetensors",
        "strata compare model.safetensors --data mnist:idx --passes 1 --batch 20 --threads 1 --output c",
        "strata predict model.safetensors --data mnist:idx --threads 1 --output p.npy",
        "strata inspect model.safetensors",
        "strata data check imagefolder:png",
        "strata similarity x.npy y.npy --json --threads 1",
        "strata status out",
        "strata errors --a p0.npy --b p1.npy --labels labels.npy --resamples 0 --threads 1 --output e",
        "strata run s.json --output new --threads 1",
        "strata report out",
    ];

    private readonly Dictionary<string, SortedDictionary<string, string>> _ordinary = [];

    public override string Name => "environments";

    public override string Says => """
        Commands of every kind run in locales with a decimal comma or another alphabet, with closed and full streams and few file handles.
        They run in read-only or missing places and under odd names, on narrow terminals, with other clocks and thread variables. They end
        with 0 and the results of an ordinary run, bit for bit; where something they need is missing, with 1 and a sentence.
        """;

    public override void Run(Session session)
    {
        string samples = session.NewFolder("samples");
        Samples.Make(samples);
        session.Begin();
        int cases = AllSurroundings.All.Count * s_commands.Length;
        int[] order = session.Random("order", 0).Permutation(cases);
        session.Count($"cases there are: {cases}");
        foreach (int next in order.Skip(session.First))
        {
            if (session.Over) return;
            Surroundings around = AllSurroundings.All[next / s_commands.Length];
            if (session.Part is not null && !around.Name.Contains(session.Part, StringComparison.Ordinal)) continue;
            bool lacks = around.Needs is { } program && Shell.Run(samples, $"command -v {program}").Code != 0;
            if (lacks) session.Count($"skipped: no {around.Needs}");
            else Try(session, samples, around, s_commands[next % s_commands.Length]);
        }
    }

    private void Try(Session session, string samples, Surroundings around, string command)
    {
        if (!_ordinary.TryGetValue(command, out SortedDictionary<string, string>? usual))
            _ordinary[command] = usual = Do(session, samples, new("as usual"), command) ?? [];
        SortedDictionary<string, string>? found = Do(session, samples, around, command);
        if (found is not null && Results.Difference(usual, found) is { } difference)
            session.Violation($"{Verb(command)} {around.Name}", Again(around, command), difference, "the results of an ordinary run");
    }

    /// <summary>Runs a command in a copy of the samples; what is there then, or null where the command failed.</summary>
    private static SortedDictionary<string, string>? Do(Session session, string samples, Surroundings around, string command)
    {
        string folder = Path.Combine(session.NewFolder("around"), around.Folder);
        Tree.Copy(samples, folder);
        Ended ended = Shell.Run(folder, around.Line(command));
        if (around.Terminal) ended = ended with { Output = Plain(ended.Output) };
        // Where nobody listens, a sentence is not missed.
        if (around.Mute && ended.Code == 1) ended = ended with { Errors = "nobody can hear it" };
        bool right = session.Check(ended, new(around.MayFail ? [0, 1] : [0]), $"{Verb(command)} {around.Name}", Again(around, command));
        return right && ended.Code == 0 ? Results.Of(folder) : null;
    }

    private static string Again(Surroundings around, string command)
    {
        string called = around.Folder == "work" ? "" : $", called {Shell.Quote(around.Folder)}";
        return $"in a folder with the samples{called}: {around.Line(command)}";
    }

    private static string Plain(string output) => string.Concat(output.Where(c => !char.IsControl(c) || c == '\n'));

    private static string Verb(string command) => string.Join(' ', command.Split(' ').Skip(1).TakeWhile(word => word.All(char.IsLetter)));
}
