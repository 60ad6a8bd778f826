using Strata.Runtime;
using Strata.Settings;
using Strata.Studies.Reproduction.Figures;

namespace Strata.Studies.Reproduction;

/// <summary>
/// The figures and tables of T. Nguyen, M. Raghu, S. Kornblith: Do Wide and Deep Networks Learn the Same Things? (ICLR 2021, arXiv
/// 2010.15327).
/// </summary>
public static class PublishedFigures
{
    /// <summary>How a reader is told whose claim it is.</summary>
    internal const string Paper = "Nguyen, Raghu and Kornblith 2021";

    /// <summary>In the paper's order.</summary>
    public static IReadOnlyList<PublishedFigure> All { get; } =
    [
        new Figure1(), new Figure2(), new Figure3(), new Figure4(), new Figure5(), new Figure6(), new Figure7(), new TableB1(),
        new TableB1(hundred: true),
        new FigureC1(), new FigureD1(), new FigureD2(), new FigureD3(), new FigureD4(), new FigureD5(), new FigureD6(), new FigureD7(),
        new FigureD8(), new FigureE1(), new FigureF1(), new FigureF2(), new FigureF3(), new FigureF4(), new TableF1(), new TableF2(),
    ];

    public static IReadOnlyList<string> Ids { get; } = [.. All.Select(figure => figure.Id)];

    /// <param name="id">As typed.</param>
    /// <exception cref="InvalidOptionsException">There is none of this name.</exception>
    public static PublishedFigure Named(string id)
        => All.FirstOrDefault(figure => figure.Id == id) ?? throw new InvalidOptionsException(
            $"figure: {Foreign.Quoted(id)} is unknown{Suggestion.For(id, Ids)}; 'strata reproduce --list' shows all");
}
