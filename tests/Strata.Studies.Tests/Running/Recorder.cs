using Strata.Studies.Running;
using Strata.Studies.Work;

namespace Strata.Studies.Tests.Running;

/// <summary>Keeps what a run tells, and acts on it where a test wants.</summary>
internal sealed class Recorder(Action<string, WorkProgress>? moved = null, Action<string>? ended = null) : IRunObserver
{
    public List<string> Notes { get; } = [];
    public List<string> Begun { get; } = [];
    public List<string> Done { get; } = [];
    public List<string> Lost { get; } = [];
    public List<RunShare> Overall { get; } = [];

    public void Noted(string sentence) => Notes.Add(sentence);

    public void Checking(double share) => Assert.InRange(share, 0, 1);

    /// <summary>Steps that were done, running and left, and the share of the whole.</summary>
    public List<(int Done, int Running, int Left, RunShare Overall)> Counts { get; } = [];

    public void Counted(int done, int running, int left, RunShare overall) => Counts.Add((done, running, left, overall));

    public void Began(string title) => Begun.Add(title);

    public void Moved(string title, WorkProgress progress, RunShare overall)
    {
        Overall.Add(overall);
        moved?.Invoke(title, progress);
    }

    public void Ended(string title, double seconds, RunShare overall)
    {
        Done.Add(title);
        ended?.Invoke(title);
    }

    public void Failed(string title, string reason, RunShare overall)
    {
        Overall.Add(overall);
        Lost.Add($"{title}: {reason}");
    }
}
