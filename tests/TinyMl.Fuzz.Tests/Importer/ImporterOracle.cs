using System.Buffers.Binary;
using TinyMl.Engine;

namespace TinyMl.Fuzz.Tests.Importer;

/// <summary>
/// What must hold for any bytes: they compile to a model that the device's check accepts, or a CompileException of one
/// sentence says why not; little memory is taken either way.
/// </summary>
internal sealed class ImporterOracle(Func<byte[], int, byte[]> compile, Type refusal)
{
    private const long MostMemory = 1L << 30;
    private const uint MostMacs = 200_000;
    private const uint MostArena = 100_000;

    /// <summary>Files that were compiled.</summary>
    internal int Compiled { get; private set; }

    /// <summary>Files that were refused.</summary>
    internal int Refused { get; private set; }

    /// <summary>What is wrong; null: nothing.</summary>
    internal string? Judge(byte[] file, bool deep)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            byte[] model = compile(file, 0);
            Compiled++;
            TmlStatus status = NativeEngine.Check(model);
            return status != TmlStatus.Ok ? $"The compiled model is refused: {status}."
                : deep && IsSmall(model) ? SelfTest(compile(file, 1))
                : Memory(before);
        }
        catch (Exception error) when (error.GetType() == refusal)
        {
            Refused++;
            return error.Message.Trim().Length < 10 ? $"The refusal says nothing: '{error.Message}'." : Memory(before);
        }
#pragma warning disable CA1031 // Whatever else is thrown is what is looked for.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error.ToString();
        }
    }

    private static string? Memory(long before)
    {
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        return taken > MostMemory ? $"{taken} bytes were allocated." : null;
    }

    private static bool IsSmall(byte[] model) =>
        BinaryPrimitives.ReadUInt32LittleEndian(model.AsSpan(24)) <= MostArena
        && BinaryPrimitives.ReadUInt32LittleEndian(model.AsSpan(32)) <= MostMacs;

    // The compiler's reference computed what the model's self-test expects.
    private static string? SelfTest(byte[] model)
    {
        using NativeEngine engine = new(model);
        return engine.SelfTest(0) == TmlStatus.Ok ? null : "The device computes other outputs than the reference.";
    }
}
