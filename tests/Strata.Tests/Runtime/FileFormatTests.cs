using System.IO.Compression;
using System.Text;
using Strata.Analysis.Populations;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Tests.Runtime;

public class FileFormatTests
{
    /// <summary>What users give where weights or arrays are expected: the first bytes, and how a message calls it.</summary>
    public static TheoryData<string, byte[]> Kinds => new()
    {
        { "PyTorch", Zip("archive/data.pkl") },
        { "PyTorch", [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, .. new byte[100]] },
        { "PyTorch", [0x80, 4, 0x95, .. Encoding.ASCII.GetBytes("torch._utils _rebuild_tensor_v2")] },
        { "pickle", [0x80, 4, 0x95, .. new byte[50]] },
        { ".npz", Zip("arr_0.npy") },
        { "zip archive", Zip("readme.txt") },
        { "ONNX", [8, 7, 0x12, 7, .. "pytorch"u8, 0x1a, 5, .. "2.1.0"u8] },
        { "HDF5", [0x89, .. "HDF\r\n\x1a\n"u8, .. new byte[64]] },
        { "Git LFS pointer", Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n") },
        { "web page", Encoding.ASCII.GetBytes("\n<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>") },
        { "web page", Encoding.ASCII.GetBytes("<html lang=en>") },
        { "XML", Encoding.ASCII.GetBytes("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>") },
        { "gzip", [0x1f, 0x8b, 8, 0, .. new byte[60]] },
        { "xz", [0xfd, .. "7zXZ\0"u8, .. new byte[60]] },
        { "PNG", [0x89, .. "PNG\r\n\x1a\n"u8, .. new byte[60]] },
        { "zeros", new byte[4096] },
        { "empty", [] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_foreign_file_is_named_wherever_it_is_opened(string name, byte[] content)
    {
        using var folder = new TemporaryFolder();
        string path = folder["foreign"];
        File.WriteAllBytes(path, content);
        foreach (Action open in (Action[])[() => SafetensorsFile.ReadHeader(path), () => ModelFile.Read(path), () => NpyFile.Open(path),
            () => ClassGroups.Load(path), () => LayerList.Read(path)])
        {
            InvalidFileException refused = Assert.Throws<InvalidFileException>(open);
            Assert.Equal(path, refused.Path);
            Assert.Contains(name, refused.Problem, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refused.Problem);
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_not_called_white_space()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["foreign"], [.. Enumerable.Repeat((byte)0xfd, 64)]);
        Assert.DoesNotContain("white space", Assert.Throws<InvalidFileException>(() => NpyFile.Open(folder["foreign"])).Problem);
    }

    [Fact]
    public void Weights_and_arrays_taken_for_each_other_are_named()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], new float[4], 2, 2);
        SafetensorsFile.Write(folder["w.safetensors"], new Dictionary<string, string>(), [new("x", new TensorData([1], new float[1]))]);
        Assert.Contains("NumPy array", Assert.Throws<InvalidFileException>(() => ModelFile.Read(folder["a.npy"])).Problem);
        Assert.Contains("safetensors", Assert.Throws<InvalidFileException>(() => NpyFile.Open(folder["w.safetensors"])).Problem);
    }

    [Fact]
    public void Text_is_left_to_the_parser_where_JSON_is_wanted()
    {
        Assert.Null(FileFormat.Refusal("x", "{ \"a\": 1 }"u8, Wanted.Json, "a study"));
        Assert.Null(FileFormat.Refusal("x", "// a comment\n{}"u8, Wanted.Json, "a study"));
        Assert.Contains("text", FileFormat.Refusal("x", "1,2,3\n"u8, Wanted.Array, "an .npy file")!.Problem);
    }

    [Fact]
    public void Any_beginning_has_a_kind_or_none_and_nothing_else()
    {
        var random = new RandomSequence(1, "kinds");
        for (int trial = 0; trial < 5000; trial++)
        {
            byte[] bytes = new byte[random.Next(300)];
            for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.Next(random.Next(2) == 0 ? 256 : 128);
            FileFormat.Of(bytes);
        }
    }

    private static byte[] Zip(string member)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry(member).Open();
            entry.Write("content"u8);
        }
        return content.ToArray();
    }
}
