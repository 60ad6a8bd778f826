using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Tests.Similarity;

public sealed class ExampleOrderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Source_choice_order_and_passes_all_decide_the_hash()
    {
        int[,] order = { { 0, 1, 2, 3 } }, swapped = { { 0, 2, 1, 3 } }, passes = { { 0, 1 }, { 2, 3 } }, fewer = { { 0, 1, 2 } };
        string[] hashes = [ExampleOrder.Hash("a", order), ExampleOrder.Hash("b", order), ExampleOrder.Hash(null, order),
            ExampleOrder.Hash("a", swapped), ExampleOrder.Hash("a", passes), ExampleOrder.Hash("a", fewer)];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(hashes[0], ExampleOrder.Hash("a", [0, 1, 2, 3]));
    }

    [Fact]
    public void Results_over_other_examples_or_another_order_are_refused()
    {
        string one = Compare(0).ExamplesHash, same = Compare(0).ExamplesHash, other = Compare(1).ExamplesHash;
        ExampleOrder.RequireSame([("a", one), ("b", same), ("unknown", null)]);
        var refused = Assert.Throws<StrataException>(() => ExampleOrder.RequireSame([("a", one), ("b", same), ("c", other)]));
        Assert.StartsWith("c and a are over different examples, or over the same in another order", refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_whose_examples_were_exchanged_is_refused()
    {
        SimilarityMatrix matrix = Compare(0);
        SimilarityFolder.Write(_folder.Path, matrix, ManifestOf());
        Assert.Equal((matrix.ExampleSource, matrix.ExamplesHash),
            (SimilarityFolder.Read(_folder.Path).ExampleSource, SimilarityFolder.Read(_folder.Path).ExamplesHash));
        NpyFile.Write(Path.Combine(_folder.Path, "examples.npy"), Compare(1).Examples);
        Assert.Contains("examples.npy: is damaged", Assert.Throws<InvalidFileException>(() => SimilarityFolder.Read(_folder.Path)).Message,
            StringComparison.Ordinal);
        // As if the checksum had been made again too.
        Manifest.Read(_folder.Path).Write(_folder.Path);
        var refused = Assert.Throws<InvalidFileException>(() => SimilarityFolder.Read(_folder.Path));
        Assert.Contains("examples.npy: holds another order of examples", refused.Message, StringComparison.Ordinal);
    }

    private static SimilarityMatrix Compare(long seed)
    {
        var random = new RandomSequence(3, "order");
        double[,] x = new double[40, 3];
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < 3; j++) x[i, j] = random.NextNormal();
        return ModelComparison.Compare([new MemorySource("m", x) { ExamplesHash = "made up" }], [(0, 0)],
            new() { Batch = 10, Passes = 2, Seed = seed })[0];
    }

    private static Manifest ManifestOf()
        => new()
        {
            Kind = "similarity",
            Name = "m",
            Key = "",
            Inputs = new Dictionary<string, string>(),
            Options = [],
            Environment = RunEnvironment.Capture(1),
            Seconds = 0,
            Created = DateTimeOffset.UnixEpoch,
            Warnings = [],
            Results = []
        };
}
