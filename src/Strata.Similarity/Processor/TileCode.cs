using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Processor;

/// <summary>
/// Assembles the products of a strip with one other or with two neighbours, as <see cref="TileProduct"/> describes them. Sixteen vectors of
/// sums hide the latency of the multiply-add. With one strip they are sixteen rows, whose numbers the multiply-add reads from memory
/// itself; with two they are eight rows, so that a number once read serves two multiply-adds. The next lines of b, and behind its end those
/// of the strip that comes next, are fetched ahead.
/// </summary>
internal sealed class TileCode : CodeWriter
{
    /// <summary>Examples per side of a tile.</summary>
    public const int Side = 16;

    private const int TileBytes = Side * Side * sizeof(float), Ahead = 512;

    /// <summary>Register of the first number of a, where numbers are read into registers.</summary>
    private const int FirstNumber = 16;

    private readonly int _strips;

    private TileCode(Assembler code, int strips) : base(code) => _strips = strips;

    /// <summary>fp32 strips; null where processor or system do not allow it.</summary>
    /// <param name="strips">Of b: 1 or, with AVX-512, 2.</param>
    public static MachineCode? Floats(int strips)
        => !Capability.FloatTiles.CanRun ? null
            : CpuFeatures.Detect().Avx512 ? MachineCode.TryAssemble(code => new TileCode(code, strips).WriteFloats())
            : strips == 1 ? HalfTileCode.TryAssemble() : null;

    /// <summary>
    /// Curves of four signed bytes: <c>vpdpbusd</c> takes one side without signs, so b is raised by 128 on the way, and the sums must begin
    /// at −128·Σa.
    /// </summary>
    /// <param name="strips">Of b: 1 or 2.</param>
    public static MachineCode? Bytes(int strips)
        => Capability.ByteTiles.CanRun ? MachineCode.TryAssemble(code => new TileCode(code, strips).WriteBytes()) : null;

    /// <summary>Rows whose sums fit the registers; there are as many turns as strips.</summary>
    private int Rows => Side / _strips;

    private void WriteFloats()
    {
        for (int first = 0; first < Side; first += Rows)
        {
            Clear(Side);
            Multiply(first, Product.Floats, (b, at) => Code.vmovups(b, at));
            Add(first);
        }
        Return();
    }

    private void WriteBytes()
    {
        Code.mov(r9d, 0x80808080);
        for (int first = 0; first < Side; first += Rows)
        {
            Code.mov(rsi, __[rdi + 64]);
            ForEachSum((row, _, sum) => HandToAllLanes(sum, rsi + 4 * (first + row)));
            Code.vpbroadcastd(zmm29, r9d);
            Multiply(first, Product.Bytes, (b, at) => Code.vpxord(b, zmm29, at));
            Code.mov(rax, __[rdi + 48]);
            Code.mov(rdx, __[rdi + 56]);
            for (int strip = 0; strip < _strips; strip++) Code.vmovups(Strip(strip), __[rdx + strip * VectorBytes]);
            ForEachSum((row, strip, sum) =>
            {
                Code.vcvtdq2ps(sum, sum);
                Code.vmulps(zmm29, Strip(strip), __dword_bcst[rax + 4 * (first + row)]);
                Code.vmulps(sum, sum, zmm29);
            });
            Add(first);
        }
        Return();
    }

    /// <summary>A vector of the current line of a strip of b.</summary>
    private static AssemblerRegisterZMM Strip(int strip) => Zmm(30 + strip);

    private void ForEachSum(Action<int, int, AssemblerRegisterZMM> write)
    {
        for (int row = 0; row < Rows; row++)
        {
            for (int strip = 0; strip < _strips; strip++) write(row, strip, Zmm(row * _strips + strip));
        }
    }

    /// <summary>Rows from the first on over all steps of the strips.</summary>
    /// <param name="load">Reads a line of b.</param>
    private void Multiply(int first, Product product, Action<AssemblerRegisterZMM, AssemblerMemoryOperand> load)
    {
        AssemblerRegister64[] lines = [rdx, r8];
        Code.mov(rax, __[rdi]);
        Code.mov(rdx, __[rdi + 8]);
        Code.mov(rcx, __[rdi + 16]);
        if (_strips == 2)
        {
            Code.mov(r8, rcx);
            Code.shl(r8, 6);
            Code.add(r8, rdx);
        }
        Loop(rcx, () =>
        {
            for (int strip = 0; strip < _strips; strip++) Code.prefetcht0(__byte_ptr[lines[strip] + Ahead]);
            for (int strip = 0; strip < _strips; strip++) load(Strip(strip), __[lines[strip]]);
            for (int row = 0; row < Rows; row++)
                AddProducts(product, row, _strips, rax + 4 * (first + row), Strip, Zmm(FirstNumber + row));
            Advance(rax, VectorBytes);
            for (int strip = 0; strip < _strips; strip++) Advance(lines[strip], VectorBytes);
        });
    }

    /// <summary>Adds the sums to the tiles.</summary>
    private void Add(int first)
    {
        Label done = Code.CreateLabel();
        int At(int row, int strip) => VectorBytes * (first + row) + TileBytes * strip;
        Code.mov(rcx, __[rdi + 24]);
        Code.mov(rsi, __[rdi + 32]);
        ForEachSum((row, strip, sum) => AddToMemory(sum, __[rcx + At(row, strip)], zmm29));
        Code.test(rsi, rsi);
        Code.jz(done);
        Code.vbroadcastss(zmm29, __dword_ptr[rdi + 40]);
        ForEachSum((row, strip, sum) =>
        {
            Code.vfmadd213ps(sum, zmm29, __[rsi + At(row, strip)]);
            Code.vmovups(__[rsi + At(row, strip)], sum);
        });
        Code.Label(ref done);
    }
}
