using Iced.Intel;
using Strata.Runtime;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Similarity.Kernels;

/// <summary>
/// Assembles the products of two strips, as <see cref="TileProduct"/> describes them: sixteen vectors of sums, and for each vector of b sixteen multiply-adds that
/// take their other side from memory, one a cycle. The next lines of b, and behind its end those of the strip that comes next, are fetched ahead.
/// </summary>
internal sealed class TileCode
{
    private const int Side = GramTile.Side, Ahead = 512;

    private static readonly AssemblerRegisterZMM[] s_sums = [zmm0, zmm1, zmm2, zmm3, zmm4, zmm5, zmm6, zmm7, zmm8, zmm9, zmm10, zmm11, zmm12, zmm13, zmm14, zmm15];

    private readonly Assembler _code;

    private TileCode(Assembler code) => _code = code;

    /// <summary>fp32 strips; null where processor or system do not allow it.</summary>
    public static MachineCode? Floats() => CpuFeatures.Detect().Avx512 ? MachineCode.TryAssemble(code => new TileCode(code).WriteFloats()) : null;

    /// <summary>Strips of four signed bytes: <c>vpdpbusd</c> takes one side without signs, so b is raised by 128 on the way, and the sums must begin at −128·Σa.</summary>
    public static MachineCode? Bytes() => CpuFeatures.Detect().Avx512Vnni ? MachineCode.TryAssemble(code => new TileCode(code).WriteBytes()) : null;

    private void WriteFloats()
    {
        foreach (AssemblerRegisterZMM sum in s_sums) _code.vpxord(sum, sum, sum);
        Loop(() =>
        {
            _code.vmovups(zmm30, __[rdx]);
            for (int row = 0; row < Side; row++) _code.vfmadd231ps(s_sums[row], zmm30, __dword_bcst[rax + 4 * row]);
        });
        Add();
    }

    private void WriteBytes()
    {
        _code.mov(rsi, __[rdi + 64]);
        for (int row = 0; row < Side; row++) _code.vpbroadcastd(s_sums[row], __dword_ptr[rsi + 4 * row]);
        _code.mov(r8d, 0x80808080);
        _code.vpbroadcastd(zmm31, r8d);
        Loop(() =>
        {
            _code.vpxord(zmm30, zmm31, __[rdx]);
            for (int row = 0; row < Side; row++) _code.vpdpbusd(s_sums[row], zmm30, __dword_bcst[rax + 4 * row]);
        });
        _code.mov(rax, __[rdi + 48]);
        _code.mov(rdx, __[rdi + 56]);
        _code.vmovups(zmm30, __[rdx]);
        for (int row = 0; row < Side; row++)
        {
            _code.vcvtdq2ps(s_sums[row], s_sums[row]);
            _code.vmulps(zmm31, zmm30, __dword_bcst[rax + 4 * row]);
            _code.vmulps(s_sums[row], s_sums[row], zmm31);
        }
        Add();
    }

    private void Loop(Action step)
    {
        Label next = _code.CreateLabel();
        _code.mov(rax, __[rdi]);
        _code.mov(rdx, __[rdi + 8]);
        _code.mov(rcx, __[rdi + 16]);
        _code.Label(ref next);
        _code.prefetcht0(__byte_ptr[rdx + Ahead]);
        step();
        _code.add(rax, 64);
        _code.add(rdx, 64);
        _code.dec(rcx);
        _code.jnz(next);
    }

    /// <summary>Adds the sums to the tiles and returns.</summary>
    private void Add()
    {
        Label done = _code.CreateLabel();
        _code.mov(rcx, __[rdi + 24]);
        _code.mov(rsi, __[rdi + 32]);
        for (int row = 0; row < Side; row++)
        {
            _code.vaddps(zmm31, s_sums[row], __[rcx + 64 * row]);
            _code.vmovups(__[rcx + 64 * row], zmm31);
        }
        _code.test(rsi, rsi);
        _code.jz(done);
        _code.vbroadcastss(zmm30, __dword_ptr[rdi + 40]);
        for (int row = 0; row < Side; row++)
        {
            _code.vfmadd213ps(s_sums[row], zmm30, __[rsi + 64 * row]);
            _code.vmovups(__[rsi + 64 * row], s_sums[row]);
        }
        _code.Label(ref done);
        _code.vzeroupper();
        _code.ret();
    }
}
