using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Strata.Runtime;

namespace Strata.Checkpoints.PyTorch;

/// <summary>
/// Reads pickles of protocols 2 to 5 as data, after Python's <c>pickletools</c>: nothing that they name is imported, called or built but
/// what <see cref="PickleGlobals"/> lists, by what stands in for it here. Memory follows what is in the file, never what it claims, and
/// nothing is recursive: what refers to itself, or to the same many times, costs no more than its bytes.
/// </summary>
/// <param name="stream">Read on from where it stands; it can tell its length.</param>
/// <param name="path">For messages.</param>
internal sealed class PickleReader(Stream stream, string path)
{
    /// <summary>Instructions of a pickle; a state with optimizer and a million numbers of history has fewer.</summary>
    private const int MostInstructions = 1 << 22;

    private const int LongestText = 1 << 20, LongestName = PickleDictionary.LongestName;

    private static readonly object s_mark = new();

    private readonly Dictionary<string, TorchType> _storages = [];
    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private long _begin, _pairs;

    /// <summary>The types of all storages that the last pickle named, by their keys.</summary>
    public IReadOnlyDictionary<string, TorchType> Storages => _storages;

    /// <summary>The value of the next pickle: null, bool, long, double, string, byte[], BigInteger, object?[] for a tuple,
    /// List&lt;object?&gt; for a list, <see cref="PickleDictionary"/>, <see cref="PickleGlobal"/>, <see cref="TorchStorage"/>,
    /// <see cref="TorchTensor"/>; an object of its own for what is passed over.</summary>
    /// <exception cref="InvalidFileException">Truncated, no pickle, or one that weights have no use for.</exception>
    public object? Read()
    {
        _stack.Clear();
        _memo.Clear();
        _pairs = 0;
        _storages.Clear();
        for (int i = 0; i < MostInstructions; i++)
        {
            _begin = stream.Position;
            byte code = Byte();
            if (code == '.') return _stack.Count == 1 ? Pop() : throw Wrong($"ends with {_stack.Count} values instead of one");
            Execute(code);
        }
        throw Wrong($"has more than {MostInstructions} instructions");
    }

