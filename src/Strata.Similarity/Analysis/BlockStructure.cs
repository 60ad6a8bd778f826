using Strata.Models;
using Strata.Similarity;

namespace Strata.Analysis;

/// <summary>
/// Whether a network has the block structure of P1 §4 and P2: a long run of hidden layers with very similar representations that share a
/// dominant first principal component. The papers' definition is visual; this one is operational, and its thresholds are part of the
/// result.
/// </summary>
public sealed record BlockStructure
{
    /// <summary>A large window whose layers a first principal component dominates.</summary>
    public const string Present = "block structure";

    /// <summary>A large window without one, as untrained networks and easy tasks have it.</summary>
    public const string SimilarLayers = "similar layers";

    /// <summary>No large window.</summary>
    public const string None = "none";

    /// <summary>A large window whose components were not computed.</summary>
    public const string CauseUnknown = "large window, cause unknown";

    /// <summary>No two layers have a defined similarity.</summary>
    public const string Undefined = "undefined";

    /// <summary>
    /// Rounding by which a mean or a share may fall short of a threshold that it meets on paper, such as a mean of 45 times .9.
    /// </summary>
    internal const double Tolerance = 1e-12;

    /// <summary>CKA may leave [−1, 1] by this much: what half precision leaves, or reading values off a figure.</summary>
    private const double Slack = 1e-3;

    /// <summary>A matrix may lose its symmetry by this much: what single precision leaves.</summary>
    private const double Rounding = 1e-6;

    /// <summary>
    /// Halves that differ by so much on average are still those of one matrix, read off a figure for example, where its diagonal is near 1.
    /// Across two models the diagonal is not.
    /// </summary>
    private const double MeanAsymmetry = .02;

    /// <summary>The layers around a boundary of stages that are alike in public ResNets of depth 20 to 56.</summary>
    private const int StageBoundary = 11;

    /// <summary>Networks of fewer layers get a note beside a large window.</summary>
    private const int ShortBelow = 90;

    /// <summary>
    /// One of <see cref="Present"/>, <see cref="SimilarLayers"/>, <see cref="None"/>, <see cref="CauseUnknown"/> and
    /// <see cref="Undefined"/>.
    /// </summary>
    public required string Verdict { get; init; }

    /// <summary>Whether any window covers enough of the layers.</summary>
    public required bool LargeWindow { get; init; }

    /// <summary>
    /// The window that the verdict rests on: of the large ones that with the largest share of dominated layers; where none is dominated or
    /// components were not computed, the longest; of equals the first. Its first layer, 0-based; null where no two neighbours are similar.
    /// </summary>
    public int? First { get; init; }

    /// <summary>Its last layer, 0-based and inclusive.</summary>
    public int? Last { get; init; }

    /// <summary>Its share of all layers, the input included.</summary>
    public double? Share { get; init; }

    /// <summary>Mean CKA of every two of its layers.</summary>
    public double? Mean { get; init; }

    /// <summary>
    /// The share of pairs of layers with CKA above .9, the input's included, of all that are defined; null where none is.
    /// </summary>
    public double? F90 { get; init; }

    /// <summary>Layers without a similarity to themselves or to any other, 0-based: no window contains them.</summary>
    public IReadOnlyList<int> UndefinedLayers { get; init; } = [];

    /// <summary>The largest difference between a value and its mirror image, of which the mean was used.</summary>
    public double Asymmetry { get; init; }

    /// <summary>Disjoint similar windows: the longest, then the longest of what is left, and so on.</summary>
    public IReadOnlyList<BlockWindow> Windows { get; init; } = [];

    /// <summary>Those that cover enough of the layers.</summary>
    public IReadOnlyList<BlockWindow> LargeWindows => [.. Windows.Where(window => window.Share >= Thresholds.Share - Tolerance)];

    public BlockOptions Thresholds { get; init; } = new();

    /// <summary>Null where components were not computed.</summary>
    public BlockComponents? Components { get; init; }

