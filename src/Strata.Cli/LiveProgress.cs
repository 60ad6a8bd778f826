using Spectre.Console;
using Spectre.Console.Rendering;

namespace Strata.Cli;

/// <summary>Progress as a bar that moves, in a terminal.</summary>
internal sealed class LiveProgress : ProgressDisplay
{
    private readonly Lock _lock = new();
    private readonly IAnsiConsole _console;
    private readonly ProgressState _state;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProgressTask _bar;
    private readonly Task _rendering;

    public LiveProgress(ProgressState state, IAnsiConsole console)
    {
        (_state, _console) = (state, console);
        var started = new TaskCompletionSource<ProgressTask>(TaskCreationOptions.RunContinuationsAsynchronously);
        _rendering = Task.Run(() => console.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 },
                new SummaryColumn(Summary))
            .StartAsync(context =>
            {
                started.SetResult(context.AddTask(Markup.Escape(state.What)));
                return _finished.Task;
            }));
        // A console that cannot draw must end in its own exception, not in waiting for a bar that never comes.
        if (Task.WaitAny(started.Task, _rendering) == 1) _rendering.GetAwaiter().GetResult();
        _bar = started.Task.GetAwaiter().GetResult();
        _bar.IsIndeterminate = true;
    }

    public override void Report(double done, double total, string? detail = null)
    {
        lock (_lock)
        {
            _state.Report(done, total, detail);
            _bar.IsIndeterminate = total <= 0;
            // The bar stops its task when the value reaches the maximum, so the maximum goes first.
            if (total > 0) _bar.MaxValue = total;
            _bar.Value = done;
        }
    }

    public override void Say(string line) => _console.MarkupLineInterpolated($"{line}");

    public override void Dispose()
    {
        _finished.TrySetResult();
        _rendering.GetAwaiter().GetResult();
    }

    private string Summary()
    {
        lock (_lock) return _state.Summary();
    }

    private sealed class SummaryColumn(Func<string> summary) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
            => new Text(summary()).Overflow(Overflow.Ellipsis);
    }
}
