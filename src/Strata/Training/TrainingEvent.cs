using System.Buffers.Binary;
using System.Text;

namespace Strata.Training;

/// <summary>
/// An epoch as TensorBoard's protocol buffer Event: wall_time = 1, step = 2, file_version = 3, summary = 5, which holds values = 1 of
/// tag = 1 and simple_value = 2 (tensorboard/compat/proto/event.proto and summary.proto).
/// </summary>
internal static class TrainingEvent
{
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    /// <summary>The first of a file.</summary>
    public static byte[] Version(DateTimeOffset now) => [.. Time(now), .. Text(3, "brain.Event:2")];

    /// <summary>An epoch's scalars.</summary>
    /// <param name="now">When it ended.</param>
    public static byte[] Of(EpochRecord epoch, DateTimeOffset now)
    {
        var scalars = new List<(string Tag, double Value)> { ("loss", epoch.Loss), ("accuracy/train", epoch.TrainAccuracy) };
        if (epoch.TestAccuracy is { } test) scalars.Add(("accuracy/test", test));
        scalars.Add(("learning_rate", epoch.LearningRate));
        scalars.Add(("images_per_second", epoch.ImagesPerSecond));
        IEnumerable<byte> values = scalars.SelectMany(s => Message(1, [.. Text(1, s.Tag), .. Single(2, (float)s.Value)]));
        return [.. Time(now), .. Number(2, epoch.Epoch), .. Message(5, [.. values])];
    }

    /// <summary>The step of an event that was written here; null where it has none.</summary>
    public static int? StepOf(ReadOnlySpan<byte> content)
    {
        const int Behind = 1 + sizeof(double);
        if (content.Length <= Behind || content[0] != Tag(1, Fixed64) || content[Behind] != Tag(2, Varint)) return null;
        int step = 0, at = Behind + 1;
        for (int shift = 0; shift < 28 && at < content.Length; shift += 7, at++)
        {
            step |= (content[at] & 0x7f) << shift;
            if (content[at] < 0x80) return step;
        }
        return null;
    }

    private static byte Tag(int field, int type) => (byte)(field << 3 | type);

    private static byte[] Time(DateTimeOffset time)
    {
        byte[] bytes = new byte[1 + sizeof(double)];
        bytes[0] = Tag(1, Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(1), time.ToUnixTimeMilliseconds() / 1e3);
        return bytes;
    }

    private static byte[] Single(int field, float value)
    {
        byte[] bytes = new byte[1 + sizeof(float)];
        bytes[0] = Tag(field, Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    private static byte[] Number(int field, int value)
    {
        var bytes = new List<byte> { Tag(field, Varint) };
        for (uint left = (uint)value; ; left >>= 7)
        {
            bytes.Add((byte)(left < 0x80 ? left : left & 0x7f | 0x80));
            if (left < 0x80) return [.. bytes];
        }
    }

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, byte[] content) => [Tag(field, Bytes), .. Number(0, content.Length)[1..], .. content];
}