    /// <summary>What a reader of the verdict should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the map of a model with itself shows.</summary>
    /// <param name="map">CKA of the model's layers with each other.</param>
    /// <param name="components">Of the same layers; without them nobody knows whether one component rules the window.</param>
    /// <param name="options">Thresholds; null: those of the guide. Whether there is an input is up to the layers.</param>
    /// <exception cref="ArgumentException">The map is of another measure or of two models, or the components are of other
    /// layers.</exception>
    /// <exception cref="Runtime.InvalidOptionsException">A threshold is not in (0, 1].</exception>
    public static BlockStructure Of(SimilarityMatrix map, LayerComponents? components = null, BlockOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (!map.Within) throw new ArgumentException("The map is of two models, expected one with itself.", nameof(map));
        if (map.Measure != SimilarityMatrix.Cka)
            throw new ArgumentException($"The map is of {map.Measure}, expected {SimilarityMatrix.Cka}.", nameof(map));
        if (components is not null && !components.Layers.Select(layer => layer.Name).SequenceEqual(map.LayersA.Select(layer => layer.Name)))
            throw new ArgumentException("The components are of other layers than the map.", nameof(components));
        return Detect(map.Values, (options ?? new()) with { HasInput = map.LayersA[0].IsInput }, components?.Shares, map.LayersA);
    }

    /// <summary>Finds the similar windows of a model and what they are.</summary>
    /// <param name="cka">[layers, layers], NaN where undefined.</param>
    /// <param name="options">Thresholds.</param>
    /// <param name="shares">Share of variance of the first principal component of each layer, NaN where undefined; null where not
    /// computed.</param>
    /// <param name="layers">What the layers are, to name the ends of windows; null where not known.</param>
    /// <exception cref="ArgumentException">The matrix is not as <see cref="Problem"/> wants it, or shares or layers are of another
    /// number.</exception>
    /// <exception cref="Runtime.InvalidOptionsException">A threshold is not in (0, 1].</exception>
    public static BlockStructure Detect(double[,] cka, BlockOptions options, IReadOnlyList<double>? shares = null,
        IReadOnlyList<LayerInfo>? layers = null)
    {
        ArgumentNullException.ThrowIfNull(cka);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        int count = cka.GetLength(0);
        if (Problem(cka) is { } problem) throw new ArgumentException($"The matrix {problem}.", nameof(cka));
        if (shares is not null && shares.Count != count)
            throw new ArgumentException($"There are {shares.Count} shares of variance for {count} layers.", nameof(shares));
        if (layers is not null && layers.Count != count)
            throw new ArgumentException($"There are {layers.Count} layers for a matrix of {count}.", nameof(layers));

        (cka, double asymmetry) = Symmetric(cka);
        if (shares is not null && shares.All(double.IsNaN)) shares = null;
        BlockWindow[] windows =
            [.. SimilarWindows.Find(cka, options).Select(window => Describe(cka, window.First, window.Last, layers, shares, options))];
        int[] undefined = [.. Enumerable.Range(0, count).Where(layer => !Defined(cka, layer))];
        BlockWindow[] large = [.. windows.Where(window => Covers(window.Last - window.First + 1, options.Share, count))];
        BlockWindow? judged = large.MaxBy(window => window.DominatedShare ?? 0) ?? windows.FirstOrDefault();
        BlockComponents? components = shares is null ? null : BlockComponents.From(shares, options, judged);
        return new()
        {
            Verdict = undefined.Length == count ? Undefined
                : large.Length == 0 ? None
                : components is null ? CauseUnknown
                : components.Dominant ? Present : SimilarLayers,
            LargeWindow = large.Length > 0,
            First = judged?.First,
            Last = judged?.Last,
            Share = judged?.Share,
            Mean = judged?.Mean,
            F90 = AboveNineTenths(cka),
            UndefinedLayers = undefined,
            Asymmetry = asymmetry,
            Windows = windows,
            Thresholds = options,
            Components = components,
            Notes = large.Length > 0 && ShortNetwork(layers is null ? count : layers[^1].Index + 1, judged!) is { } note ? [note] : [],
        };
    }