    private void Execute(byte code)
    {
        switch ((char)code)
        {
            case '\x80':
                if (Byte() is not (>= 2 and <= 5) and var protocol) throw Wrong($"has protocol {protocol}, 2 to 5 are read");
                break;
            case '\x95': // FRAME: how the writer buffered.
                Skip(8);
                break;
            case '(': Push(s_mark); break;
            case '0': Pop(); break;
            case '1': Marked(); break;
            case '2':
                object? top = Pop();
                Push(top);
                Push(top);
                break;

            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'K': Push((long)Byte()); break;
            case 'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2))); break;
            case 'J': Push((long)Int32()); break;
            case '\x8a': PushInteger(Byte()); break;
            case '\x8b': PushInteger(Length(Int32(), LongestName)); break;
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8))); break;
            case 'X': Push(Text(UInt32())); break;
            case '\x8c': Push(Text(Byte())); break;
            case '\x8d': Push(Text(UInt64())); break;
            case 'U': Push(Encoding.Latin1.GetString(Bytes(Byte()))); break;
            case 'T': Push(Encoding.Latin1.GetString(Bytes(Length(Int32(), LongestText)))); break;
            case 'C': Push(Bytes(Byte())); break;
            case 'B': Push(Bytes(Length(UInt32(), LongestText))); break;

            case ')': Push(Array.Empty<object?>()); break;
            case '\x85': Push(Popped(1)); break;
            case '\x86': Push(Popped(2)); break;
            case '\x87': Push(Popped(3)); break;
            case 't': Push(Marked()); break;
            case ']': Push(new List<object?>()); break;
            case '}': Push(new PickleDictionary()); break;
            case 'l': Push(new List<object?>(Marked())); break;
            case 'd': Push(Filled(new PickleDictionary(), Marked())); break;
            case 'a': Append(Popped(1)); break;
            case 'e': Append(Marked()); break;
            case 's': Fill(Popped(2)); break;
            case 'u': Fill(Marked()); break;
            case '\x8f': Push(new object()); break; // EMPTY_SET
            case '\x90': Marked(); break; // ADDITEMS, to one
            case '\x91':
                Marked();
                Push(new object());
                break;

            case 'q': Memoize(Byte()); break;
            case 'r': Memoize(UInt32()); break;
            case '\x94': Memoize(_memo.Count); break;
            case 'h': Recall(Byte()); break;
            case 'j': Recall(UInt32()); break;

            case 'c': Push(Global(Line(), Line())); break;
            case '\x93':
                object?[] names = Popped(2);
                Push(names is [string module, string name] ? Global(module, name)
                    : throw Wrong("names a class by something else than text"));
                break;
            case 'Q': Push(Storage(Pop())); break;
            case 'R' or '\x81':
                object?[] call = Popped(2);
                Push(Built(call[0], call[1]));
                break;
            case '\x92':
                object?[] keyed = Popped(3);
                Push(Built(keyed[0], keyed[1]));
                break;
            case 'b':
                // Attributes of what is there already, such as the version of a state: nothing here needs them.
                Pop();
                Push(Pop());
                break;
            default:
                throw Wrong($"has the instruction 0x{code:x2}, which torch.save does not write");
        }
    }

    /// <summary>What a call that the pickle asks for comes to.</summary>
    private object? Built(object? function, object? arguments)
    {
        if (function is not PickleGlobal global || arguments is not object?[] given)
            throw Wrong("calls something that is no function that it has named");
        switch (global.Role)
        {
            case PickleRole.Dictionary:
                var made = new PickleDictionary();
                // Python 2 gave the items at once.
                if (given is [List<object?> pairs]) AddPairs(made, pairs);
                return given is [PickleDictionary whole] ? whole : made;
            case PickleRole.Tensor:
                return Tensor(given);
            case PickleRole.Parameter:
                return given is [TorchTensor tensor, ..] ? tensor : throw Wrong("makes a parameter of something that is no tensor");
            case PickleRole.Ignored:
                return new object();
            default:
                throw Wrong($"calls {global.Name}, which is no function");
        }
    }

    private void AddPairs(PickleDictionary made, List<object?> pairs)
    {
        // A list that is recalled costs its reader more than its bytes: items that are all written have some bytes each.
        long most = Math.Min(MostInstructions, stream.Length);
        if ((_pairs += pairs.Count) > most) throw Wrong($"makes dictionaries of more than {most} items");
        foreach (object? pair in pairs) Add(made, At(pair, 0), At(pair, 1));
    }

    private void Add(PickleDictionary dictionary, object? key, object? value)
    {
        if (value is TorchTensor && key is string { Length: > LongestName } name)
            throw Wrong($"has a tensor whose name has {name.Length} letters, up to {LongestName} are read");
        dictionary.Add(key, value);
    }

    private static object? At(object? pair, int index)
        => pair switch
        {
            object?[] tuple => tuple.ElementAtOrDefault(index),
            List<object?> list => list.ElementAtOrDefault(index),
            _ => null
        };

    private TorchTensor Tensor(object?[] given)
    {
        if (given is not [TorchStorage storage, long offset, object?[] shape, object?[] strides, ..])
            throw Wrong("makes a tensor of something else than a storage, an offset, a shape and strides");
        if (Math.Max(shape.Length, strides.Length) > TorchTensor.MostSizes)
            throw Wrong($"has a tensor of {shape.Length} sizes and {strides.Length} strides, at most {TorchTensor.MostSizes} are read");
        (TorchTensor? tensor, string? problem) = TorchTensor.Of(storage, offset, Numbers(shape), Numbers(strides));
        return tensor ?? throw Wrong($"has a tensor that {problem}");
    }

    private long[] Numbers(object?[] tuple)
        => [.. tuple.Select(value => value is long number ? number
            : throw Wrong("has a tensor whose shape or strides are no whole numbers"))];

    /// <summary>('storage', type, key, location, count) and, in old files, which part of it: (key, offset, count) or None.</summary>
    private TorchStorage Storage(object? claim)
    {
        if (claim is object?[] and ["module", ..]) throw new InvalidFileException(path, Whole("the class of a network"));
        if (claim is not object?[] parts || parts is not ["storage", PickleGlobal { Role: PickleRole.Storage } type, string key, _,
            long count, ..] || count < 0)
            throw Wrong("has a storage without type, key or count");
        if (key.Length > LongestName) throw Wrong($"has a storage whose key has {key.Length} letters, up to {LongestName} are read");
        (long start, long some) = (0L, count);
        if (parts is [_, _, _, _, _, object?[] view, ..])
            (start, some) = view is [_, long from, long length] && from >= 0 && length >= 0 && from <= count - length
                ? (from, length) : throw Wrong("has a part of a storage that reaches out of it");
        TorchType numbers = TorchType.OfStorage(type.Name)!;
        if (!_storages.TryAdd(key, numbers) && _storages[key] != numbers) throw Wrong($"has storage {Foreign.Quoted(key)} with two types");
        return new(key, numbers, start, some);
    }

    private PickleGlobal Global(string module, string name)
    {
        string whole = $"{module}.{name}";
        return PickleGlobals.Find(whole)
            ?? throw new InvalidFileException(path, Whole(Foreign.Quoted(whole)));
    }

    private static string Whole(string name)
        => $"asks for {name}, which tensors have no use for: refused, and nothing was run "
            + "(torch.save(model.state_dict(), ...) writes weights alone)";

    private void Append(object?[] values)
    {
        if (Peek() is List<object?> list) list.AddRange(values);
        else if (Peek() is null or long or double or string or bool) throw Wrong("appends to something that is no list");
    }

    private void Fill(object?[] items)
    {
        if (Peek() is PickleDictionary dictionary) Filled(dictionary, items);
        else throw Wrong("sets items of something that has none");
    }

    private PickleDictionary Filled(PickleDictionary dictionary, object?[] items)
    {
        if (items.Length % 2 != 0) throw Wrong("has a key without value");
        for (int i = 0; i < items.Length; i += 2) Add(dictionary, items[i], items[i + 1]);
        return dictionary;
    }

    private void Memoize(long place) => _memo[place] = Peek();

    private void Recall(long place)
        => Push(_memo.TryGetValue(place, out object? value) ? value : throw Wrong($"recalls {place}, which it did not keep"));

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > 0 && _stack[^1] != s_mark ? _stack[^1] : throw Wrong("takes a value where there is none");

    private object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    /// <summary>The last so many values, in their order.</summary>
    private object?[] Popped(int count)
    {
        object?[] values = new object?[count];
        for (int i = count - 1; i >= 0; i--) values[i] = Pop();
        return values;
    }

    /// <summary>All values behind the last mark, which goes too.</summary>
    private object?[] Marked()
    {
        int mark = _stack.FindLastIndex(value => ReferenceEquals(value, s_mark));
        if (mark < 0) throw Wrong("goes back to a mark that is not there");
        object?[] values = [.. _stack[(mark + 1)..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private void PushInteger(int bytes)
    {
        var value = new BigInteger(Bytes(bytes));
        if (value >= long.MinValue && value <= long.MaxValue) Push((long)value);
        else Push(value);
    }

    private string Text(ulong bytes) => Encoding.UTF8.GetString(Bytes(Length(bytes, LongestText)));

    private string Line()
    {
        var line = new StringBuilder();
        for (byte next; (next = Byte()) != '\n'; line.Append((char)next))
            if (line.Length == LongestName) throw Wrong($"has a name of more than {LongestName} characters");
        return line.ToString();
    }

    private int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    private ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    private int Length(long bytes, int most)
        => bytes >= 0 && bytes <= most ? (int)bytes : throw Wrong($"has a value of {bytes} bytes, from 0 to {most} are read");

    private int Length(ulong bytes, int most) => Length((long)Math.Min(bytes, long.MaxValue), most);

    private void Skip(int count) => Bytes(count);

    private byte Byte() => stream.ReadByte() is >= 0 and var value ? (byte)value : throw Wrong("is truncated");

    private byte[] Bytes(int count)
    {
        if (count > stream.Length - stream.Position) throw Wrong("is truncated");
        byte[] bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private InvalidFileException Wrong(string problem)
        => new(path, $"is no PyTorch file that can be read: its pickle {problem} (at byte {_begin})");
}
