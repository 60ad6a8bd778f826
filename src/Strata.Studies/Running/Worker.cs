using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Strata.Data;
using Strata.Runtime;
using Strata.Studies.Analyses;
using Strata.Studies.Work;

namespace Strata.Studies.Running;

/// <summary>The worker's end: items come in as lines of JSON, progress and outcomes go out as lines of JSON.</summary>
public sealed class Worker : IDisposable
{
    private readonly TextReader _input;
    private readonly TextWriter _output;
    private readonly BlockingCollection<WorkItem> _items = [];
    private readonly Lock _writing = new();
    private int _unfinished;
    private readonly CancellationTokenSource _stop = new();
    private (string Source, ImageSet Set)? _images;

    private Worker(TextReader input, TextWriter output) => (_input, _output) = (input, output);

    /// <summary>Works until the input ends; when it ends during an item, the runner is dead and so is this process, at once.</summary>
    /// <param name="input">Lines from the runner.</param>
    /// <param name="output">Lines to the runner.</param>
    /// <param name="threads">Of libtorch.</param>
    /// <param name="stop">Finishes the step, saves and ends the item, as the runner's own message does.</param>
    public static void Run(TextReader input, TextWriter output, int threads, CancellationToken stop)
    {
        using var worker = new Worker(input, output);
        Threads.Set(threads);
        using CancellationTokenRegistration registration = stop.Register(() => worker._stop.Cancel());
        var reader = new Thread(worker.Listen) { IsBackground = true, Name = "runner's messages" };
        reader.Start();
        worker.Work();
    }

    public void Dispose()
    {
        _items.Dispose();
        _stop.Dispose();
    }

    private void Listen()
    {
        while (_input.ReadLine() is { } line)
        {
            WorkerMessage? message = JsonSerializer.Deserialize<WorkerMessage>(line, StudyJson.Line);
            if (message?.Item is { } item)
            {
                // Counted before it is handed over: a runner that dies right after sending an item must not leave a worker that does it.
                Interlocked.Increment(ref _unfinished);
                _items.Add(item);
            }
            if (message?.Stop == true) _stop.Cancel();
        }
        _items.CompleteAdding();
        // The state of the last whole epoch is on disk, and another run may want to go on from it: nothing must be written any more.
        if (Volatile.Read(ref _unfinished) > 0) Process.GetCurrentProcess().Kill();
    }

    private void Work()
    {
        foreach (WorkItem item in _items.GetConsumingEnumerable())
        {
            Send(Outcome(item));
            FreeMemory.Trim(between: true);
            Interlocked.Decrement(ref _unfinished);
        }
    }

    private WorkerMessage Outcome(WorkItem item)
    {
        try
        {
            WorkExecution.Execute(item, Images(item), new Reporter(this), note => Send(new() { Note = note }), _stop.Token);
            return new() { Done = true };
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return new() { Stop = true };
        }
        catch (HeldException held)
        {
            return new() { Held = held.By };
        }
        catch (DivergedException diverged)
        {
            return new() { Failed = diverged.Message, Diverged = diverged.Epoch };
        }
        catch (Exception failure)
        {
            if (WorkFailure.IsUnforeseen(failure)) Console.Error.WriteLine(failure);
            return new() { Failed = WorkFailure.Sentence(failure) };
        }
    }

    /// <summary>Null where the item sees none.</summary>
    private ImageSet? Images(WorkItem item)
    {
        if (item is AnalysisItem analysis && AnalysisKinds.Of(analysis.Analysis.Kind).Light) return null;
        if (_images is not { } kept || kept.Source != item.Source)
            _images = kept = (item.Source, ImageSets.Load(item.Source, new() { Reading = item.Reading, Stop = _stop.Token }));
        return kept.Set.Hash == item.DataHash ? kept.Set
            : throw new StrataException($"{item.Source}: the images have changed since the run began");
    }

    private void Send(WorkerMessage message)
    {
        lock (_writing)
        {
            _output.WriteLine(JsonSerializer.Serialize(message, StudyJson.Line));
            _output.Flush();
        }
    }

    /// <summary>Reports at once and on the same thread, unlike <see cref="Progress{T}"/>, and not more than some times a second.</summary>
    private sealed class Reporter(Worker worker) : IProgress<WorkProgress>
    {
        private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
        private long _last;

        public void Report(WorkProgress value)
        {
            if (_last != 0 && Stopwatch.GetElapsedTime(_last) < s_interval) return;
            _last = Stopwatch.GetTimestamp();
            worker.Send(new() { Progress = value });
        }
    }
}
