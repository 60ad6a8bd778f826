using Strata.Processor;

namespace Strata.Engine.Kernels;

/// <summary>
/// What one thread of a <see cref="WinogradConvolution"/> works on: transformed tiles, their products with one block of outputs, and a line
/// of zeros for what lies outside an image.
/// </summary>
internal readonly unsafe struct WinogradScratch
{
    private const int Positions = WinogradTransforms.Positions;

    /// <summary>Floats between positions, so that numbers of one tile do not all fall on one set of the first-level cache.</summary>
    private const int Gap = 5 * WinogradCode.BlockChannels;

    private readonly bool _inPlace;

    /// <param name="inputs">Input channels.</param>
    /// <param name="lanes">Output channels of a block.</param>
    /// <param name="tiles">That are taken together.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="inPlace">Whether products take the inputs' place; then inputs must be as many as lanes, and the block the only
    /// one.</param>
    public WinogradScratch(int inputs, int lanes, int tiles, int width, bool inPlace)
    {
        (InputStep, ProductStep, _inPlace) = ((long)tiles * inputs + Gap, (long)tiles * lanes + Gap, inPlace);
        Length = Positions * (inPlace ? InputStep : InputStep + ProductStep) + (long)width * inputs;
    }

    /// <summary>Floats of memory that this takes.</summary>
    public long Length { get; }

    /// <summary>[positions, tiles, inputs]</summary>
    public float* Inputs { get; private init; }

    /// <summary>[positions, tiles, lanes]</summary>
    public float* Products => _inPlace ? Inputs : Inputs + Positions * InputStep;

    /// <summary>[width, inputs]</summary>
    public float* Zeros => Products + Positions * ProductStep;

    /// <summary>Floats from position to position.</summary>
    public long InputStep { get; }

    public long ProductStep { get; }

    /// <summary>The same in a thread's memory.</summary>
    public WinogradScratch At(float* memory) => this with { Inputs = memory };
}
