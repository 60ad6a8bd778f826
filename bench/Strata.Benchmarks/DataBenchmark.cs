using System.CommandLine;
using System.Diagnostics;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Benchmarks;

/// <summary>Images decoded, cropped at random, flipped and put into batches per second, from a tar archive of JPEG files.</summary>
internal static class DataBenchmark
{
    public static Command Command()
    {
        var archives = new Option<string[]>("--data")
        {
            Description = "tar archives with train/CLASS/*, each with the size to crop to, such as images.tar@224",
            Required = true,
            AllowMultipleArgumentsPerToken = true
        };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "for one measurement, about", DefaultValueFactory = _ => 4.0 };
        var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 128 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Threads.Available() };
        var output = new Option<string>("--name") { Description = "of the result file", DefaultValueFactory = _ => "data" };
        var command = new Command("data", "Images per second out of a tar archive, beside torchvision with its DataLoader.") { archives,
            repetitions, seconds, batch, threads, output };
        command.SetAction(parsed => Run(parsed.GetValue(archives)!, parsed.GetValue(repetitions), parsed.GetValue(seconds),
            parsed.GetValue(batch), parsed.GetValue(threads), parsed.GetValue(output)!));
        return command;
    }

    private static int Run(string[] archives, int repetitions, double seconds, int batch, int threads, string name)
    {
        Threads.Set(threads);
        var cases = new List<BenchmarkCase>();
        string peerVersion = "";
        foreach (string archive in archives)
        {
            ImageSet set = ImageSets.Load($"imagefolder:{archive}", new() { Reading = new() { Stream = StreamChoice.Always } });
            using var peer = Peer.Python("data.py", "--tar", archive[..archive.LastIndexOf('@')], "--size", $"{set.Height}", "--batch",
                $"{batch}", "--threads", $"{threads}");
            peerVersion = peer.Version;
            using IEnumerator<Batch> batches = Batches(set, batch).GetEnumerator();
            (string Name, Func<int, double> Time)[] contestants =
            [
                ("Strata", images => Timing.Seconds(() => batches.MoveNext(), images / batch)),
                ("torchvision", images => peer.Time($"{images}")),
            ];
            double[][] rates = [.. contestants.Select(_ => new double[repetitions])];
            int[] counts = [.. contestants.Select(c =>
            {
                c.Time(2 * batch);
                return batch * Math.Max(4, (int)(seconds * 4 / c.Time(4 * batch)));
            })];
            for (int r = 0; r < repetitions; r++)
            {
                for (int c = 0; c < contestants.Length; c++) rates[c][r] = counts[c] / contestants[c].Time(counts[c]);
            }
            Timing[] timings = [.. contestants.Select((c, i) => new Timing(c.Name, rates[i]))];
            Figure[] figures =
            [
                new("Strata / torchvision", timings[0].RatioTo(timings[1]), Better.Higher, 1),
                new("peak memory of Strata", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, Better.Lower, Unit: "MB"),
            ];
            string title = $"{set.Train.Count} images of {set.Originals} to {set.Width}x{set.Height}, batch {batch}, {threads} threads";
            cases.Add(new(title, timings, figures));
            Console.Error.WriteLine($"{archive}: {timings[0].Median:0} images/s, {figures[0].Value:0.00} × torchvision");
        }
        return Report.Write(name, "images/s", peerVersion, cases);
    }

    /// <summary>Epoch after epoch, each in its own order.</summary>
    private static IEnumerable<Batch> Batches(ImageSet set, int count)
    {
        int[] all = [.. Enumerable.Range(0, set.Train.Count)];
        using var loader = new BatchLoader(set, set.Train, null);
        return Enumerable.Range(1, int.MaxValue).SelectMany(epoch => loader.Epoch(all, count, Augmentation.RandomResizedCrop, 0, epoch));
    }
}
