using System.Globalization;
using TinyMl.Compiler;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.TfLite;
using TinyMl.Fuzz.Tests.Importer;
using TinyMl.Fuzz.Tests.Native;
using TinyMl.Tests.Shared;

namespace TinyMl.Fuzz.Tests;

/// <summary>Every byte of real models altered, one at a time: of large files a sample.</summary>
public class MutationTests
{
    private const int SmallFile = 4096;
    private const int ShortStep = 997;
    private static readonly byte[] Changes = [0x01, 0x80, 0xFF];

    [SharedFact]
    public void Importer_Survives_Every_Altered_Byte_Of_The_Shared_Models()
    {
        string[] files = Directory.GetFiles(Path.Combine(SharedData.Root!, "models"), "*.tflite");
        Assert.NotEmpty(files);
        foreach (string path in files.Order())
        {
            AlterEachByte(Path.GetFileName(path), File.ReadAllBytes(path), SlowForm.IsOn ? SlowForm.Step : ShortStep);
        }
    }

    [Fact]
    public void Importer_Survives_Every_Altered_Byte_Of_Its_Seeds()
    {
        foreach ((string name, byte[] file) in TfLiteSeeds.All())
        {
            AlterEachByte(name, file, 1);
        }
    }

    [FuzzerFact]
    public void Engine_Survives_Every_Altered_Byte_Of_Compiled_Models()
    {
        string start = ClangFuzzer.Empty("altered-start");
        foreach ((string name, byte[] file) in TmlSeeds.All())
        {
            File.WriteAllBytes(Path.Combine(start, name), file);
        }

        int accepted = ClangFuzzer.AlterEachByte(start, SlowForm.IsOn ? 1 : 3);
        Assert.True(accepted > 1000, accepted.ToString(CultureInfo.InvariantCulture));
    }

    private static void AlterEachByte(string name, byte[] file, int step)
    {
        ImporterOracle oracle = new(
            (bytes, selfTests) => ModelCompiler.Compile(
                TfLiteImporter.Import(bytes, "altered"), new Pipeline { SelfTests = selfTests }).Bytes,
            typeof(CompileException));
        step = file.Length <= SmallFile ? 1 : step;
        for (int i = SlowForm.Seed % step; i < file.Length; i += step)
        {
            byte old = file[i];
            byte change = Changes[i % Changes.Length];
            file[i] ^= change;
            string? fault = oracle.Judge(file, deep: false);
            Assert.True(fault is null, $"{name}, byte {i} ^ {change}: {fault}");
            file[i] = old;
        }
    }
}
