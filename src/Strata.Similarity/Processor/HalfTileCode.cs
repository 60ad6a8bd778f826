using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Processor;

/// <summary>
/// Assembles the product of two strips, as <see cref="TileProduct"/> describes it, for AVX2: two registers hold a line of b, and sums stand
/// in up to twelve, so that the sixteen rows take three turns. Sums are made in the order of <see cref="TileCode"/>.
/// </summary>
internal sealed class HalfTileCode : CodeWriter
{
    private const int Ahead = 512;

    /// <summary>Register for what comes from memory when sums are added to tiles.</summary>
    private const int Spare = HalfSums;

    /// <summary>Rows of each turn: never more than the registers hold, nor fewer than hide the latency of a multiply-add.</summary>
    private static readonly int[] s_turns = [6, 5, 5];

    private HalfTileCode(Assembler code) : base(code) { }

    /// <summary>fp32 strips; null where the system does not allow it.</summary>
    public static MachineCode? TryAssemble() => MachineCode.TryAssemble(code => new HalfTileCode(code).Write());

    private void Write()
    {
        int first = 0;
        foreach (int rows in s_turns)
        {
            ClearHalves(2 * rows);
            Multiply(first, rows);
            Add(first, rows);
            first += rows;
        }
        Return();
    }

    private void Multiply(int first, int rows)
    {
        Code.mov(rax, __[rdi]);
        Code.mov(rdx, __[rdi + 8]);
        Code.mov(rcx, __[rdi + 16]);
        Loop(rcx, () =>
        {
            // Strips are read three times: after the first they are there.
            if (first == 0) Code.prefetcht0(__byte_ptr[rdx + Ahead]);
            LoadHalves(rdx + 0);
            for (int row = 0; row < rows; row++) AddHalves(row, rax + (first + row) * sizeof(float));
            Advance(rax, VectorBytes);
            Advance(rdx, VectorBytes);
        });
    }

    /// <summary>Adds the sums to the tiles.</summary>
    private void Add(int first, int rows)
    {
        Label done = Code.CreateLabel();
        int At(int sum) => first * VectorBytes + sum * HalfBytes;
        Code.mov(rcx, __[rdi + 24]);
        Code.mov(rsi, __[rdi + 32]);
        for (int sum = 0; sum < 2 * rows; sum++)
        {
            Code.vaddps(Ymm(Spare), Ymm(sum), __[rcx + At(sum)]);
            Code.vmovups(__[rcx + At(sum)], Ymm(Spare));
        }
        Code.test(rsi, rsi);
        Code.jz(done);
        Code.vbroadcastss(Ymm(Spare), __dword_ptr[rdi + 40]);
        for (int sum = 0; sum < 2 * rows; sum++)
        {
            Code.vfmadd213ps(Ymm(sum), Ymm(Spare), __[rsi + At(sum)]);
            Code.vmovups(__[rsi + At(sum)], Ymm(sum));
        }
        Code.Label(ref done);
    }
}
