namespace Strata.EndToEnd.Tests.Guide;

/// <summary>
/// Every command of the guide works as it stands there, in the order of its document, and leaves the files that it claims.
/// </summary>
public sealed class DocumentCommandTests
{
    /// <summary>Documents with commands.</summary>
    public static TheoryData<string> Documents { get; }
        = [.. Document.Names.Where(name => Document.Of(name).Fences.Any(fence => fence is { Language: "sh", Skip: null }))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_command_works(string name)
    {
        using var folder = new GuideFolder();
        foreach (Fence fence in Document.Of(name).Fences.Where(fence => fence.SaveAs is not null)) folder.Save(fence);
        foreach (Fence fence in Document.Of(name).Fences.Where(fence => fence is { Language: "sh", Skip: null }))
        {
            foreach (string command in fence.Commands())
            {
                RunResult result = folder.Run(command);
                Assert.True(result.ExitCode == 0,
                    $"{name}:{fence.Line}: {command}\nexit code {result.ExitCode}\n{result.Output}\n{result.Errors}");
            }
            Assert.All(fence.Files, file => Assert.True(File.Exists(folder[file]), $"{name}:{fence.Line}: {file} is not there"));
        }
    }
}
