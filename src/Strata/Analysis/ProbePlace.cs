namespace Strata.Analysis;

/// <summary>Where in a residual block a probe reads.</summary>
public enum ProbePlace
{
    /// <summary>The batch norm before the addition: what the residual branch alone gives.</summary>
    PreResidual,

    /// <summary>The addition's output; without residual connections, the block's last ReLU.</summary>
    PostResidual,
}
