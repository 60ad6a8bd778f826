using Iced.Intel;
using Strata.Runtime;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Similarity.Kernels;

/// <summary>
/// The innermost product in 8 bits: a 16 × 16 tile from two packed strips, [depth/4][16][4]. <c>vpdpbusd</c> (AVX512-VNNI) multiplies 64 numbers and adds them by
/// fours in one instruction, four times as many as fp32 does; .NET has no intrinsic for it. It takes one side without signs, so that b is raised by 128
/// on the way and the sums begin at −128·Σa. They are exact.
/// </summary>
internal static unsafe class ByteTile
{
    private const int Side = GramTile.Side;

    private static readonly AssemblerRegisterZMM[] s_sums = [zmm0, zmm1, zmm2, zmm3, zmm4, zmm5, zmm6, zmm7, zmm8, zmm9, zmm10, zmm11, zmm12, zmm13, zmm14, zmm15];

    /// <summary>Lives as long as the process, as compiled methods do.</summary>
    private static readonly MachineCode? s_code = CpuFeatures.Detect().Avx512Vnni ? MachineCode.TryAssemble(Write) : null;

    /// <summary>Whether processor and system allow it.</summary>
    public static bool IsSupported => s_code is not null;

    /// <summary>
    /// Adds a·bᵀ, in the units of both sides' examples, to the tile, and the factor times that to the scaled tile unless it is null. Its bits are
    /// those of float(Σ a·b) · (unit of b · unit of a) added up in fp32, the scaled ones' by a fused multiply-add.
    /// </summary>
    public static void Add(in Product product)
    {
        fixed (Product* p = &product) ((delegate* unmanaged[SuppressGCTransition]<Product*, void>)s_code!.Entry)(p);
    }

    /// <summary>What a product is of; the assembled function reads it by the order of its fields, eight bytes each.</summary>
    /// <param name="A">[quads][16][4].</param>
    /// <param name="B">The same of the other side.</param>
    /// <param name="Quads">Fours of features.</param>
    /// <param name="Starts">[16] −128·Σa of each example.</param>
    /// <param name="UnitsA">[16] what 1 stands for in each example of a.</param>
    /// <param name="UnitsB">[16] the same of b.</param>
    /// <param name="Tile">[16, 16].</param>
    /// <param name="Scaled">[16, 16] or null.</param>
    /// <param name="Factor">Of the scaled tile.</param>
    public readonly record struct Product(nint A, nint B, nint Quads, nint Starts, nint UnitsA, nint UnitsB, nint Tile, nint Scaled, float Factor);

    private static void Write(Assembler code)
    {
        Label next = code.CreateLabel(), done = code.CreateLabel();
        code.mov(rax, __[rdi]);
        code.mov(rdx, __[rdi + 8]);
        code.mov(rcx, __[rdi + 16]);
        code.mov(rsi, __[rdi + 24]);
        for (int row = 0; row < Side; row++) code.vpbroadcastd(s_sums[row], __[rsi + 4 * row]);
        code.mov(r8d, 0x80808080);
        code.vpbroadcastd(zmm31, r8d);
        code.Label(ref next);
        code.vpxord(zmm30, zmm31, __[rdx]);
        for (int row = 0; row < Side; row++) code.vpdpbusd(s_sums[row], zmm30, __dword_bcst[rax + 4 * row]);
        code.add(rax, 64);
        code.add(rdx, 64);
        code.dec(rcx);
        code.jnz(next);

        code.mov(rax, __[rdi + 32]);
        code.mov(rdx, __[rdi + 40]);
        code.mov(rcx, __[rdi + 48]);
        code.mov(rsi, __[rdi + 56]);
        code.vmovups(zmm30, __[rdx]);
        code.vbroadcastss(zmm29, __dword_ptr[rdi + 64]);
        for (int row = 0; row < Side; row++)
        {
            code.vcvtdq2ps(s_sums[row], s_sums[row]);
            code.vmulps(zmm31, zmm30, __dword_bcst[rax + 4 * row]);
            code.vmulps(s_sums[row], s_sums[row], zmm31);
            code.vaddps(zmm31, s_sums[row], __[rcx + 64 * row]);
            code.vmovups(__[rcx + 64 * row], zmm31);
        }
        code.test(rsi, rsi);
        code.jz(done);
        for (int row = 0; row < Side; row++)
        {
            code.vfmadd213ps(s_sums[row], zmm29, __[rsi + 64 * row]);
            code.vmovups(__[rsi + 64 * row], s_sums[row]);
        }
        code.Label(ref done);
        code.vzeroupper();
        code.ret();
    }
}
