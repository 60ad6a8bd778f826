namespace Strata.Models.Graph;

/// <summary>What an addition adds to its shortcut: the part of a network that can be left out without breaking it.</summary>
/// <param name="Addition">Where both come together.</param>
/// <param name="Fork">The node whose output both take.</param>
/// <param name="Nodes">The branch, between fork and addition, in order of execution.</param>
/// <param name="Shortcut">The node whose output the branch is added to: the fork itself, or what brings it into another shape.</param>
public sealed record ResidualBranch(Node Addition, Node Fork, IReadOnlyList<Node> Nodes, Node Shortcut)
{
    /// <summary>False where the shortcut has operations of its own, such as a projection.</summary>
    public bool IsIdentity => Shortcut == Fork;
}
