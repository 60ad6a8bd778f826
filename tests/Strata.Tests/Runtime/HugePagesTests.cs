using Strata.Runtime;

namespace Strata.Tests.Runtime;

public class HugePagesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((4 << 20) - 1)]
    [InlineData(4 << 20)]
    [InlineData((9 << 20) + 7)]
    public void Array_has_its_length_and_keeps_every_byte(int length)
    {
        byte[] array = HugePages.AllocateUninitialized(length);
        Assert.Equal(length, array.Length);
        for (int i = 0; i < length; i++) array[i] = (byte)(i * 31 >> 3);
        GC.Collect();
        for (int i = 0; i < length; i++)
            if (array[i] != (byte)(i * 31 >> 3)) Assert.Fail($"byte {i} has changed");
    }
}
