using System.Diagnostics;
using Strata.Activations;
using Strata.Models;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Training;
using TorchSharp;
using static TorchSharp.torch;

NativeEnvironment.Prepare();
int threads = int.Parse(args[0]);
Threads.Set(threads);
double Time(string what, int reps, Action a, double gf = 0)
{
    a();
    var ts = new List<double>();
    for (int i = 0; i < reps; i++) { var c = Process.GetCurrentProcess().TotalProcessorTime; a(); ts.Add((Process.GetCurrentProcess().TotalProcessorTime - c).TotalSeconds); }
    ts.Sort();
    Console.WriteLine($"{what}: median {ts[reps / 2] * 1e3:0.00} ms, min {ts[0] * 1e3:0.00}" + (gf > 0 ? $"  {gf / ts[reps / 2]:0} GF/s" : ""));
    return ts[reps / 2];
}
unsafe
{

{
    float* buf = (float*)System.Runtime.InteropServices.NativeMemory.AlignedAlloc(1 << 26, 64);
    new Span<float>(buf, 1 << 24).Fill(0.001f);
    float* tiles = buf + (1 << 23);
    Time("tile L1 x1000", 9, () => { for (int r = 0; r < 1000; r++) Strata.Similarity.Kernels.GramTile.Add(buf, buf + 4096, 256, tiles, null, 0); }, 1000 * 256 * 512 / 1e9);
    Time("panel tiles x10", 9, () => { for (int r = 0; r < 10; r++) for (int i = 0; i < 16; i++) for (int j = i; j < 16; j++) Strata.Similarity.Kernels.GramTile.Add(buf + i * 4096, buf + j * 4096, 256, tiles + (i * 16 + j) * 256, null, 0); }, 10 * 136 * 256 * 512 / 1e9);
    Time("panel tiles depth 128 x10", 9, () => { for (int r = 0; r < 10; r++) for (int i = 0; i < 16; i++) for (int j = i; j < 16; j++) Strata.Similarity.Kernels.GramTile.Add(buf + i * 2048, buf + j * 2048, 128, tiles + (i * 16 + j) * 256, null, 0); }, 10 * 136 * 128 * 512 / 1e9);
    using Tensor big = rand(256, 32, 32, 16).permute(0, 3, 1, 2);
    var rows = Strata.Similarity.Kernels.FeatureRows.Of(big, true);
    Time("pack channels (layer)", 9, () => { for (int c = 0; c < 4; c++) rows.PackChannels(0, 16, c * 256, 256, 0, 256, tiles, buf, 65552); });
    Time("pack (layer)", 9, () => { for (int c = 0; c < 16; c++) rows.Pack(c * 1024, 1024, 0, 256, tiles, buf, 65552); });
}
foreach (double width in new[] { 1.0, 4.0 })
{
    var spec = ResNetCifar.Create(38, width, 10, 3, 32);
    using var weights = NetworkWeights.Initial(spec, 1);
    var forward = new ResNetCifarForward(spec, weights);
    Tensor x = rand(256, 3, 32, 32).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
    int reps = width > 2 ? 3 : 7;
    Time($"forward {width}", reps, () => forward.Run(x).Dispose());
    int f = (int)(16 * width);
    using var product = new GramProduct(256);
    using var words = new GramProduct(256, Precision.Bf16);
    float* gram = (float*)System.Runtime.InteropServices.NativeMemory.AlignedAlloc(65536 * 12, 64), g2 = gram + 65536, g3 = g2 + 65536;
    foreach (var (c, s) in new[] { (f, 32), (2 * f, 16), (4 * f, 8) })
    {
        using Tensor a = rand(256, s, s, c).permute(0, 3, 1, 2);
        var scaling = new ChannelScaling(0, new float[c], new float[c]);
        double gf = 65536.0 * c * s * s / 1e9;
        Time($"gram {c}x{s}", 9, () => product.Compute(a, gram, g3, null, null, null), gf);
        Time($"gram+bn {c}x{s}", 9, () => product.Compute(a, gram, g3, scaling, g2, g3), gf);
        Time($"words {c}x{s}", 9, () => words.Compute(a, gram, g3, null, null, null), gf);
        Time($"words+bn {c}x{s}", 9, () => words.Compute(a, gram, g3, scaling, g2, g3), gf);
        using Tensor rnd = randn(256, s, s, c).permute(0, 3, 1, 2);
        product.Compute(rnd, gram, g3, null, null, null); words.Compute(rnd, g2, g3, null, null, null);
        double e = 0, q = 0; for (int i = 0; i < 32640; i++) { e += Math.Pow(gram[i] - g2[i], 2); q += gram[i] * gram[i]; }
        Console.WriteLine($"relative {Math.Sqrt(e / q)}");
    }
    var grams = new PackedGrams(135, 256);
    var plan = LayerPlan.Create(new Fake(spec, forward), [.. Enumerable.Range(0, 135)], 0);
    Time("forward with grams", reps, () => forward.Run(x, (l, o) => plan.Reduce(l, o, grams), plan.Wanted.ToHashSet().Contains).Dispose());
    Time("center", reps, () => grams.Center(256));
    forward.Run(x, (l, o) => plan.Reduce(l, o, grams), plan.Wanted.ToHashSet().Contains).Dispose();
    Time("center+pc", 1, () => grams.Center(256, 1));
    Time("center+pc", 3, () => grams.Center(256, 1));
    Time("pairs", reps, () => { grams.SelfProducts(256); grams.Products(0, 135, 0, 135, 256); }, 135 * 136.0 * 32640 / 1e9);
    Time("sums", reps, () => { var p = new PairSums(135, 135); p.Add(new double[135 * 135], new double[135], new double[135]); });
}
}
sealed class Fake(ResNetCifar spec, ResNetCifarForward forward) : IActivationSource
{
    public string Name => "";
    public IReadOnlyList<LayerInfo> Layers => spec.Layers;
    public int ExampleCount => 256;
    public IReadOnlyList<int>? Labels => null;
    public string? ExamplesHash => null;
    public ChannelScaling? ScalingOf(int layer)
    {
        if (Layers[layer] is not { Kind: "bn" } norm) return null;
        int dot = norm.Name.LastIndexOf('.') + 1;
        string source = norm.Name[..dot] + norm.Name[dot..].Replace("bn", "conv", StringComparison.Ordinal);
        (float[] factors, float[] offsets) = forward.Normalization(norm.Name);
        return new(Layers.First(l => l.Name == source).Index, factors, offsets);
    }
    public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, Tensor> visit) { }
    public void Dispose() { }
}
