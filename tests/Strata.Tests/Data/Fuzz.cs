using Strata.Runtime;

namespace Strata.Tests.Data;

/// <summary>Damages files at a fixed seed; whatever reads them may succeed or say what is wrong, and nothing else.</summary>
internal static class Fuzz
{
    public static void Mutate(byte[] whole, int rounds, Action<byte[]> read)
    {
        var random = new RandomSequence(1, "fuzz");
        for (int round = 0; round < rounds; round++)
        {
            byte[] bytes = [.. whole];
            int changes = 1 + random.Next(8);
            for (int i = 0; i < changes; i++)
            {
                int at = random.Next(bytes.Length);
                bytes[at] = random.Next(3) switch { 0 => 0, 1 => 0xff, _ => (byte)random.Next(256) };
            }
            if (random.Next(3) == 0) bytes = bytes[..random.Next(bytes.Length)];
            if (random.Next(10) == 0) bytes = [.. bytes, .. bytes];
            try
            {
                read(bytes);
            }
            catch (StrataException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
            catch (Exception other)
            {
                Assert.Fail($"round {round}: {other}");
            }
        }
    }
}
