using Iced.Intel;

namespace Strata.Runtime;

/// <summary>Vector registers by their number, 0 to 31, for code that is unrolled over them.</summary>
internal static class VectorRegisters
{
    public static AssemblerRegisterZMM Zmm(int number) => new((Register)((int)Register.ZMM0 + number));

    /// <summary>The lower half of the register of 512 bits with this number.</summary>
    public static AssemblerRegisterYMM Ymm(int number) => new((Register)((int)Register.YMM0 + number));
}
