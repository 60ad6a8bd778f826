namespace Strata.Data;

public enum Augmentation
{
    None,

    /// <summary>Reflect-pad by 4, crop at random to the original size, flip horizontally with probability ½.</summary>
    CropFlip,

    /// <summary>
    /// A crop of .08 to 1 of the area and a ratio of ¾ to 4⁄3, resized by bilinear interpolation, and flipped with probability ½ (Szegedy
    /// et al. 2015 §6, as torchvision's RandomResizedCrop).
    /// </summary>
    RandomResizedCrop,
}
