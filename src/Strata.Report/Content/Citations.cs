using Strata.Runtime;

namespace Strata.Report;

/// <summary>Whom a page asks to be cited, as in CITATION.cff.</summary>
public static class Citations
{
    private static readonly string[] s_works =
    [
        "The comparison of wide and deep networks: T. Nguyen, M. Raghu, S. Kornblith: Do Wide and Deep Networks Learn the Same Things? "
            + "ICLR 2021, arXiv 2010.15327.",
        "What makes block structure: T. Nguyen, M. Raghu, S. Kornblith: On the Origins of the Block Structure Phenomenon in Neural Network "
            + "Representations, 2022, arXiv 2202.07184.",
        "CKA: S. Kornblith, M. Norouzi, H. Lee, G. Hinton: Similarity of Neural Network Representations Revisited, ICML 2019.",
    ];

    /// <param name="environment">That of the results, with the version of Strata.</param>
    /// <param name="images">Where the images come from; null where that is not known.</param>
    public static ProvenanceEntry Of(RunEnvironment environment, string? images)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new("To cite", string.Join('\n', [$"Strata {environment.Strata}, by its developers.", .. s_works,
            .. images is null ? Array.Empty<string>() : [$"The images: {images}"]]));
    }
}
