namespace Strata.Runtime;

/// <summary>
/// What libtorch does in programs that have it, for what is below networks and gets along without: the package Strata brings it. It is
/// found by whether the program has that package, never by what was called before, so that the same program gives the same bits.
/// </summary>
internal abstract class Libtorch
{
    /// <summary>Null in programs without it.</summary>
    public static Libtorch? Here { get; }
        = Type.GetType("Strata.Engine.LinkedLibtorch, Strata") is { } linked ? (Libtorch?)Activator.CreateInstance(linked) : null;

    /// <summary>The version of libtorch.</summary>
    public abstract string Version { get; }

    /// <summary>The version of TorchSharp.</summary>
    public abstract string TorchSharp { get; }

    /// <summary>Threads of its operations.</summary>
    public abstract int Threads { get; set; }

    /// <summary>As <see cref="Similarity.Measures.Decompositions.SingularValues"/>.</summary>
    public abstract double[] SingularValues(double[] matrix, int rows, int columns);

    /// <summary>As <see cref="Similarity.Measures.Decompositions.LeftSingular"/>.</summary>
    public abstract (double[] Vectors, double[] Values) LeftSingular(double[] matrix, int rows, int columns);

    /// <summary>As <see cref="Similarity.Measures.Decompositions.Symmetric"/>.</summary>
    public abstract (double[] Vectors, double[] Values) Symmetric(double[] matrix, int n);
}
