using Iced.Intel;
using Strata.Runtime;
using static Iced.Intel.AssemblerRegisters;
using static Strata.Runtime.VectorRegisters;

namespace Strata.Engine.Kernels;

/// <summary>
/// Assembles the products in the middle of a <see cref="WinogradConvolution"/>, void(tiles [groups · Tiles, in], weights [in, lanes], sums
/// [groups · Tiles, lanes], groups): each register holds 16 output channels of one tile, and every number of a tile is handed to all lanes.
/// With 32 output channels it is read once for both halves.
/// </summary>
internal sealed class WinogradCode
{
    public const int Lanes = 16;

    /// <summary>
    /// Sums at work: enough to hide the latency of two multiply-adds a cycle, and so few that tiles of one row of an image fill them.
    /// </summary>
    private const int Accumulators = 16, VectorBytes = Lanes * sizeof(float);

    /// <summary>Registers for numbers of tiles that go to two blocks.</summary>
    private const int SpareRegisters = 8;

    private readonly Assembler _code;
    private readonly int _in, _blocks;

    private WinogradCode(Assembler code, int channels, int blocks) => (_code, _in, _blocks) = (code, channels, blocks);

    /// <param name="channels">Input channels, an even number.</param>
    /// <param name="blocks">Of 16 output channels: 1 or 2.</param>
    public static MachineCode? TryAssemble(int channels, int blocks)
        => MachineCode.TryAssemble(code => new WinogradCode(code, channels, blocks).Write());

    /// <summary>Tiles of a group.</summary>
    public static int Tiles(int blocks) => Accumulators / blocks;

    private void Write()
    {
        Label group = _code.CreateLabel(), channel = _code.CreateLabel();
        int tiles = Tiles(_blocks), lineBytes = _blocks * VectorBytes;
        _code.Label(ref group);
        for (int i = 0; i < Accumulators; i++) _code.vpxord(Zmm(i), Zmm(i), Zmm(i));
        _code.mov(r8, rdi);
        _code.mov(r9, rsi);
        _code.mov(r10d, _in / 2);
        _code.Label(ref channel);
        for (int c = 0; c < 2; c++) WriteChannel(c, tiles, lineBytes);
        _code.add(r8, 2 * sizeof(float));
        _code.add(r9, 2 * lineBytes);
        _code.dec(r10d);
        _code.jnz(channel);
        for (int i = 0; i < Accumulators; i++) _code.vmovups(__[rdx + i * VectorBytes], Zmm(i));
        _code.add(rdi, tiles * _in * sizeof(float));
        _code.add(rdx, tiles * lineBytes);
        _code.dec(rcx);
        _code.jnz(group);
        _code.vzeroupper();
        _code.ret();
    }

    private void WriteChannel(int channel, int tiles, int lineBytes)
    {
        // With one block two registers for weights take turns.
        AssemblerRegisterZMM Weights(int block) => Zmm(Accumulators + (_blocks == 1 ? channel : block));
        for (int block = 0; block < _blocks; block++) _code.vmovups(Weights(block), __[r9 + channel * lineBytes + block * VectorBytes]);
        for (int tile = 0; tile < tiles; tile++)
        {
            int at = (tile * _in + channel) * sizeof(float);
            if (_blocks == 1)
            {
                _code.vfmadd231ps(Zmm(tile), Weights(0), __dword_bcst[r8 + at]);
                continue;
            }
            AssemblerRegisterZMM number = Zmm(Accumulators + _blocks + tile % SpareRegisters);
            _code.vbroadcastss(number, __dword_ptr[r8 + at]);
            for (int block = 0; block < _blocks; block++) _code.vfmadd231ps(Zmm(tile * _blocks + block), Weights(block), number);
        }
    }
}
