using Strata.Reliability.Processes;
using Strata.Runtime;

namespace Strata.Reliability.Disks;

/// <summary>Disks that are full before the work is done.</summary>
internal sealed class DiskCampaign : Campaign
{
    private const int Room = 200_000;

    /// <summary>What writes, with the place on the small disk.</summary>
    private static readonly DiskCase[] s_cases =
    [
        new("train --depth 8 --width 0.5 --data mnist:idx --epochs 2 --batch 20 --threads 1 --output disk/m.safetensors",
            "disk/m.safetensors", 600),
        new("compare model.safetensors --data mnist:idx --passes 1 --batch 20 --threads 1 --output disk/c", "disk/c", 300),
        new("predict model.safetensors --data mnist:idx --threads 1 --output disk/p.npy", "disk/p.npy", 8),
        new("prune model.safetensors --data mnist:idx --stage 1 --keep 0 --threads 1 --output disk/p.safetensors",
            "disk/p.safetensors", 80),
        new("errors --a p0.npy --b p1.npy --labels labels.npy --resamples 0 --threads 1 --output disk/e", "disk/e", 300),
        new("data export mnist:idx --split test --images disk/x.npy --labels disk/y.npy", "disk/x.npy", 24),
        new("data check imagefolder:png --output disk/pictures", "disk/pictures", 30),
        new("run s.json --output disk/out", "disk/out/report/index.html", 40_000),
        new("report disk/out", "disk/out/report/index.html", 6000) { Before = "cp -r out disk/out && rm -r disk/out/report" },
        // The cache of decoded images is a convenience: without room for it everything works.
        new("data check imagefolder:png", "", 12) { Cache = true },
    ];

    public override string Name => "disks";

    public override string Says => """
        Every command that writes does so on disks of many sizes, from nothing to enough. It ends with 0, or with 1 and a sentence.
        Its result is then not there at all, and nothing half-written lies about. With room the same command succeeds.
        """;

    public override void Run(Session session)
    {
        string folder = session.NewFolder("work"), disk = Path.Combine(folder, "disk");
        Samples.Make(folder);
        session.Begin();
        Directory.CreateDirectory(disk);
        if (Shell.Run(folder, "mount -t tmpfs -o size=8k tmpfs disk && umount disk").Code != 0)
        {
            session.Count("skipped: no right to mount a small disk");
            return;
        }
        foreach (int trial in session.Trials())
        {
            RandomSequence random = session.Random("disks", trial);
            DiskCase chosen = s_cases[trial % s_cases.Length];
            // Sizes of all orders of magnitude up to what is needed; a disk holds whole pages.
            int size = 4 * Math.Max(1, (int)(chosen.Kilobytes * random.NextDouble() * (random.Next(2) == 0 ? random.NextDouble() : 1) / 4));
            try
            {
                Try(session, folder, chosen, size, $"./test reliability --seed {session.Seed} --first {trial} disks");
            }
            finally
            {
                Shell.Run(folder, "umount disk");
            }
        }
    }

    private static void Try(Session session, string folder, DiskCase chosen, int size, string again)
    {
        // Before there is a result that is needed, there is room for it.
        Shell.Run(folder, $"mount -t tmpfs -o size={Room}k tmpfs disk && {chosen.Before ?? ":"}");
        long used = Used(Path.Combine(folder, "disk"));
        Shell.Run(folder, $"mount -o remount,size={used / 1024 + size}k disk");
        HashSet<string> before = Files(folder);
        string script = $"{(chosen.Cache ? "XDG_CACHE_HOME=$PWD/disk " : "")}strata {chosen.Command}";
        string what = $"{string.Join(' ', chosen.Command.Split(' ').Take(2))} on a disk of {size} kB";
        Ended full = Shell.Run(folder, script);
        session.Check(full, chosen.Cache ? Expectation.Done : new([0, 1], "disk"), what, again);
        if (full.Code == 1)
        {
            if (chosen.Result.Length > 0 && Path.Exists(Path.Combine(folder, chosen.Result)))
                session.Violation(what, again, $"{chosen.Result} is there though the command failed", "no result, or the whole one");
            if (Files(folder).Except(before).FirstOrDefault(file => file.EndsWith(".tmp", StringComparison.Ordinal)) is { } left)
                session.Violation(what, again, $"leaves {left}", "nothing half-written");
        }
        Shell.Run(folder, $"mount -o remount,size={Room}k disk");
        session.Check(Shell.Run(folder, script), Expectation.Done, $"{what}, once there is room", again);
    }

    private static HashSet<string> Files(string folder)
        => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))];

    private static long Used(string disk) => new DriveInfo(disk) is var drive ? drive.TotalSize - drive.TotalFreeSpace : 0;
}
