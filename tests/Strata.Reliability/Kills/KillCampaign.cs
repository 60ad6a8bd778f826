using System.Diagnostics;
using Strata.Reliability.Processes;
using Strata.Runtime;

namespace Strata.Reliability.Kills;

/// <summary>Runs and trainings that are stopped at random moments, and several at once.</summary>
internal sealed class KillCampaign : Campaign
{
    private const int MostStops = 8;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>After a signal that asks for it, the end has come by then, also on a busy machine.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public override string Name => "kills";

    public override string Says => """
        A study and a training are done in pieces: killed with their workers, without them, or asked to stop by SIGINT, SIGTERM or SIGHUP,
        each at a random moment. Then they are brought to their end. What they leave is what undisturbed ones leave, bit for bit, without
        leftovers. Several begin at once in one place, and some of them are killed. Runs share the work; of trainings one works, and the
        others say who does.
        """;

    public override void Run(Session session)
    {
        Job[] jobs = [Job.Study, Job.Training];
        foreach (Job job in jobs)
        {
            string folder = session.NewFolder(job.Name);
            Job.Prepare(folder);
            var clock = Stopwatch.StartNew();
            if (!session.Check(Shell.Run(folder, job.Script), Expectation.Done, $"{job.Name}, undisturbed")) return;
            job.Undisturbed(folder, clock.Elapsed);
        }
        session.Begin();
        foreach (int trial in session.Trials())
        {
            RandomSequence random = session.Random("kills", trial);
            Job job = jobs[random.Next(jobs.Length)];
            string folder = session.NewFolder("work"), again = $"./test reliability --seed {session.Seed} --first {trial} kills";
            Job.Prepare(folder);
            if (random.Next(3) > 0) InPieces(session, job, folder, random, again);
            else Together(session, job, folder, random, again);
            Finish(session, job, folder, again);
        }
    }

    private static void InPieces(Session session, Job job, string folder, RandomSequence random, string again)
    {
        for (int stops = 1 + random.Next(MostStops); stops > 0; stops--)
        {
            using Running running = Shell.Start(folder, job.Script);
            // Moments of all orders of magnitude: beginnings are where most happens.
            double share = random.Next(3) == 0 ? random.NextDouble() * random.NextDouble() : random.NextDouble();
            Thread.Sleep(job.Time * share);
            if (running.HasEnded) break;
            Signal signal = new[] { Signal.Kill, Signal.Kill, Signal.Interrupt, Signal.Terminate, Signal.Hangup }[random.Next(5)];
            bool all = signal == Signal.Kill && random.Next(2) == 0;
            if (all) running.KillAll();
            else running.Send(signal);
            session.Count($"{job.Name}: {(all ? "Kill, workers too" : signal)}");
            Ended ended = running.Wait(s_patience);
            // It may have come to its end before the signal came.
            if (signal != Signal.Kill) session.Check(ended, new([130, 0]), $"{job.Name}, {signal}", again);
        }
    }

    private static void Together(Session session, Job job, string folder, RandomSequence random, string again)
    {
        List<Running> all = [];
        for (int i = 2 + random.Next(3); i > 0; i--)
        {
            all.Add(Shell.Start(folder, job.Script));
            Thread.Sleep(job.Time * (random.NextDouble() * random.NextDouble() / 2));
        }
        session.Count($"{job.Name}: {all.Count} at once");
        Running? victim = random.Next(2) == 0 ? all[random.Next(all.Count)] : null;
        victim?.Send(Signal.Kill);
        foreach (Running one in all.Where(one => one != victim))
            session.Check(one.Wait(s_limit), new([0, 1], "at work"), $"{job.Name}, one of several at once", again);
        foreach (Running one in all) one.Dispose();
    }

    private static void Finish(Session session, Job job, string folder, string again)
    {
        Ended ended = Shell.Run(folder, job.Script);
        // Workers of a killed run may hold the folder for a moment more.
        for (int attempt = 0; attempt < 20 && ended.Code == 1; attempt++, Thread.Sleep(500)) ended = Shell.Run(folder, job.Script);
        if (session.Check(ended, Expectation.Done, $"{job.Name}, after kills", again) && job.Difference(folder) is { } difference)
            session.Violation($"{job.Name}, after kills", again, difference, "what an undisturbed one leaves");
    }
}
