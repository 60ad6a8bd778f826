using System.Runtime.InteropServices;
using Strata.EndToEnd.Tests.Guide;

namespace Strata.EndToEnd.Tests;

/// <summary>What is given away works where the sources are not.</summary>
public sealed class PackageTests(SmallModel model) : IClassFixture<SmallModel>
{
    private static readonly string[] s_study =
    [
        "run", "studies/quickstart.json", "--set", "training.epochs=1", "--set", "models[0].depth=8", "--set", "models[1].depth=8",
        "--set", "models[2].depth=8", "--set", "errors.pairs=[[\"resnet8-1x*\",\"resnet8-2x*\"]]",
        "--set", "similarity.passes=1", "--set", "components.maxExamples=100",
    ];

    [Fact]
    public void The_tool_installs_from_its_folder_and_runs_a_study()
    {
        string tool = $"Strata.Cli.{RuntimeInformation.RuntimeIdentifier}", version = Packages.Version;
        Packages.Find($"{tool}.{version}.nupkg");
        using var folder = new WorkFolder();
        Packages.Dotnet(folder, "tool", "install", tool, "--version", version, "--tool-path", "tools").Expect(0);
        Uses(folder, OperatingSystem.IsWindows() ? "tools/strata.exe" : "tools/strata");
    }

    [Fact]
    public void The_archive_runs_without_dotnet_and_brings_studies_and_guide()
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "needs tar");
        string archive = Packages.Find("strata-*.tar.gz");
        using var folder = new WorkFolder();
        RunningProcess.Run(folder[""], "tar", "-xzf", archive).Expect(0);
        string inside = Path.GetFileName(archive)[..^".tar.gz".Length];
        Assert.All(["README.md", "LICENSE", "THIRD-PARTY-NOTICES.md", "docs/first-hour.md", "studies/quickstart.json", "libcoreclr.so"],
            file => Assert.True(File.Exists(folder[Path.Combine(inside, file)]) || OperatingSystem.IsMacOS(), file));
        Assert.False(File.Exists(folder[Path.Combine(inside, "libtorch_python.so")]));
        Uses(folder, Path.Combine(inside, "strata"));
    }

    [Fact]
    public void The_readmes_program_runs_on_the_packages()
    {
        using var folder = new WorkFolder();
        string output = Run(folder, "README.md", "Strata.Report");
        Assert.Matches("^(similar layers|block structure|none): layers [0-9]+ to [0-9]+, mean CKA [01][.][0-9]+", output);
        Assert.True(new FileInfo(folder["heatmap.png"]).Length > 0);
        // XML documentation comes along, for editors.
        Assert.True(File.Exists(folder[$"packages/strata/{Packages.Version}/lib/net10.0/Strata.xml"]));
    }

    [Fact]
    public void The_program_for_ONNX_runs_on_its_package()
    {
        using var folder = new WorkFolder();
        Assert.Contains("layers, CKA of the first two 1.000", Run(folder, "docs/onnx.md", "Strata.Onnx"), StringComparison.Ordinal);
        Assert.True(new FileInfo(folder["model.onnx"]).Length > 0);
    }

    [Fact]
    public void The_program_on_arrays_runs_without_libtorch_and_compiled_ahead_of_time()
    {
        using var folder = new WorkFolder();
        string output = Run(folder, "docs/arrays.md", "Strata.Similarity", libtorch: false);
        Assert.Matches("(?m)^CKA 0[.][2-9][0-9]*, SVCCA [01][.][0-9]+, (similar layers|block structure|none)", output);
        Assert.Matches("(?m)^(89|9[01])[.][0-9] % and (7[6-9]|8[0-3])[.][0-9] % right, Welch's p 0[.]00", output);
        Assert.Equal(2, Arrays.NpyFile.ReadMatrix(folder["cka.npy"]).GetLength(0));
        string[] files = Directory.GetFiles(folder["program"], "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => Path.GetFileName(file) == "Strata.Similarity.dll");
        Assert.DoesNotContain(files, file => file.Contains("torch", StringComparison.OrdinalIgnoreCase));
        Assert.True(File.Exists(folder[$"packages/strata.similarity/{Packages.Version}/lib/net10.0/Strata.Similarity.xml"]));

        Needs.Installed(Directory.Exists(Path.Combine(Packages.Known,
            $"runtime.{RuntimeInformation.RuntimeIdentifier}.microsoft.dotnet.ilcompiler")),
            "the compiler ahead of time is not among NuGet's packages; dotnet restore samples/Arrays fetches it");
        // Warnings of the compiler are errors.
        RunResult published = Packages.Dotnet(folder, "publish", "program", "-p:PublishAot=true", "-o", "native");
        Needs.Installed(!published.Output.Contains("Platform linker", StringComparison.Ordinal), "needs a linker: clang or gcc, and zlib");
        published.Expect(0);
        string program = folder[OperatingSystem.IsWindows() ? "native/program.exe" : "native/program"];
        Assert.Empty(Directory.GetFiles(folder["native"], "*.dll"));
        Assert.Equal(output, RunningProcess.Run(folder[""], program).Expect(0).Output);
    }

    /// <summary>The program of a document, on one package.</summary>
    private string Run(WorkFolder folder, string document, string package, bool libtorch = true)
    {
        string version = Packages.Version, native = $"libtorch-cpu-{RuntimeInformation.RuntimeIdentifier}";
        Fence program = Document.Of(document).Fences.Single(fence => fence.Language == "csharp");
        Directory.CreateDirectory(folder["program"]);
        File.WriteAllText(folder["program/Program.cs"], program.Text);
        File.Copy(model.Path, folder["model.safetensors"]);
        File.WriteAllText(folder["program/program.csproj"],
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{version}" />
                {(libtorch ? $"<PackageReference Include=\"{native}\" Version=\"2.10.0\" />" : "")}
              </ItemGroup>
            </Project>
            """);
        return Packages.Dotnet(folder, "run", "--project", "program").Expect(0).Output;
    }

    private static void Uses(WorkFolder folder, string program)
    {
        Directory.CreateDirectory(folder["studies"]);
        File.Copy(Path.Combine(Repository.Root, "studies", "quickstart.json"), folder["studies/quickstart.json"]);
        RunResult Run(params IEnumerable<string> arguments) => RunningProcess.Run(folder[""], folder[program], arguments);
        Assert.Contains("works", Run("doctor").Expect(0).Output, StringComparison.Ordinal);
        Run(s_study).Expect(0);
        Assert.True(File.Exists(folder["out/quickstart/report/index.html"]));
        Run("report", "out/quickstart").Expect(0);
        string weights = Path.Combine(Directory.GetDirectories(folder["out/quickstart/models"])[0], "weights.safetensors");
        Run("export", weights, "--onnx", "--output", "graph.onnx").Expect(0);
        Run("compare", weights, "graph.onnx", "--data", "thumbs", "--passes", "1", "--max-examples", "200", "--output",
            "comparison").Expect(0);
    }
}
