using Strata.Reliability.Processes;

namespace Strata.Reliability.Damage;

/// <summary>Every file of a finished study, damaged in every way.</summary>
internal sealed class DamageCampaign : Campaign
{
    /// <summary>Files that are damaged before one run, each of another result: a run puts them all right.</summary>
    private const int Together = 16;

    private const string Again = "strata run s.json --output out", Status = "strata status out";

    public override string Name => "damage";

    public override string Says => """
        Every file of a finished study is damaged in every way: a byte flipped, cut, emptied, deleted, replaced by a folder or a link, or
        exchanged with the file of that name in another result. `status` names each damaged result, and `run` makes all of them again.
        Afterwards the folder is what it was, bit for bit.
        """;

    public override void Run(Session session)
    {
        string whole = session.NewFolder("whole");
        File.WriteAllText(Path.Combine(whole, "s.json"), Samples.Study);
        if (!session.Check(Shell.Run(whole, Again), Expectation.Done, "a study, undisturbed")) return;
        session.Begin();
        SortedDictionary<string, string> expected = Results.Of(whole);
        Damaged[] all = [.. expected.Keys.Where(name => name.StartsWith("out/", StringComparison.Ordinal))
            .SelectMany(name => Harms.All.Select(harm => new Damaged(name, harm)))];
        session.Count($"cases there are: {all.Length}");

        var left = new Queue<int>(session.Random("order", 0).Permutation(all.Length).Skip(session.First));
        while (left.Count > 0 && !session.Over)
        {
            string folder = session.NewFolder("work");
            Tree.Copy(whole, folder);
            List<Damaged> done = [];
            for (int looked = left.Count; looked > 0 && done.Count < Together; looked--)
            {
                int next = left.Dequeue();
                if (done.Any(other => other.Result == all[next].Result)) left.Enqueue(next);
                else if (all[next].Harm.Do(folder, all[next].File, session.Random("harm", next))) done.Add(all[next]);
            }
            Judge(session, folder, expected, done);
        }
    }

    private static void Judge(Session session, string folder, SortedDictionary<string, string> expected, List<Damaged> done)
    {
        string harm = string.Join(" && ", done.Select(one => one.Script));
        Ended status = Shell.Run(folder, Status);
        session.Check(status, new([0, 1]), "status of a damaged study", $"{harm}; {Status}");
        foreach (Damaged one in done)
        {
            session.Count(one.Harm.Name);
            // study.json, plan.json and the page are written by every run.
            if (one.Result is { } result && !(status.Output + status.Errors).Contains(result, StringComparison.Ordinal))
                session.Violation($"{one}", $"{one.Script} && {Status}", "status does not name it", $"a line with {result}");
        }
        Ended run = Shell.Run(folder, Again);
        if (!session.Check(run, Expectation.Done, "run of a damaged study", $"{harm}; {Again}")) return;
        SortedDictionary<string, string> found = Results.Of(folder);
        foreach (Damaged one in done.Where(one => found.GetValueOrDefault(one.File) != expected[one.File]))
        {
            session.Violation($"{one}", $"{one.Script} && {Again}", "run does not make it again", "the file as it was");
            found[one.File] = expected[one.File];
        }
        if (Results.Difference(expected, found) is { } difference)
            session.Violation("a damaged study that was run again", $"{harm}; {Again}", difference, "the folder as it was");
    }
}
