using System.Numerics;
using Strata.Training;

namespace Strata.Tests.Training;

/// <summary>Event files hold each epoch of the log once, whatever happened to them.</summary>
public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Path => System.IO.Path.Combine(_folder["events"], EventFile.Name);

    private static EpochRecord Epoch(int epoch)
        => new(epoch, 300, 2.0 / epoch, 0.5, epoch % 2 == 0 ? 0.25 : null, 0.01, 10, 1000, 100);

    private static EpochRecord[] Log(int epochs) => [.. Enumerable.Range(1, epochs).Select(Epoch)];

    /// <summary>The check value of CRC-32C for 32 zeros (RFC 3720 B.4), under the mask of TFRecord.</summary>
    [Fact]
    public void Records_have_the_checksums_of_the_format()
    {
        byte[] framed = EventRecord.Frame(new byte[32]);
        Assert.Equal(unchecked(BitOperations.RotateRight(0x8a9136aau, 15) + 0xa282ead8u), BitConverter.ToUInt32(framed, 44));
        Assert.Equal(48, framed.Length);
        Assert.Equal(new byte[32], EventRecord.First(framed)!.Value.Content);
    }

    [Fact]
    public void Steps_come_back_and_the_version_has_none()
    {
        foreach (int epoch in new[] { 1, 127, 128, 16_383, 16_384, 1_000_000 })
            Assert.Equal(epoch, TrainingEvent.StepOf(TrainingEvent.Of(Epoch(epoch), DateTimeOffset.UnixEpoch)));
        Assert.Null(TrainingEvent.StepOf(TrainingEvent.Version(DateTimeOffset.UnixEpoch)));
        Assert.Null(TrainingEvent.StepOf([]));
    }

    [Fact]
    public void A_training_that_goes_on_keeps_its_events_and_repeats_none()
    {
        EventFile file = EventFile.Open(_folder["events"], []);
        foreach (EpochRecord epoch in Log(5)) file.Append(epoch);
        byte[] five = File.ReadAllBytes(Path);
        EventFile.Open(_folder["events"], Log(5));
        Assert.Equal(five, File.ReadAllBytes(Path));
        // The state is of the third epoch: what comes behind is trained again.
        EventFile.Open(_folder["events"], Log(3)).Append(Epoch(4));
        Assert.Equal([null, 1, 2, 3, 4], Steps());
        Assert.Equal(five[..File.ReadAllBytes(Path).Length][..200], File.ReadAllBytes(Path)[..200]);
        // The log is ahead, as after a kill between the two.
        EventFile.Open(_folder["events"], Log(6));
        Assert.Equal([null, 1, 2, 3, 4, 5, 6], Steps());
    }

    [Fact]
    public void Whatever_is_cut_or_damaged_is_written_again()
    {
        EventFile.Open(_folder["events"], Log(4));
        byte[] whole = File.ReadAllBytes(Path);
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(Path, whole[..length]);
            EventFile.Open(_folder["events"], Log(4));
            Assert.Equal([null, 1, 2, 3, 4], Steps());
        }
        for (int at = 0; at < whole.Length; at += 7)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x40;
            File.WriteAllBytes(Path, damaged);
            EventFile.Open(_folder["events"], Log(4));
            Assert.Equal([null, 1, 2, 3, 4], Steps());
        }
    }

    private List<int?> Steps()
    {
        byte[] bytes = File.ReadAllBytes(Path);
        var steps = new List<int?>();
        for (int at = 0; at < bytes.Length;)
        {
            (byte[] content, int length) = EventRecord.First(bytes.AsSpan(at)) ?? throw new InvalidDataException($"damaged at {at}");
            steps.Add(TrainingEvent.StepOf(content));
            at += length;
        }
        return steps;
    }
}
