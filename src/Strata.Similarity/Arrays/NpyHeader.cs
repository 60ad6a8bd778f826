using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Strata.Runtime;

namespace Strata.Arrays;

/// <summary>
/// What an .npy file says about itself (NumPy's format versions 1.0, 2.0 and 3.0), believed only as far as the file's length bears it out.
/// </summary>
internal sealed record NpyHeader(NpyType Type, string Description, bool Fortran, int[] Shape, long Count, long DataStart)
{
    /// <summary>NumPy allows 64 dimensions and 10,000 bytes of header; more is no array that anybody wrote.</summary>
    private const int MaximumDimensions = 64, MaximumLength = 1 << 16;

    /// <exception cref="InvalidFileException">Not an .npy file, of a kind that is not read here, or not as long as it says.</exception>
    public static NpyHeader Read(SafeFileHandle file, string path)
    {
        long length = RandomAccess.GetLength(file);
        Span<byte> start = stackalloc byte[12];
        int read = RandomAccess.Read(file, start, 0);
        if (read < 10 || start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
            throw NoArray(file, path);
        (int major, int minor) = (start[6], start[7]);
        if (major is < 1 or > 3 || minor != 0)
            throw new InvalidFileException(path, $"has .npy format version {major}.{minor}, expected 1.0, 2.0 or 3.0");
        if (major > 1 && read < 12) throw new InvalidFileException(path, $"ends inside its header, at byte {read}");
        int textStart = major == 1 ? 10 : 12;
        long textLength = major == 1 ? start[8] | start[9] << 8
            : start[8] | (long)start[9] << 8 | (long)start[10] << 16 | (long)start[11] << 24;
        if (textLength > length - textStart)
            throw new InvalidFileException(path,
                $"claims a header of {textLength} bytes, but has only {length - textStart} after byte {textStart}");
        if (textLength > MaximumLength)
            throw new InvalidFileException(path, $"claims a header of {textLength} bytes, expected at most {MaximumLength}");

        byte[] text = new byte[textLength];
        if (RandomAccess.Read(file, text, textStart) != text.Length) throw new InvalidFileException(path, "ends inside its header");
        (string description, bool fortran, long[] shape) = new Parser(Encoding.Latin1.GetString(text), path, textStart).Read();
        NpyType type = NpyType.Parse(description)
            ?? throw new InvalidFileException(path,
                $"holds elements of type {Foreign.Quoted(description)}, expected one of {NpyType.Supported}");

        UInt128 count = 1;
        foreach (long size in shape)
        {
            if (size > int.MaxValue)
                throw new InvalidFileException(path, $"has shape {Describe(shape)}, expected dimensions of at most {int.MaxValue}");
            // Zero anywhere makes the product zero; otherwise it only grows, and above the file's length it is wrong already.
            count *= (UInt128)size;
            if (count > long.MaxValue) count = long.MaxValue;
        }
        long dataStart = textStart + textLength;
        if (shape.Contains(0)) count = 0;
        if (count * (UInt128)type.Size != (UInt128)(length - dataStart))
            throw new InvalidFileException(path,
                $"has {length - dataStart} bytes of data, but shape {Describe(shape)} of type {Foreign.Quoted(description)} takes "
                + $"{(count >= long.MaxValue ? "far more" : $"{count * (UInt128)type.Size}")}");
        return new(type, description, fortran, [.. shape.Select(size => (int)size)], (long)count, dataStart);
    }

    private static InvalidFileException NoArray(SafeFileHandle file, string path)
    {
        byte[] start = new byte[FileFormat.Prefix];
        int read = RandomAccess.Read(file, start, 0);
        return FileFormat.Refusal(path, start.AsSpan(0, read), Wanted.Array, NpyFile.Expected)
            ?? new(path, "is no .npy file: it does not begin with \\x93NUMPY");
    }

    public static string Describe<T>(IEnumerable<T> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>
    /// The small part of Python's literals that NumPy writes: a dictionary of a string, a truth value and a tuple of integers.
    /// </summary>
    private sealed class Parser(string text, string path, int offset)
    {
        private int _at;

        public (string Description, bool Fortran, long[] Shape) Read()
        {
            string? description = null;
            bool? fortran = null;
            long[]? shape = null;
            Expect('{');
            while (!Accept('}'))
            {
                string key = Text();
                Expect(':');
                switch (key)
                {
                    case "descr" when description is null:
                        if (Peek() == '[') throw Wrong("structured elements, expected one number per element");
                        description = Text();
                        break;
                    case "fortran_order" when fortran is null: fortran = Truth(); break;
                    case "shape" when shape is null: shape = Sizes(); break;
                    default: throw Wrong($"key {Foreign.Quoted(key)}, expected descr, fortran_order and shape, once each");
                }
                if (!Accept(','))
                {
                    Expect('}');
                    break;
                }
            }
            Peek();
            if (_at < text.Length) throw Wrong("text after the closing brace");
            return (description ?? throw Wrong("no 'descr'"), fortran ?? throw Wrong("no 'fortran_order'"), shape
                ?? throw Wrong("no 'shape'"));
        }

        private char Peek()
        {
            while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
            return _at < text.Length ? text[_at] : '\0';
        }

        private bool Accept(char wanted)
        {
            if (Peek() != wanted || _at >= text.Length) return false;
            _at++;
            return true;
        }

        private void Expect(char wanted)
        {
            if (!Accept(wanted))
                throw Wrong(_at < text.Length ? $"'{Printable(text[_at])}', expected '{wanted}'" : $"its end, expected '{wanted}'");
        }

        private string Text()
        {
            char quote = Peek();
            if (quote is not ('\'' or '"')) throw Wrong("no quoted string where one is expected");
            int end = text.IndexOf(quote, _at + 1);
            if (end < 0) throw Wrong("a string without end");
            string value = text[(_at + 1)..end];
            if (value.Length > 32 || value.Any(c => c is < ' ' or > '~')) throw Wrong("a string that is no key and no type of elements");
            _at = end + 1;
            return value;
        }

        private bool Truth()
        {
            bool value = Peek() == 'T';
            string word = value ? "True" : "False";
            if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0) throw Wrong("no True or False for fortran_order");
            _at += word.Length;
            return value;
        }

        private long[] Sizes()
        {
            var sizes = new List<long>();
            Expect('(');
            while (!Accept(')'))
            {
                Peek();
                int start = _at, end = start;
                while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
                if (!long.TryParse(text.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out long size))
                    throw Wrong("a shape that is no tuple of integers from 0");
                if (sizes.Count == MaximumDimensions) throw Wrong($"a shape of more than {MaximumDimensions} dimensions");
                sizes.Add(size);
                // Python 2 wrote its long integers as 3L.
                _at = end < text.Length && text[end] == 'L' ? end + 1 : end;
                if (!Accept(','))
                {
                    Expect(')');
                    break;
                }
            }
            return [.. sizes];
        }

        private static string Printable(char c) => c is < ' ' or > '~' ? $"\\x{(int)c:x2}" : c.ToString();

        private InvalidFileException Wrong(string found) => new(path, $"has in its header, at byte {offset + _at}, {found}");
    }
}