    /// <summary>
    /// Why a matrix is no CKA of a model with itself, or null: it is square, with values in [−1, 1] or NaN, a diagonal near 1, and
    /// symmetric up to rounding, or roughly so.
    /// </summary>
    public static string? Problem(double[,] cka)
    {
        ArgumentNullException.ThrowIfNull(cka);
        int count = cka.GetLength(0);
        if (count != cka.GetLength(1))
            return $"is {count} by {cka.GetLength(1)}, expected as many rows as columns: the layers of one model with themselves";
        if (count == 0) return "has no layers";
        string? diagonal = MatrixDiagonal.Problem(cka);
        double differences = 0, largest = 0;
        (int Row, int Column) at = default;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double below = cka[i, j], above = cka[j, i];
                if (Math.Abs(below) > 1 + Slack || Math.Abs(above) > 1 + Slack)
                    return
                        $"holds {(Math.Abs(below) > 1 + Slack ? below : above)} at "
                        + $"[{(Math.Abs(below) > 1 + Slack ? $"{i}, {j}" : $"{j}, {i}")}], expected values from -1 to 1"
                        + (diagonal is null ? "" : $", and {diagonal}");
                if (double.IsNaN(below) != double.IsNaN(above)) return NotSymmetric(i, j);
                double difference = double.IsNaN(below) ? 0 : Math.Abs(below - above);
                differences += difference;
                if (difference > largest) (largest, at) = (difference, (i, j));
            }
        }
        bool roughly = diagonal is null && differences <= MeanAsymmetry * count * (count - 1L) / 2;
        return largest <= Rounding || roughly ? diagonal : NotSymmetric(at.Row, at.Column);

        string NotSymmetric(int i, int j)
            => $"is not symmetric: {cka[j, i]} at [{j}, {i}] and {cka[i, j]} at [{i}, {j}]; windows are defined within one model, not "
            + "across two nor against shuffled rows";
    }

    /// <summary>The mean of the matrix and its mirror image, and the largest difference between them.</summary>
    private static (double[,] Cka, double Asymmetry) Symmetric(double[,] cka)
    {
        int count = cka.GetLength(0);
        double[,] mean = new double[count, count];
        double largest = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                mean[i, j] = mean[j, i] = (cka[i, j] + cka[j, i]) / 2;
                largest = Math.Max(largest, double.IsNaN(cka[i, j]) ? 0 : Math.Abs(cka[i, j] - cka[j, i]));
            }
        }
        return (mean, largest);
    }

    /// <summary>Whether so many layers are the wanted share of all, as on paper: 3 of 20 are .15.</summary>
    internal static bool Covers(int layers, double share, int all) => layers >= share * all - Tolerance * all;

    /// <summary>Of so few layers the boundary of two stages is a large window by itself.</summary>
    private static string? ShortNetwork(int layers, BlockWindow window) => layers >= ShortBelow ? null
        : $"of {layers} layers this window has {window.Last - window.First + 1}: in networks of fewer than {ShortBelow}, a large window "
            + $"can be a stage boundary alone, where {StageBoundary} layers are alike whatever the depth";

    private static BlockWindow Describe(
        double[,] cka, int first, int last, IReadOnlyList<LayerInfo>? layers, IReadOnlyList<double>? shares, BlockOptions options)
    {
        double sum = 0;
        for (int i = first; i <= last; i++)
            for (int j = i + 1; j <= last; j++) sum += cka[i, j];
        int length = last - first + 1;
        int? dominated = shares?.Skip(first).Take(length).Count(options.Dominates);
        return new()
        {
            First = first,
            Last = last,
            Share = (double)length / cka.GetLength(0),
            Mean = sum / (length * (length - 1L) / 2),
            DominatedLayers = dominated,
            DominatedShare = (double?)dominated / length,
            FirstLayer = layers?[first].Name,
            LastLayer = layers?[last].Name,
            FirstStage = layers?[first].Stage,
            LastStage = layers?[last].Stage,
        };
    }

    /// <summary>Whether a layer is similar, more or less, to itself and to some other; a single layer has no other.</summary>
    private static bool Defined(double[,] cka, int layer)
    {
        int count = cka.GetLength(0);
        return !double.IsNaN(cka[layer, layer])
            && (count == 1 || Enumerable.Range(0, count).Any(other => other != layer && !double.IsNaN(cka[layer, other])));
    }

    private static double? AboveNineTenths(double[,] cka)
    {
        int count = cka.GetLength(0);
        long above = 0, defined = 0;
        for (int i = 0; i < count; i++)
            for (int j = i + 1; j < count; j++)
            {
                if (cka[i, j] > .9) above++;
                if (!double.IsNaN(cka[i, j])) defined++;
            }
        return defined == 0 ? null : above / (double)defined;
    }
}
