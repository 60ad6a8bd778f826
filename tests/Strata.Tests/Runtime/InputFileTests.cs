using System.Diagnostics;
using System.Net.Sockets;
using Strata.Analysis.Populations;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Tests.Runtime;

public class InputFileTests
{
    private static readonly Action<string>[] s_readers =
    [
        path => InputFile.Open(path, "a file"), path => InputFile.OpenHandle(path, "a file"), path => InputFile.ReadAll(path, "a file", 10),
        path => ModelFile.Read(path), path => SafetensorsFile.ReadHeader(path), path => NpyFile.Open(path), path => ExampleRows.Open(path),
        path => PopulationFile.Read(path), path => PopulationFile.ReadLabels(path), path => ClassGroups.Load(path),
        path => LayerList.Read(path), path => ClassTable.Read(path), path => ConfusionTable.Read(path), path => ExampleTable.Read(path),
    ];

    [Fact]
    public void Pipes_sockets_and_devices_are_refused_at_once_and_not_waited_for()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "asks Linux for the type of a file");
        using var folder = new TemporaryFolder();
        using (Process made = Process.Start("mkfifo", [folder["pipe"]])) made.WaitForExit();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder["socket"]));
        File.CreateSymbolicLink(folder["link"], folder["pipe"]);
        (string, string)[] unusual = [(folder["pipe"], "a pipe"), (folder["link"], "a pipe"), (folder["socket"], "a socket"),
            ("/dev/zero", "a device"), ("/dev/null", "a device")];
        foreach ((string path, string name) in unusual)
        {
            foreach (Action<string> read in s_readers)
            {
                InvalidFileException refused = Assert.Throws<InvalidFileException>(() => read(path));
                Assert.StartsWith($"{path}: is {name}; expected", refused.Message);
            }
        }
    }

    [Fact]
    public void What_is_missing_a_folder_or_too_large_is_said()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["large"], "more than ten bytes");
        Assert.Equal("has 19 bytes; expected a study of at most 10", Problem(() => InputFile.ReadAll(folder["large"], "a study", 10)));
        Assert.Equal("does not exist; expected a study", Problem(() => InputFile.Open(folder["none"], "a study")));
        Assert.Equal("does not exist; expected a study", Problem(() => InputFile.Open(folder["large/none"], "a study")));
        Assert.Equal("is a folder; expected a study", Problem(() => InputFile.Open(folder.Path, "a study")));
        Assert.Equal("names no file; expected a study", Problem(() => InputFile.Open("", "a study")));
    }

    private static string Problem(Action open) => Assert.Throws<InvalidFileException>(open).Problem;

    [Fact]
    public void Files_of_the_kernel_that_claim_no_length_are_read_whole()
    {
        Needs.Machine(File.Exists("/proc/version"), "no /proc here");
        Assert.Equal(File.ReadAllBytes("/proc/version"), InputFile.ReadAll("/proc/version", "a file", 1 << 20));
    }
}
