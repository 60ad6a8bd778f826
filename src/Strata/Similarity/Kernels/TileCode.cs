using Iced.Intel;
using Strata.Runtime;
using static Iced.Intel.AssemblerRegisters;
using static Strata.Runtime.VectorRegisters;

namespace Strata.Similarity.Kernels;

/// <summary>
/// Assembles the products of a strip with one other or with two neighbours, as <see cref="TileProduct"/> describes them. Sixteen vectors of
/// sums hide the latency of the multiply-add. With one strip they are sixteen rows, whose numbers the multiply-add reads from memory
/// itself; with two they are eight rows, so that a number once read serves two multiply-adds: a Zen 5 core begins two a cycle, but hardly
/// more than one and a half that read memory. The next lines of b, and behind its end those of the strip that comes next, are fetched
/// ahead.
/// </summary>
internal sealed class TileCode
{
    private const int Side = GramTile.Side, VectorBytes = 64, TileBytes = GramTile.Size * sizeof(float), Ahead = 512;

    /// <summary>Register of the first number of a, where numbers are read into registers.</summary>
    private const int FirstNumber = 16;

    private readonly Assembler _code;
    private readonly int _strips;

    private TileCode(Assembler code, int strips) => (_code, _strips) = (code, strips);

    /// <summary>fp32 strips; null where processor or system do not allow it.</summary>
    /// <param name="strips">Of b: 1 or 2.</param>
    public static MachineCode? Floats(int strips)
        => CpuFeatures.Detect().Avx512 ? MachineCode.TryAssemble(code => new TileCode(code, strips).WriteFloats()) : null;

    /// <summary>
    /// Strips of four signed bytes: <c>vpdpbusd</c> takes one side without signs, so b is raised by 128 on the way, and the sums must begin
    /// at −128·Σa.
    /// </summary>
    /// <param name="strips">Of b: 1 or 2.</param>
    public static MachineCode? Bytes(int strips)
        => CpuFeatures.Detect().Avx512Vnni ? MachineCode.TryAssemble(code => new TileCode(code, strips).WriteBytes()) : null;

    /// <summary>Rows whose sums fit the registers; there are as many turns as strips.</summary>
    private int Rows => Side / _strips;

    private void WriteFloats()
    {
        for (int first = 0; first < Side; first += Rows)
        {
            ForEachSum((_, _, sum) => _code.vpxord(sum, sum, sum));
            Loop(first, (b, at) => _code.vmovups(b, at), (sum, b, a) => _code.vfmadd231ps(sum, b, a),
                (sum, b, a) => _code.vfmadd231ps(sum, b, a));
            Add(first);
        }
        Return();
    }

    private void WriteBytes()
    {
        _code.mov(r9d, 0x80808080);
        for (int first = 0; first < Side; first += Rows)
        {
            _code.mov(rsi, __[rdi + 64]);
            ForEachSum((row, _, sum) => _code.vpbroadcastd(sum, __dword_ptr[rsi + 4 * (first + row)]));
            _code.vpbroadcastd(zmm29, r9d);
            Loop(first, (b, at) => _code.vpxord(b, zmm29, at), (sum, b, a) => _code.vpdpbusd(sum, b, a),
                (sum, b, a) => _code.vpdpbusd(sum, b, a));
            _code.mov(rax, __[rdi + 48]);
            _code.mov(rdx, __[rdi + 56]);
            for (int strip = 0; strip < _strips; strip++) _code.vmovups(Strip(strip), __[rdx + strip * VectorBytes]);
            ForEachSum((row, strip, sum) =>
            {
                _code.vcvtdq2ps(sum, sum);
                _code.vmulps(zmm29, Strip(strip), __dword_bcst[rax + 4 * (first + row)]);
                _code.vmulps(sum, sum, zmm29);
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

    /// <param name="load">Reads a line of b.</param>
    /// <param name="fromMemory">Multiplies and adds with a number of a in memory.</param>
    /// <param name="fromRegister">The same with one that fills a register.</param>
    private void Loop(
        int first, Action<AssemblerRegisterZMM, AssemblerMemoryOperand> load,
        Action<AssemblerRegisterZMM, AssemblerRegisterZMM, AssemblerMemoryOperand> fromMemory,
        Action<AssemblerRegisterZMM, AssemblerRegisterZMM, AssemblerRegisterZMM> fromRegister)
    {
        Label next = _code.CreateLabel();
        AssemblerRegister64[] lines = [rdx, r8];
        _code.mov(rax, __[rdi]);
        _code.mov(rdx, __[rdi + 8]);
        _code.mov(rcx, __[rdi + 16]);
        if (_strips == 2)
        {
            _code.mov(r8, rcx);
            _code.shl(r8, 6);
            _code.add(r8, rdx);
        }
        _code.Label(ref next);
        for (int strip = 0; strip < _strips; strip++) _code.prefetcht0(__byte_ptr[lines[strip] + Ahead]);
        for (int strip = 0; strip < _strips; strip++) load(Strip(strip), __[lines[strip]]);
        ForEachSum((row, strip, sum) =>
        {
            int offset = 4 * (first + row);
            AssemblerRegisterZMM number = Zmm(FirstNumber + row);
            if (_strips == 1)
            {
                fromMemory(sum, Strip(strip), __dword_bcst[rax + offset]);
                return;
            }
            if (strip == 0) _code.vpbroadcastd(number, __dword_ptr[rax + offset]);
            fromRegister(sum, Strip(strip), number);
        });
        _code.add(rax, VectorBytes);
        for (int strip = 0; strip < _strips; strip++) _code.add(lines[strip], VectorBytes);
        _code.dec(rcx);
        _code.jnz(next);
    }

    /// <summary>Adds the sums to the tiles.</summary>
    private void Add(int first)
    {
        Label done = _code.CreateLabel();
        int At(int row, int strip) => VectorBytes * (first + row) + TileBytes * strip;
        _code.mov(rcx, __[rdi + 24]);
        _code.mov(rsi, __[rdi + 32]);
        ForEachSum((row, strip, sum) =>
        {
            _code.vaddps(zmm29, sum, __[rcx + At(row, strip)]);
            _code.vmovups(__[rcx + At(row, strip)], zmm29);
        });
        _code.test(rsi, rsi);
        _code.jz(done);
        _code.vbroadcastss(zmm29, __dword_ptr[rdi + 40]);
        ForEachSum((row, strip, sum) =>
        {
            _code.vfmadd213ps(sum, zmm29, __[rsi + At(row, strip)]);
            _code.vmovups(__[rsi + At(row, strip)], sum);
        });
        _code.Label(ref done);
    }

    private void Return()
    {
        _code.vzeroupper();
        _code.ret();
    }
}
