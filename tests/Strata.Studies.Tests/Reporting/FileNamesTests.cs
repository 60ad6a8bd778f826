using Strata.Studies.Reporting;

namespace Strata.Studies.Tests.Reporting;

public class FileNamesTests
{
    [Fact]
    public void A_file_is_called_by_as_little_of_its_path_as_tells_it_apart()
    {
        string[] paths = ["zoo/narrow.pth", "zoo/wide.pth", "zoo/wide.onnx", "a/best.pth", "b/best.pth", "x/c/last.pth", "y/c/last.pth"];
        IReadOnlyDictionary<string, string> named = FileNames.Of(paths);
        Assert.Equal(["narrow", "wide.pth", "wide.onnx", "a/best.pth", "b/best.pth", "x/c/last.pth", "y/c/last.pth"],
            paths.Select(path => named[path].Replace('\\', '/')));
    }
}
