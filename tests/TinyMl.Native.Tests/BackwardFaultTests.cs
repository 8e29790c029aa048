using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Tests;
using TinyMl.Engine;
using static TinyMl.Native.Tests.ModelBytes;

namespace TinyMl.Native.Tests;

/// <summary>Each rule of SPEC.md, "Backward pass", and what learning needs of it, broken alone in a model that has one.</summary>
public class BackwardFaultTests
{
    // Fields of a gradient.
    private const int Tensor = 0;
    private const int Operator = 2;
    private const int Rows = 4;
    private const int Ring = 8;
    private const int Progress = 12;
    private const int Mask = 16;
    private const int Factors = 20;

    // The gradients of the network below, from the head down.
    private const int Head = 0;
    private const int Average = 1;
    private const int Sum = 2;
    private const int Depthwise = 3;
    private const int First = 4;
    private const int Gradients = 5;
    private const int Height = 8;

    private static readonly byte[] Model = Make();

    private static readonly (string Name, TmlStatus Status, Action<byte[]> Break)[] Faults =
    [
        ("a gradient less than the section has", TmlStatus.Count, m => Write16(m, At(m, Backward), Gradients - 1)),
        ("a step less than the section has", TmlStatus.Count, m => Write16(m, At(m, Backward) + 2, Steps(m) - 1)),
        ("none, though biases before the head are trained", TmlStatus.Learning, m => Write16(m, 44, Read16(m, 44) - 1)),
        ("features as shots", TmlStatus.Learning, m => Write16(m, At(m, Learning) + 2, 1)),
        ("a trained layer that no gradient reaches", TmlStatus.Learning, m => Write16(m, At(m, Parameters) + (40 * 3) + 2, 0)),

        Field("tensor of another operator", Sum, Tensor, m => Read16(m, Of(m, Depthwise) + Tensor)),
        Field("tensor that does not exist", Sum, Tensor, _ => 0xFFFF),
        Field("operator that does not exist", First, Operator, _ => 0xFFFF),
        Field("operator twice", Depthwise, Operator, m => Read16(m, Of(m, Sum) + Operator)),
        ("softmax in place of the head", TmlStatus.Learning, SoftmaxFirst),
        ("operators not from the head down", TmlStatus.Learning, Swapped),
        ("pool that keeps the largest", TmlStatus.Learning, MaximumPool),
        Field("no rows", Depthwise, Rows, _ => 0),
        Field("more rows than the tensor", Depthwise, Rows, _ => Height + 1),
        Field("rows that the layer below still needs", Depthwise, Rows, m => Read16(m, Of(m, Depthwise) + Rows) - 1),

        Field("ring misaligned", Sum, Ring, m => Read32(m, Of(m, Sum) + Ring) + 1),
        Field("ring in the engine's state", Sum, Ring, _ => 64),
        Field("ring in the state of learning", Sum, Ring, m => Read32(m, 24)),
        Field("ring past the arena", Sum, Ring, m => Read32(m, 28)),
        Field("ring wraps", Sum, Ring, _ => 0xFFFFFFFE),
        Field("ring over the head's input", Sum, Ring, HeadInput),
        Field("ring over another", Sum, Ring, m => Read32(m, Of(m, Depthwise) + Ring)),
        Field("progress misaligned", Sum, Progress, m => Read32(m, Of(m, Sum) + Progress) + 1),
        Field("progress over tensors", Sum, Progress, _ => 128),
        Field("progress over another", Sum, Progress, m => Read32(m, Of(m, Depthwise) + Progress)),
        Field("progress past the arena", Sum, Progress, m => Read32(m, 28) - 2),
        Field("mask over tensors", Sum, Mask, _ => 128),
        Field("mask over a progress", Sum, Mask, m => Read32(m, Of(m, Sum) + Progress)),
        Field("mask past the arena", Sum, Mask, m => Read32(m, 28)),
        Field("weights without factors", Depthwise, Factors, _ => 0xFFFFFFFF),
        Field("factors without weights", Sum, Factors, m => Read32(m, Of(m, Depthwise) + Factors)),
        Field("factors misaligned", Depthwise, Factors, m => Read32(m, Of(m, Depthwise) + Factors) + 1),
        Field("factors past the constants", Depthwise, Factors, _ => 0xFFFFFFF0),
        ("factor above 1", TmlStatus.Learning, m => Write16(m, At(m, Constants) + (int)Read32(m, Of(m, Depthwise) + Factors), 0x8001)),

        ("step of a gradient that does not exist", TmlStatus.Learning, m => m[Step(m, 0)] = Gradients),
        ("row of a finished gradient, one of another missing", TmlStatus.Learning, m => m[Step(m, Steps(m) - 1)] = Head),
        ("row before those that it is made of", TmlStatus.Learning, m => m.AsSpan(Step(m, 0), 2).Reverse()),

        Scratch("misaligned", m => Read32(m, At(m, Learning) + 28) + 1),
        Scratch("in the engine's state", _ => 64),
        Scratch("past the arena", m => Read32(m, 28)),
        Scratch("over the head's input", m => HeadInput(m) & ~3u),
        Scratch("over a ring", m => Read32(m, Of(m, Sum) + Ring) & ~3u),
        Residual("over tensors", _ => 128),
        Residual("past the arena", m => Read32(m, 28)),
        Residual("over the active block", m => Read32(m, At(m, Learning) + 12)),
    ];

