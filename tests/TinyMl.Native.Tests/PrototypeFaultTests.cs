using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Tests;
using TinyMl.Engine;
using static TinyMl.Native.Tests.ModelBytes;

namespace TinyMl.Native.Tests;

/// <summary>Each rule of a parameter that is prototypes, broken alone, is refused.</summary>
public class PrototypeFaultTests
{
    private const int Shots = 5;

    private static readonly byte[] Model = Make();

    private static readonly (string Name, Action<byte[]> Break)[] Faults =
    [
        ("replay", m => m[At(m, Learning) + 67] = 1),
        ("a shot less than strengths", m => Write16(m, At(m, Learning) + 4, Shots - 1)),
        ("another operator than the head", m => Write16(m, Field(m, 2), 0)),
        ("a strength less than shots", m => Write32(m, Field(m, 8), Shots - 1)),
        ("values of the factory's", m => Write32(m, Field(m, 12), 0)),
        ("steps past the constants", m => Write32(m, Field(m, 16), 0xFFFFFFF0)),
        ("step shifts past the constants", m => Write32(m, Field(m, 20), 0xFFFFFFFF)),
        ("biases misaligned", m => Write32(m, Field(m, 24), Read32(m, Field(m, 24)) + 2)),
        ("biases over tensors", m => Write32(m, Field(m, 24), 128)),
        ("biases over the active block", m => Write32(m, Field(m, 24), Read32(m, At(m, Learning) + 12))),
        ("biases past the arena", m => Write32(m, Field(m, 24), Read32(m, 28))),
        ("no width", m => Write32(m, Field(m, 28), 0xFFFFFFFF)),
        ("width misaligned", m => Write32(m, Field(m, 28), Read32(m, Field(m, 28)) + 2)),
        ("width past the constants", m => Write32(m, Field(m, 28), 0xFFFFFFF8)),
        ("width multiplier 0", m => Write32(m, Width(m), 0)),
        ("width multiplier negative", m => Write32(m, Width(m), 0x80000000)),
        ("width shift 31", m => Write32(m, Width(m) + 4, 31)),
        ("width shift -32", m => Write32(m, Width(m) + 4, unchecked((uint)-32))),
        ("whole strength 0", m => Write16(m, Field(m, 32), 0)),
        ("whole strength 256", m => Write16(m, Field(m, 32), 256)),
        ("reserved", m => Write16(m, Field(m, 34), 1)),
    ];

    public static TheoryData<string> Names => new(Faults.Select(fault => fault.Name));

    [Fact]
    public void TheModelIsAccepted()
    {
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(Model));
        Assert.Equal(ParameterKind.Prototypes, Assert.Single(new ModelFile(Model).Parameters).Kind);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AFaultIsRefused(string name)
    {
        byte[] model = [.. Model];
        Faults.Single(fault => fault.Name == name).Break(model);
        Assert.NotEqual(Model, model);
        Assert.Equal(TmlStatus.Learning, NativeEngine.Check(TmlWriter.Seal(model)));
    }

    private static byte[] Make()
    {
        Graph graph = RandomTrainableGraphs.Make(3);
        Pipeline pipeline = new()
        {
            Learning = new LearningSettings { Scheme = "prototypes", Shots = Shots },
            FactoryShots = RandomTrainableGraphs.Shots(graph, 3, 4),
        };
        return ModelCompiler.Compile(graph, pipeline).Bytes;
    }

    // Of the one parameter.
    private static int Field(byte[] m, int offset) => At(m, Parameters) + offset;

    private static int Width(byte[] m) => At(m, Constants) + (int)Read32(m, Field(m, 28));
}
