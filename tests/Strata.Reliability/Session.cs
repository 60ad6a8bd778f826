using System.Diagnostics;
using Strata.Reliability.Processes;
using Strata.Reliability.Reporting;
using Strata.Runtime;

namespace Strata.Reliability;

/// <summary>One run of one campaign: its seed, its time, a folder to work in, and what was counted and found.</summary>
internal sealed class Session : IDisposable
{
    private readonly string _campaign;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<Violation> _violations = [];

    /// <param name="campaign">Its name.</param>
    /// <param name="seed">Decides every draw.</param>
    /// <param name="time"><see cref="Time"/>.</param>
    /// <param name="part">A part of the campaign to keep to, such as one format; null: all of it.</param>
    /// <param name="first">The first trial, so that one can be done again alone.</param>
    public Session(string campaign, long seed, TimeSpan time, string? part, int first)
    {
        (_campaign, Seed, Time, Part, First) = (campaign, seed, time, part, first);
        Folder = Directory.CreateDirectory(Path.Combine(Built.Evidence, $"work-{Environment.ProcessId}")).FullName;
    }

    public long Seed { get; }
    public string? Part { get; }
    public int First { get; }

    /// <summary>Deleted at the end.</summary>
    public string Folder { get; }

    /// <summary>How long to go on.</summary>
    public TimeSpan Time { get; }

    public bool Over => _clock.Elapsed >= Time;

    /// <summary>The time begins anew: what was done so far was preparation.</summary>
    public void Begin() => _clock.Restart();

    /// <summary>A folder of its own for one trial; made empty.</summary>
    public string NewFolder(string name)
    {
        string folder = Path.Combine(Folder, name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }

    public RandomSequence Random(string purpose, int trial) => new(Seed, purpose, trial);

    /// <summary>The trials of a campaign, until its time is over; a single one where the command line asks for one.</summary>
    public IEnumerable<int> Trials()
    {
        for (int trial = First; !Over; trial++) yield return trial;
    }

    public void Count(string what)
    {
        lock (_counts) _counts[what] = _counts.GetValueOrDefault(what) + 1;
    }

    /// <summary>Remembers what went wrong, and says it at once unless the like was seen before.</summary>
    public void Violation(string what, string command, string seen, string expected)
    {
        var violation = new Violation(what, command, seen, expected, 1);
        lock (_violations)
        {
            int like = _violations.FindIndex(v => v.IsLike(violation));
            if (like >= 0)
            {
                _violations[like] = _violations[like] with { Times = _violations[like].Times + 1 };
                return;
            }
            _violations.Add(violation);
            Console.WriteLine($"  VIOLATION {what}\n    seen      {seen}\n    expected  {expected}\n    again     {command}");
        }
    }

    /// <summary>Counts a command's end and reports it where it is not as it must be.</summary>
    /// <returns>Whether it was.</returns>
    public bool Check(Ended ended, Expectation expectation, string what, string? again = null)
    {
        Count($"exit {ended.Code}");
        if (expectation.Problem(ended) is not { } problem) return true;
        Violation(what, again ?? ended.Script, problem, $"{expectation}");
        return false;
    }

    public CampaignResult Result() => new()
    {
        Campaign = _campaign,
        Seed = Seed,
        Date = DateTimeOffset.UtcNow,
        Commit = Checkout.Commit(),
        Processor = RunEnvironment.Capture(1).Processor,
        Cores = Environment.ProcessorCount,
        Minutes = Math.Round(_clock.Elapsed.TotalMinutes, 1),
        Counts = new(_counts),
        Violations = [.. _violations],
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
