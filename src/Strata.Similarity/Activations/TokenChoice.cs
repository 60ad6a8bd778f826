namespace Strata.Activations;

/// <summary>What represents an example in a layer of tokens, [tokens, features].</summary>
public enum TokenChoice
{
    /// <summary>All tokens one after the other.</summary>
    Flatten,

    /// <summary>The first token alone, which in a vision transformer is the class token.</summary>
    Class,

    /// <summary>The mean over the tokens.</summary>
    Mean,
}
