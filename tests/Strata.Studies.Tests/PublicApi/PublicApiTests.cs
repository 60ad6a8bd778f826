using System.Reflection;
using System.Runtime.CompilerServices;
using PublicApiGenerator;

namespace Strata.Studies.Tests.PublicApi;

/// <summary>
/// What the packages show to programs, as lists that are read when they change. With <c>STRATA_RENEW_API=1</c> they are written anew.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Strata.Similarity"), InlineData("Strata"), InlineData("Strata.Onnx"), InlineData("Strata.Report")]
    [InlineData("Strata.Studies")]
    public void What_is_public_is_what_the_list_says(string package)
    {
        string list = Path.Combine(Folder(), $"{package}.txt");
        string found = Assembly.Load(package).GeneratePublicApi(new() { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("STRATA_RENEW_API") == "1") File.WriteAllText(list, found);
        string[] known = File.ReadAllLines(list), now = found.TrimEnd('\n').Split('\n');
        string[] more = [.. now.Except(known)], less = [.. known.Except(now)];
        Assert.True(more.Length + less.Length == 0 && known.Length == now.Length,
            $"{package} shows other things than {list} says; if it should, write the list anew with STRATA_RENEW_API=1 and read the "
            + $"difference:\n{string.Join('\n', more.Select(line => $"+{line}").Concat(less.Select(line => $"-{line}")).Take(20))}");
    }

    private static string Folder([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;
}
