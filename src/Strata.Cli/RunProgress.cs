using Strata.Studies.Running;
using Strata.Studies.Work;

namespace Strata.Cli;

/// <summary>Shows a run: how far the whole is, what each running step does, and a line for every step that ends.</summary>
internal sealed class RunProgress(ProgressDisplay display) : IRunObserver
{
    private readonly List<(string Title, string Detail)> _running = [];

    /// <summary>Null until a run says it: 0 would make what earlier runs did look like the work of a moment.</summary>
    private RunShare? _overall;

    private string _counts = "";

    public void Noted(string sentence) => display.Say($"note: {sentence}");

    public void Checking(double share) => display.Report(0, 0, $"reading what is there, {100 * share:0} %");

    public void Counted(int done, int running, int left, RunShare overall)
    {
        _overall = overall;
        _counts = $"{done} done, {running} running, {left} left";
        Show();
    }

    public void Began(string title)
    {
        _running.Add((title, ""));
        Show();
    }

    public void Moved(string title, WorkProgress progress, RunShare overall)
    {
        int at = _running.FindIndex(r => r.Title == title);
        if (at >= 0) _running[at] = (title, progress.Detail);
        _overall = overall;
        Show();
    }

    public void Ended(string title, double seconds, RunShare overall)
    {
        _running.RemoveAll(r => r.Title == title);
        _overall = overall;
        display.Say($"done: {title}, {ProgressState.Readable(TimeSpan.FromSeconds(seconds))}");
        Show();
    }

    public void Failed(string title, string reason, RunShare overall)
    {
        _running.RemoveAll(r => r.Title == title);
        _overall = overall;
        display.Say($"failed: {title}: {reason}");
        Show();
    }

    private void Show()
    {
        IEnumerable<string> steps = _running.Select(r => r.Detail.Length == 0 ? r.Title : $"{r.Title}: {r.Detail}");
        string detail = string.Join(" | ", steps.Prepend(_counts).Where(part => part.Length > 0));
        if (_overall is { } overall) display.Report(overall.Done, 1, detail, overall.Earlier);
        else display.Report(0, 0, detail);
    }
}