    public static TheoryData<string> Names => new(Faults.Select(fault => fault.Name));

    [Fact]
    public void TheModelIsAcceptedAndHasTheGradientsThatAreBroken()
    {
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(Model));
        ModelFile file = new(Model);
        Assert.Equal(
            ["FULLY_CONNECTED", "AVERAGE_POOL_2D", "ADD", "DEPTHWISE_CONV_2D", "CONV_2D"],
            file.Gradients.Select(gradient => file.Operators[gradient.Operator].Code));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AFaultHasItsStatus(string name)
    {
        (_, TmlStatus status, Action<byte[]> breakIt) = Faults.Single(fault => fault.Name == name);
        byte[] model = [.. Model];
        breakIt(model);
        Assert.NotEqual(Model, model);
        Assert.Equal(status, NativeEngine.Check(TmlWriter.Seal(model)));
    }

    /// <summary>
    /// A residual block behind two convolutions, of which the first, operator 0, is not trained: every kind of gradient, and
    /// one that two others feed.
    /// </summary>
    private static byte[] Make()
    {
        GraphBuilder builder = new("backward", 3);
        Tensor input = GraphBuilder.Input(new Shape(1, Height, 4, 2));
        Tensor x = builder.Conv2D(input, 4, Extent.One, Extent.One, true, Activation.Relu);
        x = builder.Conv2D(x, 4, new Extent(3, 3), Extent.One, true, Activation.Relu);
        Tensor branch = builder.DepthwiseConv2D(x, new Extent(3, 3), Extent.One, true, Activation.Relu);
        x = builder.GlobalAveragePool(builder.Add(x, branch, Activation.Relu));
        Tensor scores = builder.Softmax(builder.FullyConnected(x, 3, Activation.None));
        Pipeline pipeline = new() { Learning = new LearningSettings { Scheme = "bias:2+head", Shots = 2 } };
        return ModelCompiler.Compile(RandomTrainableGraphs.Quantise(builder.Build(input, scores), 3), pipeline).Bytes;
    }

    private static (string, TmlStatus, Action<byte[]>) Field(string name, int gradient, int field, Func<byte[], uint> value) =>
        (name, TmlStatus.Learning, m =>
        {
            int at = Of(m, gradient) + field;
            if (field < Ring)
            {
                Write16(m, at, value(m));
            }
            else
            {
                Write32(m, at, value(m));
            }
        });

    private static (string, TmlStatus, Action<byte[]>) Scratch(string name, Func<byte[], uint> value) =>
        ($"scratch {name}", TmlStatus.Learning, m => Write32(m, At(m, Learning) + 28, value(m)));

    // The second parameter: the head's weights.
    private static (string, TmlStatus, Action<byte[]>) Residual(string name, Func<byte[], uint> value) =>
        ($"residual {name}", TmlStatus.Learning, m => Write32(m, At(m, Parameters) + 40 + 24, value(m)));

    private static void SoftmaxFirst(byte[] m)
    {
        uint softmax = Read16(m, Of(m, Head) + Operator) + 1;
        Write16(m, Of(m, Head) + Operator, softmax);
        Write16(m, Of(m, Head) + Tensor, Read16(m, At(m, Operators) + (40 * (int)softmax) + 6));
    }

    private static void Swapped(byte[] m)
    {
        byte[] sum = m[Of(m, Sum)..][..24];
        m.AsSpan(Of(m, Average), 24).CopyTo(m.AsSpan(Of(m, Sum)));
        sum.CopyTo(m.AsSpan(Of(m, Average)));
    }

    private static void MaximumPool(byte[] m) =>
        m[At(m, Operators) + (40 * (int)Read16(m, Of(m, Average) + Operator))] = 5;

    private static uint HeadInput(byte[] m)
    {
        uint tensor = Read16(m, At(m, Operators) + (40 * (int)Read16(m, At(m, Learning))) + 2);
        return Read32(m, At(m, Tensors) + (20 * (int)tensor) + 8);
    }

    private static int Steps(byte[] m) => (int)Read16(m, At(m, Backward) + 2);

    private static int Of(byte[] m, int gradient) => At(m, Backward) + 4 + (24 * gradient);

    private static int Step(byte[] m, int step) => Of(m, Gradients) + step;
}
