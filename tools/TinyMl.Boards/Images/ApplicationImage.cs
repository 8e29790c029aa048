using System.Buffers.Binary;
using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Boards.Images;

/// <summary>A deployment image: all assemblies of an application, one after the other, each padded to 4 bytes.</summary>
public sealed class ApplicationImage
{
    /// <summary>The assembly with the native methods.</summary>
    public const string Interop = "TinyMl.Interop";

    private const string Library = "TinyMl";
    private const byte LoadConstant = 0x20;
    private const int AbiFamily = 0x544D;
    private const int ModelHeaderBytes = 64;

    private ApplicationImage(NanoAssembly[] assemblies, uint? abi, EmbeddedModel[] models, int bytes)
    {
        Assemblies = assemblies;
        Abi = abi;
        Models = models;
        Bytes = bytes;
    }

    /// <summary>The assemblies in their order.</summary>
    public IReadOnlyList<NanoAssembly> Assemblies { get; }

    /// <summary>The native interface that the library was compiled for; null: the application does not contain the library.</summary>
    public uint? Abi { get; }

    /// <summary>The models inside.</summary>
    public IReadOnlyList<EmbeddedModel> Models { get; }

    /// <summary>The file's length.</summary>
    public int Bytes { get; }

    /// <summary>The checksum that the firmware must have for TinyMl.Interop; null: the application does not contain it.</summary>
    public uint? NativeChecksum => Assemblies.FirstOrDefault(assembly => assembly.Name == Interop)?.NativeChecksum;

    /// <summary>Decodes a file.</summary>
    public static ApplicationImage Parse(ReadOnlySpan<byte> file, string path)
    {
        List<NanoAssembly> assemblies = [];
        int at = 0;
        while (file.Length - at >= 8)
        {
            ReadOnlySpan<byte> rest = file[at..];
            if (rest.StartsWith(NanoAssembly.NewerMarker))
            {
                throw new BoardException($"{path} was built for nanoFramework 2.0, a preview: use the packages of 1.x.");
            }

            if (!rest.StartsWith(NanoAssembly.Marker))
            {
                break;
            }

            NanoAssembly assembly = NanoAssembly.Parse(file, at, path);
            assemblies.Add(assembly);
            at += (assembly.Bytes + 3) & ~3;
        }

        // Erased flash may follow; anything else is a sign of a wrong file.
        if (assemblies.Count == 0 || (at < file.Length && file[at..].ContainsAnyExcept((byte)0xFF, (byte)0)))
        {
            throw new BoardException(
                $"{path} is not a nanoFramework application at byte {at}: take the .bin that the build leaves in bin/Release or bin/Debug.");
        }

        return new ApplicationImage([.. assemblies], AbiOf(file, assemblies), FindModels(file, path), file.Length);
    }

    // The ABI is a constant of the library, so the compiler made it the operand of a "load 32-bit constant".
    private static uint? AbiOf(ReadOnlySpan<byte> file, List<NanoAssembly> assemblies)
    {
        if (assemblies.FirstOrDefault(assembly => assembly.Name == Library) is not { } library)
        {
            return null;
        }

        ReadOnlySpan<byte> code = file.Slice(library.Offset, library.Bytes);
        for (int i = 0; i + 5 <= code.Length; i++)
        {
            uint value = BinaryPrimitives.ReadUInt32LittleEndian(code[(i + 1)..]);
            if (code[i] == LoadConstant && value >> 16 == AbiFamily)
            {
                return value;
            }
        }

        return null;
    }

    private static EmbeddedModel[] FindModels(ReadOnlySpan<byte> file, string path)
    {
        List<EmbeddedModel> models = [];
        ReadOnlySpan<byte> magic = "TML1"u8;
        for (int at = file.IndexOf(magic); at >= 0;)
        {
            int next = at + 1;
            if (file.Length - at >= ModelHeaderBytes
                && BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 8)..]) is var length
                && length >= ModelHeaderBytes
                && length <= file.Length - at
                && file.Slice(at, (int)length).ToArray() is var bytes
                && NativeEngine.Check(bytes) == TmlStatus.Ok)
            {
                models.Add(at % 4 == 0
                    ? new EmbeddedModel(at, new ModelFile(bytes))
                    : throw new BoardException(
                        $"The model in {path} starts at byte {at}, which is not a multiple of 4: the device would refuse it. Make every resource's length a multiple of 4."));
                next = at + (int)length;
            }

            int step = file[next..].IndexOf(magic);
            at = step < 0 ? -1 : next + step;
        }

        return [.. models];
    }
}
