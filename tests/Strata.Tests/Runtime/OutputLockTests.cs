using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Strata.Runtime;

namespace Strata.Tests.Runtime;

public sealed class OutputLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Leave(LockHolder holder)
        => File.WriteAllText(Path.Combine(_folder.Path, ".holder"), JsonSerializer.Serialize(holder, JsonSerializerOptions.Web));

    private static LockHolder Self
        => new(Environment.ProcessId, Environment.MachineName, ProcessIdentity.Of(Environment.ProcessId)!, DateTimeOffset.UtcNow);

    [Fact]
    public void A_second_run_is_told_who_holds_the_output()
    {
        using OutputLock held = OutputLock.Take(_folder.Path);
        string message = Assert.Throws<StrataException>(() => OutputLock.Take(_folder.Path)).Message;
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName} since ", message);
        Assert.Equal(Environment.ProcessId, OutputLock.HolderIn(_folder.Path)!.ProcessId);
    }

    [Fact]
    public void A_finished_run_leaves_the_output_free()
    {
        OutputLock.Take(_folder.Path).Dispose();
        Assert.Null(OutputLock.HolderIn(_folder.Path));
        OutputLock.Take(_folder.Path).Dispose();
    }

    [Fact]
    public void A_run_that_is_no_more_is_taken_over()
    {
        Leave(Self with { ProcessId = int.MaxValue });
        Assert.Null(OutputLock.HolderIn(_folder.Path));
        using OutputLock held = OutputLock.Take(_folder.Path);
        Assert.Equal(Environment.ProcessId, OutputLock.HolderIn(_folder.Path)!.ProcessId);
    }

    [Fact]
    public void A_later_process_with_the_same_number_is_not_taken_for_the_run()
    {
        Leave(Self with { Began = "another boot/12345" });
        using OutputLock held = OutputLock.Take(_folder.Path);
        Assert.Equal(Self.Began, OutputLock.HolderIn(_folder.Path)!.Began);
    }

    [Fact]
    public void A_dead_run_whose_parent_has_not_asked_after_it_is_taken_over()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "only Linux shows dead processes with their number");
        // The subshell ends when it is told to, behind the shell: sleep, in the shell's place, never asks after it.
        using var parent = Process.Start(new ProcessStartInfo("sh",
            ["-c", "exec 3<&0; (read line <&3) & echo $!; exec sleep 60"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true
        })!;
        try
        {
            int dead = int.Parse(parent.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            while (File.ReadAllText($"/proc/{parent.Id}/comm").Trim() != "sleep") Thread.Sleep(10);
            parent.StandardInput.WriteLine();
            string Status() => File.ReadAllText($"/proc/{dead}/stat");
            while (!Status().Contains(") Z ", StringComparison.Ordinal)) Thread.Sleep(10);
            Leave(Self with { ProcessId = dead, Began = $"{Self.Began.Split('/')[0]}/{Status().Split(") ")[1].Split(' ')[19]}" });
            Assert.Null(OutputLock.HolderIn(_folder.Path));
        }
        finally
        {
            parent.Kill();
        }
    }

    [Fact]
    public void A_run_on_another_machine_counts_as_living()
    {
        Leave(Self with { Host = "elsewhere", ProcessId = int.MaxValue });
        Assert.Contains("on elsewhere since", Assert.Throws<StrataException>(() => OutputLock.Take(_folder.Path)).Message);
    }

    [Fact]
    public void A_run_on_another_machine_that_has_been_silent_for_long_is_taken_over()
    {
        Leave(Self with { Host = "elsewhere" });
        string holder = Path.Combine(_folder.Path, ".holder");
        File.SetLastWriteTimeUtc(holder, DateTime.UtcNow - TimeSpan.FromMinutes(5));
        Assert.Null(OutputLock.HolderIn(_folder.Path));
        // Its clock may be another: what counts is when the file system says that it was written.
        FileClock.Touch(holder);
        Assert.NotNull(OutputLock.HolderIn(_folder.Path));
        File.SetLastWriteTimeUtc(holder, DateTime.UtcNow - TimeSpan.FromMinutes(5));
        using OutputLock held = OutputLock.Take(_folder.Path);
        Assert.Equal(Environment.MachineName, OutputLock.HolderIn(_folder.Path)!.Host);
    }

    [Fact]
    public void Whoever_is_patient_gets_in_when_the_other_leaves()
    {
        OutputLock first = OutputLock.Take(_folder.Path);
        var leaving = new Thread(() =>
        {
            Thread.Sleep(200);
            first.Dispose();
        });
        leaving.Start();
        using OutputLock second = OutputLock.Take(_folder.Path, TimeSpan.FromMinutes(1));
        leaving.Join();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"processId\": \"x\"}")]
    public void What_names_no_holder_holds_nothing(string content)
    {
        File.WriteAllText(Path.Combine(_folder.Path, ".holder"), content);
        OutputLock.Take(_folder.Path).Dispose();
    }

    [Fact]
    public void A_file_is_locked_beside_itself_and_nothing_is_left_there()
    {
        string file = _folder["m.safetensors"];
        using (OutputLock.Take(file))
        {
            Assert.Equal([".m.safetensors.holder", ".m.safetensors.lock"],
                Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
            Assert.Contains("another run is at work here: process", Assert.Throws<StrataException>(() => OutputLock.Take(file)).Message);
            // Another file beside it is nobody's.
            OutputLock.Take(_folder["n.safetensors"]).Dispose();
        }
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_link_in_the_place_of_a_lock_is_not_written_through()
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "links need a privilege on Windows");
        File.WriteAllText(_folder["precious"], "mine");
        File.CreateSymbolicLink(_folder[".holder"], _folder["precious"]);
        Assert.Contains(".holder: is no file", Assert.Throws<StrataException>(() => OutputLock.Take(_folder.Path)).Message);
        Assert.Equal("mine", File.ReadAllText(_folder["precious"]));
    }

    [Fact]
    public void A_pipe_in_the_place_of_a_holder_is_not_waited_for()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "asks Linux for the type of a file");
        using (Process made = Process.Start("mkfifo", [_folder[".run-x.holder"]])) made.WaitForExit();
        Assert.Null(OutputLock.HolderAt(_folder[".run-x."]));
    }

    [Fact]
    public async Task Of_many_at_once_one_is_in()
    {
        int inside = 0, most = 0, taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int attempt = 0; attempt < 200; attempt++)
            {
                using OutputLock? held = OutputLock.TryTake(_folder["x."], out string? by);
                if (held is null) continue;
                taken++;
                most = Math.Max(most, Interlocked.Increment(ref inside));
                Interlocked.Decrement(ref inside);
            }
        })));
        Assert.Equal(1, most);
        Assert.True(taken > 0);
    }
}
