namespace Strata.Tests;

/// <summary>Data that is no part of the repository: in <c>STRATA_TEST_DATA</c>, or in <c>shared</c> beside the repository.</summary>
internal static class SharedData
{
    /// <summary>A file in its folder <c>data</c>; skips the test where it is not there.</summary>
    public static string Path(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("STRATA_TEST_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            string? root = AppContext.BaseDirectory;
            while (root is not null && !File.Exists(System.IO.Path.Combine(root, "Strata.slnx")))
                root = System.IO.Path.GetDirectoryName(root);
            folder = System.IO.Path.Combine(root ?? ".", "..", "shared");
        }
        string path = System.IO.Path.Combine(folder, "data", name);
        Needs.Installed(File.Exists(path), $"{path} does not exist (STRATA_TEST_DATA names the folder above data/)");
        return path;
    }
}
