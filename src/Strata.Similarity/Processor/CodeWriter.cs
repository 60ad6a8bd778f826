using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Processor;

/// <summary>
/// The words that all functions here are written in, above single instructions. Sums stand in the vector registers of 512 bits from the
/// first on, 16 numbers of 32 bits each.
/// </summary>
internal abstract class CodeWriter(Assembler code)
{
    /// <summary>Bytes of a vector, which is a cache line.</summary>
    protected const int VectorBytes = 64;

    /// <summary>What one instruction multiplies, and adds to sums of 32 bits.</summary>
    protected enum Product
    {
        /// <summary>fp32 numbers.</summary>
        Floats,

        /// <summary>Two bf16 numbers of each side at once (AVX512-BF16).</summary>
        Bf16Pairs,

        /// <summary>Four bytes of each side at once, the factors' without signs (AVX512-VNNI).</summary>
        Bytes,
    }

    /// <summary>For what one function alone has.</summary>
    protected Assembler Code { get; } = code;

    /// <summary>A register by its number, 0 to 31, for code that is unrolled over them.</summary>
    protected static AssemblerRegisterZMM Zmm(int number) => new((Register)((int)Register.ZMM0 + number));

    /// <summary>The lower half of the register of 512 bits with this number.</summary>
    protected static AssemblerRegisterYMM Ymm(int number) => new((Register)((int)Register.YMM0 + number));

    /// <summary>Sets so many sums to 0.</summary>
    protected void Clear(int sums)
    {
        for (int i = 0; i < sums; i++) Code.vpxord(Zmm(i), Zmm(i), Zmm(i));
    }

    /// <summary>Sums of AVX2, which leave two of its sixteen registers for a line of factors and two for numbers.</summary>
    protected const int HalfSums = 12;

    /// <summary>Half a vector, a register of AVX2.</summary>
    protected const int HalfBytes = VectorBytes / 2;

    /// <summary>Sets so many sums of AVX2 to 0.</summary>
    protected void ClearHalves(int sums)
    {
        for (int i = 0; i < sums; i++) Code.vxorps(Ymm(i), Ymm(i), Ymm(i));
    }

    /// <summary>Reads the line of factors for <see cref="AddHalves"/>.</summary>
    protected void LoadHalves(AssemblerMemoryOperand line)
    {
        for (int half = 0; half < 2; half++) Code.vmovups(Ymm(HalfSums + half), __[line + half * HalfBytes]);
    }

    /// <summary>Adds one number in memory times both halves of the line to the two sums of a row.</summary>
    protected void AddHalves(int row, AssemblerMemoryOperand number)
    {
        AssemblerRegisterYMM spare = Ymm(HalfSums + 2 + row % 2);
        Code.vbroadcastss(spare, __dword_ptr[number]);
        for (int half = 0; half < 2; half++) Code.vfmadd231ps(Ymm(2 * row + half), Ymm(HalfSums + half), spare);
    }

    /// <summary>The body, until the counter, one less after each turn, is 0; it holds at least 1 before.</summary>
    protected void Loop(AssemblerRegister64 counter, Action body)
    {
        Label next = Code.CreateLabel();
        Code.Label(ref next);
        body();
        Code.dec(counter);
        Code.jnz(next);
    }

    /// <summary>The body as a loop of a number of turns that is known while it is written.</summary>
    /// <param name="counter">The body leaves it alone.</param>
    /// <param name="times">At least 1.</param>
    protected void Repeat(AssemblerRegister32 counter, int times, Action body)
    {
        Code.mov(counter, times);
        Label next = Code.CreateLabel();
        Code.Label(ref next);
        body();
        Code.dec(counter);
        Code.jnz(next);
    }

    /// <summary>Lets a pointer point so many bytes further.</summary>
    protected void Advance(AssemblerRegister64 pointer, long bytes) => Code.add(pointer, checked((int)bytes));

    /// <summary>One number of 32 bits from memory to all lanes.</summary>
    protected virtual void HandToAllLanes(AssemblerRegisterZMM to, AssemblerMemoryOperand number)
        => Code.vpbroadcastd(to, __dword_ptr[number]);

    /// <summary>
    /// Adds one number in memory times a vector of factors to sum <paramref name="row"/>·blocks + block, for each block. With one block the
    /// instruction reads the number itself and hands it to all lanes; with more it is read once for all of them, since a Zen 5 core begins
    /// two such instructions a cycle, but hardly more than one and a half that read memory.
    /// </summary>
    /// <param name="factors">The vector of a block.</param>
    /// <param name="spare">Takes the number where there are several blocks.</param>
    protected void AddProducts(Product product, int row, int blocks, AssemblerMemoryOperand number, Func<int, AssemblerRegisterZMM> factors,
        AssemblerRegisterZMM spare)
    {
        if (blocks == 1)
        {
            AddProduct(product, Zmm(row), factors(0), number);
            return;
        }
        HandToAllLanes(spare, number);
        for (int block = 0; block < blocks; block++) AddProduct(product, Zmm(row * blocks + block), factors(block), spare);
    }

    /// <summary>The same with a number in memory.</summary>
    protected void AddProduct(Product product, AssemblerRegisterZMM sum, AssemblerRegisterZMM factors, AssemblerMemoryOperand number)
    {
        switch (product)
        {
            case Product.Floats: Code.vfmadd231ps(sum, factors, __dword_bcst[number]); break;
            case Product.Bf16Pairs: Code.vdpbf16ps(sum, factors, __dword_bcst[number]); break;
            case Product.Bytes: Code.vpdpbusd(sum, factors, __dword_bcst[number]); break;
        }
    }

    /// <summary>Adds a sum to 16 numbers in memory.</summary>
    /// <param name="result">The sum's own register, or another where the sum is needed again.</param>
    protected void AddToMemory(AssemblerRegisterZMM sum, AssemblerMemoryOperand numbers, AssemblerRegisterZMM result)
    {
        Code.vaddps(result, sum, numbers);
        Code.vmovups(numbers, result);
    }

    /// <summary>Back to the caller, whose own code would run slower with the upper halves of registers in use.</summary>
    protected void Return()
    {
        Code.vzeroupper();
        Code.ret();
    }

    private void AddProduct(Product product, AssemblerRegisterZMM sum, AssemblerRegisterZMM factors, AssemblerRegisterZMM numbers)
    {
        switch (product)
        {
            case Product.Floats: Code.vfmadd231ps(sum, factors, numbers); break;
            case Product.Bf16Pairs: Code.vdpbf16ps(sum, factors, numbers); break;
            case Product.Bytes: Code.vpdpbusd(sum, factors, numbers); break;
        }
    }
}
