using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Processor;

/// <summary>
/// Assembles the products in the middle of a convolution by Winograd's transforms, void(tiles [groups · Tiles, in], weights [in, lanes],
/// sums [groups · Tiles, lanes], groups). With AVX-512 each register holds 16 output channels of one tile, and every number of a tile is
/// handed to all lanes; with 32 output channels it is read once for both halves. With AVX2 two registers hold the 16. The sums are made in
/// the same order, so that both give the same bits.
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

    /// <summary>Tiles of a group with AVX2.</summary>
    private const int TilesOfHalves = HalfSums / 2;

    private readonly int _in, _blocks;

    private WinogradCode(Assembler code, int channels, int blocks) : base(code) => (_in, _blocks) = (channels, blocks);

    /// <param name="channels">Input channels, an even number.</param>
    /// <param name="blocks">From <see cref="Blocks"/>.</param>
    public static MachineCode? TryAssemble(int channels, int blocks) => MachineCode.TryAssemble(assembler =>
    {
        var code = new WinogradCode(assembler, channels, blocks);
        if (HasWholeLines) code.Write();
        else code.WriteHalves();
    });

    /// <summary>How many blocks of 16 output channels are multiplied at once.</summary>
    public static int Blocks(int outputs) => HasWholeLines && outputs % (2 * BlockChannels) == 0 ? 2 : 1;

    /// <summary>Tiles of a group.</summary>
    public static int Tiles(int blocks) => HasWholeLines ? Accumulators / blocks : TilesOfHalves;

    private static bool HasWholeLines => CpuFeatures.Detect().Avx512;

    /// <summary>The same by the instruction for floats.</summary>
    protected override void HandToAllLanes(AssemblerRegisterZMM to, AssemblerMemoryOperand number)
        => Code.vbroadcastss(to, __dword_ptr[number]);

    private void Write()
    {
        int tiles = Tiles(_blocks), lineBytes = _blocks * VectorBytes;
        ForEachGroup(tiles, lineBytes, () => Clear(Accumulators), c => WriteChannel(c, tiles, lineBytes), () =>
        {
            for (int i = 0; i < Accumulators; i++) Code.vmovups(__[rdx + i * VectorBytes], Zmm(i));
        });
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

    private void WriteHalves()
        => ForEachGroup(TilesOfHalves, VectorBytes, () => ClearHalves(HalfSums), channel =>
        {
            LoadHalves(r9 + channel * VectorBytes);
            for (int tile = 0; tile < TilesOfHalves; tile++) AddHalves(tile, r8 + (tile * _in + channel) * sizeof(float));
        }, () =>
        {
            for (int i = 0; i < HalfSums; i++) Code.vmovups(__[rdx + i * HalfBytes], Ymm(i));
        });

    /// <param name="channel">Adds the products of one of two neighbouring input channels, with r8 at its numbers and r9 at its
    /// weights.</param>
    /// <param name="store">To where rdx points.</param>
    private void ForEachGroup(int tiles, int lineBytes, Action clear, Action<int> channel, Action store)
    {
        Loop(rcx, () =>
        {
            clear();
            Code.mov(r8, rdi);
            Code.mov(r9, rsi);
            Repeat(r10d, _in / 2, () =>
            {
                for (int c = 0; c < 2; c++) channel(c);
                Advance(r8, 2 * sizeof(float));
                Advance(r9, 2 * lineBytes);
            });
            store();
            Advance(rdi, tiles * _in * sizeof(float));
            Advance(rdx, tiles * lineBytes);
        });
        Return();
    }
}
