using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Processor;

/// <summary>
/// Assembles the products in the middle of a convolution by Winograd's transforms, void(tiles [groups · Tiles, in], weights [in, lanes],
/// sums [groups · Tiles, lanes], groups): each register holds 16 output channels of one tile, and every number of a tile is handed to all
/// lanes. With 32 output channels it is read once for both halves.
/// </summary>
internal sealed class WinogradCode : CodeWriter
{
    /// <summary>Output channels of a block.</summary>
    public const int BlockChannels = 16;

    /// <summary>
    /// Sums at work: enough to hide the latency of two multiply-adds a cycle, and so few that tiles of one row of an image fill them.
    /// </summary>
    private const int Accumulators = 16;

    /// <summary>Registers for numbers of tiles that go to two blocks.</summary>
    private const int SpareRegisters = 8;

    private readonly int _in, _blocks;

    private WinogradCode(Assembler code, int channels, int blocks) : base(code) => (_in, _blocks) = (channels, blocks);

    /// <param name="channels">Input channels, an even number.</param>
    /// <param name="blocks">Of 16 output channels: 1 or 2.</param>
    public static MachineCode? TryAssemble(int channels, int blocks)
        => MachineCode.TryAssemble(code => new WinogradCode(code, channels, blocks).Write());

    /// <summary>Tiles of a group.</summary>
    public static int Tiles(int blocks) => Accumulators / blocks;

    /// <summary>The same by the instruction for floats.</summary>
    protected override void HandToAllLanes(AssemblerRegisterZMM to, AssemblerMemoryOperand number)
        => Code.vbroadcastss(to, __dword_ptr[number]);

    private void Write()
    {
        int tiles = Tiles(_blocks), lineBytes = _blocks * VectorBytes;
        Loop(rcx, () =>
        {
            Clear(Accumulators);
            Code.mov(r8, rdi);
            Code.mov(r9, rsi);
            Repeat(r10d, _in / 2, () =>
            {
                for (int c = 0; c < 2; c++) WriteChannel(c, tiles, lineBytes);
                Advance(r8, 2 * sizeof(float));
                Advance(r9, 2 * lineBytes);
            });
            for (int i = 0; i < Accumulators; i++) Code.vmovups(__[rdx + i * VectorBytes], Zmm(i));
            Advance(rdi, tiles * _in * sizeof(float));
            Advance(rdx, tiles * lineBytes);
        });
        Return();
    }

    private void WriteChannel(int channel, int tiles, int lineBytes)
    {
        // With one block two registers for weights take turns.
        AssemblerRegisterZMM Weights(int block) => Zmm(Accumulators + (_blocks == 1 ? channel : block));
        for (int block = 0; block < _blocks; block++) Code.vmovups(Weights(block), __[r9 + channel * lineBytes + block * VectorBytes]);
        for (int tile = 0; tile < tiles; tile++)
            AddProducts(Product.Floats, tile, _blocks, r8 + (tile * _in + channel) * sizeof(float), Weights,
                Zmm(Accumulators + _blocks + tile % SpareRegisters));
    }
}
