using System.Diagnostics;
using Strata.Tests;

namespace Strata.Onnx.Tests;

/// <summary>Networks that one run of PyTorch exported.</summary>
public sealed class ExportedByPyTorch : IDisposable
{
    public const int Images = 6;

    private const string Python = "/usr/bin/python3";

    private readonly TemporaryFolder _folder = new();
    private readonly string? _missing;

    public ExportedByPyTorch()
    {
        if (!File.Exists(Python) || Run(["-c", "import torchvision, numpy"]).Length > 0)
        {
            _missing = $"{Python} has no torchvision (on Debian: apt-get install python3-torchvision)";
            return;
        }
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Strata.slnx"))) root = Path.GetDirectoryName(root)!;
        Assert.Equal("", Run([Path.Combine(root, "tests", "oracle", "onnx_network.py"), _folder.Path, $"{Images}",
            .. Cases.Select(row => row.Data)]));
    }

    /// <summary>Network, form, version of the operators and pixels, as the script takes them.</summary>
    public static TheoryData<string> Cases =>
    [
        "resnet18-folded-9-32", "resnet18-whole-16-32", "resnet18-training-14-32", "resnet18-single-7-32", "vit-folded-14-32",
        "vit-whole-17-32", "vit-single-12-32", "efficientnet_b0-folded-11-64", "efficientnet_b0-whole-15-64",
    ];

    /// <summary>Skips the test where there is no PyTorch.</summary>
    public string FolderOf(string name)
    {
        Needs.Installed(_missing is null, $"{_missing}");
        return _folder[name];
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What went wrong; empty where nothing did.</summary>
    private static string Run(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        Task<string> said = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"exit code {process.ExitCode}: {said.Result}{error}";
    }
}
