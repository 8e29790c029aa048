using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Firmware.Tests;

/// <summary>
/// A model with weights set by hand, so that what it should say is known without running it: a shake about x, y or z is
/// "roll", "pitch" or "yaw", everything else "nothing".
/// </summary>
internal static class TestModel
{
    public const string Roll = "roll";
    public const string Nothing = "nothing";
    public static readonly string[] Labels = [Roll, "pitch", "yaw", Nothing];

    public static readonly DetectorSettings Detector = new()
    {
        Smoothing = 2,
        ThresholdOn = 160,
        ThresholdOff = 96,
        DeadWindows = 5,
        MinWindows = 2,
    };

    private const int Rows = 20;
    private const int Axes = 3;
    private const int Channels = 6;

    public static Pipeline Default { get; } = new()
    {
        FrontEnd = new ImuFrontEnd { Rows = Rows, Hop = 5, SampleRate = 100_000 },
        Labels = Labels,
        Detector = Detector,
        Learning = new LearningSettings { Shots = 8, Epochs = 20 },
        FactoryShots =
        [
            Example(0, 32),
            Example(1, 32),
            Example(2, 32),
            Example(3, 0),

            // A roll that is hardly one.
            Example(0, 20),
        ],
        SelfTests = 3,
    };

    private static readonly Lazy<byte[]> Made = new(() => Make(Default));

    public static byte[] Bytes => Made.Value;

    public static byte[] Make(Pipeline pipeline)
    {
        GraphBuilder builder = new("test-shake", 1);
        Tensor input = GraphBuilder.Input(Shape.Sequence(Rows, 6));
        Tensor x = builder.Conv2D(input, 2 * Axes, Extent.One, Extent.One, false, Activation.Relu);
        x = builder.FullyConnected(builder.GlobalAveragePool(x), Labels.Length, Activation.None);
        Graph graph = builder.Build(input, builder.Softmax(x));
        Conv2D halves = (Conv2D)graph.Operators[0];
        FullyConnected head = (FullyConnected)graph.Operators[2];
        Array.Clear(halves.Weights.Values!);
        Array.Clear(head.Weights.Values!);
        for (int axis = 0; axis < Axes; axis++)
        {
            // The two halves of |rate| about an axis, and a class for each axis.
            halves.Weights.Values![(2 * axis * 6) + 3 + axis] = 1;
            halves.Weights.Values![(((2 * axis) + 1) * 6) + 3 + axis] = -1;
            head.Weights.Values![(axis * 2 * Axes) + (2 * axis)] = 6;
            head.Weights.Values![(axis * 2 * Axes) + (2 * axis) + 1] = 6;
            head.Bias!.Values![axis] = -4;
        }

        Array.Fill(head.Weights.Values!, -0.5f, Axes * 2 * Axes, 2 * Axes);
        Calibrator.Calibrate(graph, Samples());
        return ModelCompiler.Compile(Quantizer.Quantize(graph, pipeline.FrontEnd!.InputQuantization), pipeline).Bytes;
    }

    // A shake about the axis of a class, to and fro at a rate in int8 LSB; of the last class there is none.
    private static LearningExample Example(int label, int rate)
    {
        sbyte[] window = new sbyte[Rows * Channels];
        for (int row = 0; row < Rows && label < Axes; row++)
        {
            window[(row * Channels) + 3 + label] = (sbyte)(row % 2 == 0 ? rate : -rate);
        }

        return new LearningExample(label, window);
    }

    private static IEnumerable<float[]> Samples()
    {
        for (int axis = 0; axis < Axes; axis++)
        {
            float[] sample = new float[Rows * 6];
            for (int row = 0; row < Rows; row++)
            {
                sample[(row * 6) + 3 + axis] = (row / 2) % 2 == 0 ? 2 : -2;
            }

            yield return sample;
        }
    }
}
