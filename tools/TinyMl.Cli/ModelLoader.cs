using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Cli;

/// <summary>Reads models; nothing is decoded that the device's own check has not proved.</summary>
internal static class ModelLoader
{
    internal static (byte[] Bytes, ModelFile File) Load(string path)
    {
        byte[] bytes = Files.ReadBytes(path);
        Prove(bytes, path);
        return (bytes, new ModelFile(bytes));
    }

    internal static void Prove(byte[] bytes, string path)
    {
        TmlStatus status = NativeEngine.Check(bytes);
        if (status < 0)
        {
            throw new UserError(ExitCode.Model, $"{path} is refused ({(int)status}): {Tml.StatusText(status)}");
        }
    }
}
