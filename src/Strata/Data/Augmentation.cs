namespace Strata.Data;

public enum Augmentation
{
    None,

    /// <summary>Reflect-pad by 4, crop at random to the original size, flip horizontally with probability ½.</summary>
    CropFlip,
}
