using System.Runtime.InteropServices;
using Strata.Runtime;

namespace Strata.Tests.Runtime;

public sealed partial class NativeEnvironmentTests
{
    [Fact]
    public void A_variable_reaches_native_libraries_but_never_replaces_what_the_user_set()
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "Windows has one environment for both");
        string name = $"STRATA_TEST_{Guid.NewGuid():N}";

        NativeEnvironment.Set(name, "first");
        NativeEnvironment.Set(name, "second");

        Assert.Equal("first", Marshal.PtrToStringUTF8(getenv(name)));
        Assert.Equal("first", Environment.GetEnvironmentVariable(name));
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getenv(string name);
}
