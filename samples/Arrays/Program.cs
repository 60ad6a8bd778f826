// Layers that are arrays in memory: their similarity, the verdict, and the matrix as a NumPy file.
using Strata.Activations;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Similarity;

// A row for each of 400 examples. A real program takes these from its own network.
var random = new Random(1);
float[,] early = Noise(400, 64), middle = Mixed(early, 32), late = Mixed(middle, 32), unrelated = Noise(400, 32);

using var model = new LayerArrays("mine") { { "early", early }, { "middle", middle }, { "late", late }, { "unrelated", unrelated } };
SimilarityMatrix map = ModelComparison.Compare(model);
BlockStructure blocks = BlockStructure.Of(map, PrincipalComponents.Of(model));
NpyFile.Write("cka.npy", map.Values);

for (int i = 0; i < map.LayersA.Count; i++)
    Console.WriteLine($"{map.LayersA[i].Name,-10}{string.Concat(map.LayersB.Select((_, j) => $"{map.Values[i, j],7:0.000}"))}");
Console.WriteLine($"{blocks.Verdict}; cka.npy has the matrix");

float[,] Noise(int examples, int features)
{
    float[,] values = new float[examples, features];
    for (int i = 0; i < examples; i++)
        for (int j = 0; j < features; j++) values[i, j] = (float)(random.NextDouble() - 0.5);
    return values;
}

// Every feature is a sum of features below, with random weights.
float[,] Mixed(float[,] below, int features)
{
    float[,] weights = Noise(below.GetLength(1), features), values = new float[below.GetLength(0), features];
    for (int i = 0; i < values.GetLength(0); i++)
        for (int j = 0; j < features; j++)
            for (int k = 0; k < below.GetLength(1); k++) values[i, j] += below[i, k] * weights[k, j];
    return values;
}
