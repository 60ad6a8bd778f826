using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Processor;

/// <summary>
/// Assembles the product of two strips, as <see cref="TileProduct"/> describes it, for AVX2: two registers hold a line of b, and sums stand
/// in up to twelve, so that the sixteen rows take three turns. Sums are made in the order of <see cref="TileCode"/>.
/// </summary>
internal sealed class HalfTileCode : CodeWriter
{
    private const int Half = VectorBytes / 2, FirstOfLine = 12, FirstNumber = 14, Ahead = 512;

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
            for (int sum = 0; sum < 2 * rows; sum++) Code.vxorps(Ymm(sum), Ymm(sum), Ymm(sum));
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
            for (int half = 0; half < 2; half++) Code.vmovups(Ymm(FirstOfLine + half), __[rdx + half * Half]);
            for (int row = 0; row < rows; row++)
            {
                AssemblerRegisterYMM number = Ymm(FirstNumber + row % 2);
                Code.vbroadcastss(number, __dword_ptr[rax + (first + row) * sizeof(float)]);
                for (int half = 0; half < 2; half++) Code.vfmadd231ps(Ymm(2 * row + half), Ymm(FirstOfLine + half), number);
            }
            Advance(rax, VectorBytes);
            Advance(rdx, VectorBytes);
        });
    }

    /// <summary>Adds the sums to the tiles.</summary>
    private void Add(int first, int rows)
    {
        Label done = Code.CreateLabel();
        int At(int sum) => first * VectorBytes + sum * Half;
        Code.mov(rcx, __[rdi + 24]);
        Code.mov(rsi, __[rdi + 32]);
        for (int sum = 0; sum < 2 * rows; sum++)
        {
            Code.vaddps(Ymm(FirstNumber), Ymm(sum), __[rcx + At(sum)]);
            Code.vmovups(__[rcx + At(sum)], Ymm(FirstNumber));
        }
        Code.test(rsi, rsi);
        Code.jz(done);
        Code.vbroadcastss(Ymm(FirstNumber), __dword_ptr[rdi + 40]);
        for (int sum = 0; sum < 2 * rows; sum++)
        {
            Code.vfmadd213ps(Ymm(sum), Ymm(FirstNumber), __[rsi + At(sum)]);
            Code.vmovups(__[rsi + At(sum)], Ymm(sum));
        }
        Code.Label(ref done);
    }
}
