using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyMl.Native.Tests;

/// <summary>Builds tml_exercise with the address and undefined behaviour sanitizers, once.</summary>
public sealed class SanitizedProgram
{
    public SanitizedProgram()
    {
        if (!Tools.Exists("cmake") || OperatingSystem.IsWindows())
        {
            return;
        }

        string build = Path.Combine(Tools.Native, "build", "sanitize");
        string[][] steps = [["-S", Tools.Native, "-B", build, "-DTINYML_SANITIZE=ON"], ["--build", build]];
        foreach (string[] step in steps)
        {
            (int code, string output) = Tools.Run("cmake", step);
            Assert.True(code == 0, output);
        }

        Location = Path.Combine(build, "tml_exercise");
        Lanes = Path.Combine(build, "tml_exercise_lanes");
        Patches = Path.Combine(build, "tml_exercise_patches");
        Sound = Path.Combine(build, "tml_exercise_pcm");
    }

    /// <summary>Where it lies.</summary>
    public string Location { get; } = string.Empty;

    /// <summary>The same with the portable kernels as a core with the DSP extension runs them.</summary>
    public string Lanes { get; } = string.Empty;

    /// <summary>The one that takes patches in.</summary>
    public string Patches { get; } = string.Empty;

    /// <summary>The one that converts sound.</summary>
    public string Sound { get; } = string.Empty;
}

/// <summary>The engine on exactly sized heap blocks under sanitizers: any report fails.</summary>
public sealed partial class SanitizerTests : IClassFixture<SanitizedProgram>, IDisposable
{
    private readonly string _program;
    private readonly string _lanes;
    private readonly string _patches;
    private readonly string _sound;
    private readonly string _file = Path.GetTempFileName();

    public SanitizerTests(SanitizedProgram program)
    {
        _program = program.Location;
        _lanes = program.Lanes;
        _patches = program.Patches;
        _sound = program.Sound;
    }

    /// <summary>Sound of every format and rate, and states that were altered.</summary>
    [ToolFact("cmake")]
    public void SoundIsConvertedCleanly()
    {
        (int code, string output) = Tools.Run(_sound, "1", "20000");
        Assert.True(code == 0, output);
        Match counts = Regex.Match(output, @"^converted (\d+) refused (\d+)\n$");
        Assert.True(int.Parse(counts.Groups[1].Value, CultureInfo.InvariantCulture) > 10_000, output);
        Assert.True(int.Parse(counts.Groups[2].Value, CultureInfo.InvariantCulture) > 1_000, output);
    }

    /// <summary>The harness notices what it is there to notice.</summary>
    [ToolTheory("cmake")]
    [InlineData("address", "heap-buffer-overflow")]
    [InlineData("undefined", "signed integer overflow")]
    public void ADeliberateFaultIsReported(string kind, string report)
    {
        (int code, string output) = Tools.Run(_program, "--prove-sanitizer", kind);
        Assert.NotEqual(0, code);
        Assert.Contains(report, output);
    }

    [ToolFact("cmake")]
    public void TheReferencesCasesAreCleanAndRight()
    {
        const int Seeds = 150;
        using (BinaryWriter writer = new(File.Create(_file)))
        {
            foreach (string kind in OperatorCase.Kinds)
            {
                for (int seed = 0; seed < Seeds; seed++)
                {
                    // Other seeds than the tests in this process use.
                    OperatorCase test = OperatorCase.Random(kind, 1000 + seed);
                    Write(writer, test.Model);
                    Write(writer, test.Inputs.SelectMany(i => i).Select(v => (byte)v).ToArray());
                    Write(writer, test.Expected.Select(v => (byte)v).ToArray());
                }
            }
        }

        foreach (string program in new[] { _program, _lanes })
        {
            (int code, string output) = Tools.Run(program, "cases", _file);
            Assert.Equal((0, $"cases {Seeds * OperatorCase.Kinds.Length} wrong 0"), (code, output.Trim()));
        }
    }

    /// <summary>A wrong expectation is noticed.</summary>
    [ToolFact("cmake")]
    public void AWrongByteIsReported()
    {
        OperatorCase test = OperatorCase.Random("conv", 1);
        using (BinaryWriter writer = new(File.Create(_file)))
        {
            Write(writer, test.Model);
            Write(writer, test.Inputs[0].Select(v => (byte)v).ToArray());
            byte[] wrong = test.Expected.Select(v => (byte)v).ToArray();
            wrong[^1] ^= 1;
            Write(writer, wrong);
        }

        Assert.Equal(1, Tools.Run(_program, "cases", _file).Code);
    }

    [ToolFact("cmake")]
    public void EveryAlteredByteIsClean()
    {
        File.WriteAllBytes(_file, new SampleModel().Writer.Build());
        string[] words = RunClean("mutate", _file).Split(' ');
        Assert.True(int.Parse(words[1], CultureInfo.InvariantCulture) > 1000, string.Join(' ', words));
        Assert.True(int.Parse(words[3], CultureInfo.InvariantCulture) > 1000, string.Join(' ', words));
    }

    [ToolFact("cmake")]
    public void EveryAlteredByteOfAnAudioModelIsClean()
    {
        File.WriteAllBytes(_file, new AudioModel().Writer.Build());
        string[] words = RunClean("mutate", _file).Split(' ');
        Assert.True(int.Parse(words[1], CultureInfo.InvariantCulture) > 500, string.Join(' ', words));
        Assert.True(int.Parse(words[3], CultureInfo.InvariantCulture) > 1000, string.Join(' ', words));
        RunClean("fuzz", _file, "1", "10000");
    }

    [ToolFact("cmake")]
    public void EveryTruncationIsClean()
    {
        File.WriteAllBytes(_file, new SampleModel().Writer.Build());
        Assert.Equal("wrong 0", RunClean("truncate", _file).Trim());
    }

    [ToolFact("cmake")]
    public void RandomFieldsAreClean()
    {
        File.WriteAllBytes(_file, new SampleModel().Writer.Build());
        RunClean("fuzz", _file, "1", "20000");
    }

    /// <summary>A patch with any bit altered, and cut anywhere, is refused; one that is made up is harmless.</summary>
    [ToolFact("cmake")]
    public void EveryAlteredPatchIsRefused()
    {
        File.WriteAllBytes(_file, new SampleModel().Writer.Build());
        (int code, string output) = Tools.Run(_patches, _file, "1", "5000");
        Assert.True(code == 0, output);
        Assert.StartsWith("whole 1 cut 0 long 0 altered 0 lines 0 of ", output);
        int madeUp = int.Parse(output.Split("made-up ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(madeUp, 500, 4500);
    }

    public void Dispose() => File.Delete(_file);

    private static void Write(BinaryWriter writer, byte[] part)
    {
        writer.Write(part.Length);
        writer.Write(part);
    }

    private string RunClean(params string[] arguments)
    {
        (int code, string output) = Tools.Run(_program, arguments);
        Assert.True(code == 0, output);
        return output;
    }
}
