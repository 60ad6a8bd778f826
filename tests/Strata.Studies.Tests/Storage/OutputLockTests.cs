using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Strata.Runtime;
using Strata.Studies.Storage;

namespace Strata.Studies.Tests.Storage;

public sealed class OutputLockTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Leave(LockHolder holder)
        => File.WriteAllText(Path.Combine(_folder.Path, ".holder"), JsonSerializer.Serialize(holder, StudyJson.Line));

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
}
