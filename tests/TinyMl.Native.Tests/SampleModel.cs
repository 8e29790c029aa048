namespace TinyMl.Native.Tests;

/// <summary>
/// A small model with every part of a .tml: convolution, depthwise convolution, addition in place, average and maximum pool,
/// dense head, softmax; front end, labels, detector, learning, self-test and name.
/// </summary>
internal sealed class SampleModel
{
    public const int Rows = 16;
    public const int Channels = 3;
    public const int Features = 8;
    public const int Classes = 4;
    public const int Head = 5;
    public const int SelfTests = 3;

    private const int Factor = 1400000000;

    private readonly sbyte[] _convWeights;
    private readonly sbyte[] _depthwiseWeights;
    private readonly sbyte[] _headWeights;
    private readonly int[] _convBias;
    private readonly int[] _depthwiseBias;
    private readonly int[] _headBias;

    /// <param name="seed">Of the weights.</param>
    /// <param name="headBias">The head's biases; null: random ones.</param>
    public SampleModel(int seed = 1, int[]? headBias = null)
    {
        Random random = new(seed);
        sbyte[] Weights(int count) => Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-127, 128)).ToArray();
        int[] Bias(int count) => Enumerable.Range(0, count).Select(_ => random.Next(-3000, 3000)).ToArray();
        _convWeights = Weights(Features * 3 * Channels);
        _depthwiseWeights = Weights(3 * Features);
        _headWeights = Weights(Classes * Features);
        _convBias = Bias(Features);
        _depthwiseBias = Bias(Features);
        _headBias = headBias ?? Bias(Classes);

        TmlWriter w = Writer;
        w.Inputs.Add(w.Tensor(Rows, 1, Channels, 1 / 32f, 0));
        int conv = w.Tensor(8, 1, Features, 0.1f, -20);
        int depthwise = w.Tensor(8, 1, Features, 0.2f, 5);
        int sum = w.Tensor(8, 1, Features, 0.15f, -7);
        w.Tensors[sum].Offset = w.Tensors[conv].Offset;
        int average = w.Tensor(4, 1, Features, 0.15f, -7);
        int pooled = w.Tensor(1, 1, Features, 0.15f, -7);
        int logits = w.Tensor(1, 1, Classes, 0.15f, 3);
        int scores = w.Tensor(1, 1, Classes, 1 / 256f, -128);
        w.Outputs.Add(scores);

        w.Operators.Add(Weighted(1, 0, conv, _convWeights, _convBias, 9, new OperatorRecord
        {
            Filter = (3, 1),
            Stride = (2, 1),
            Padding = (0, 0),
            Clamp = (-20, 127),
        }));
        w.Operators.Add(Weighted(2, conv, depthwise, _depthwiseWeights, _depthwiseBias, 8, new OperatorRecord
        {
            Filter = (3, 1),
            Padding = (1, 0),
        }));
        w.Operators.Add(new OperatorRecord
        {
            Code = 6,
            Flags = 1,
            Input0 = conv,
            Input1 = depthwise,
            Output = sum,
            Multipliers = w.Constant(AddMultipliers),
            Shifts = w.Constant(AddShifts),
        });
        w.Operators.Add(new OperatorRecord { Code = 4, Input0 = sum, Output = average, Filter = (2, 1), Stride = (2, 1) });
        w.Operators.Add(new OperatorRecord { Code = 5, Input0 = average, Output = pooled, Filter = (4, 1), Stride = (4, 1) });
        w.Operators.Add(Weighted(3, pooled, logits, _headWeights, _headBias, 8, new OperatorRecord()));
        w.Operators.Add(new OperatorRecord
        {
            Code = 7,
            Input0 = logits,
            Output = scores,
            Multipliers = w.Constant([SoftmaxFactor.Multiplier]),
            Shifts = w.Constant([(sbyte)SoftmaxFactor.Shift]),
        });

        Imu = new ImuSection { Ring = w.Reserve(2 * Rows * Channels) };
        w.FrontEnd = Imu.Bytes();
        w.Labels = TmlWriter.Strings("circle", "nothing", "shake", "swipe right ok");
        w.Detector = new DetectorSection().Bytes();
        w.Name = TmlWriter.Strings("sample");
        AddLearning(shots: 6, epochs: 5, rate: 0.5, decay: 300);
        w.SelfTest = BitConverter.GetBytes((ushort)SelfTests).Concat(new byte[2])
            .Concat(Enumerable.Range(0, SelfTests).SelectMany(i => Vector(0x1234567u * (uint)(i + 1)))).ToArray();
    }

    public TmlWriter Writer { get; } = new();

    public ImuSection Imu { get; }

    public LearningSection Learning { get; private set; } = new();

    public ParameterSection Parameter { get; private set; } = new();

    /// <summary>Logit units of one LSB of the head's accumulator.</summary>
    public static double AccumulatorScale => 1 / 6000.0;

    public sbyte[] HeadWeights => _headWeights;

    public int[] HeadBias => _headBias;

    public int HeadInputZero => Writer.Tensors[Writer.Operators[Head].Input0].ZeroPoint;

    private static int[] AddMultipliers => [1500000000, 1200000000, 1300000000];

    private static sbyte[] AddShifts => [-1, 0, -18];

    private static (int Multiplier, int Shift) SoftmaxFactor => FixedFactor.Of(0.15 * Math.Pow(2, 26));

    /// <summary>Sets the learning schedule of the head's biases; its memory lies behind the arena.</summary>
    public void AddLearning(int shots, int epochs, double rate, uint decay)
    {
        const uint State = 256;
        const uint Block = 4 * Classes;
        TmlWriter w = Writer;
        (int logit, int logitShift) = FixedFactor.Of(AccumulatorScale * Math.Pow(2, 23));
        (int step, int stepShift) = FixedFactor.Of(rate / AccumulatorScale);
        uint active = w.ArenaBytes + State;
        Learning = new LearningSection
        {
            Head = Head,
            Shots = shots,
            Epochs = epochs,
            ParameterBytes = Block,
            Active = active,
            Staged = active + Block,
            Gradient = active + (2 * Block),
            Marks = active + (3 * Block),
            Store = active + (3 * Block) + (4 * (uint)shots),
            Logits = w.Constant(Enumerable.Repeat(logit, Classes)),
            LogitShifts = w.Constant(Enumerable.Repeat((sbyte)logitShift, Classes)),
            Decay = decay,
            Rate = (float)rate,
        };
        Parameter = new ParameterSection
        {
            Operator = Head,
            Length = Block,
            Factory = w.Operators[Head].Bias,
            Steps = w.Constant(Enumerable.Repeat(step, Classes)),
            StepShifts = w.Constant(Enumerable.Repeat((sbyte)stepShift, Classes)),
        };
        w.Learning = Learning.Bytes();
        w.Parameters = Parameter.Bytes();
        w.LearnArenaBytes = (uint)(Learning.Store + ((shots + 1) * (Features + 1)) + 15) & ~15u;
    }

    /// <summary>Changes the learning section.</summary>
    public void ChangeLearning(Func<LearningSection, LearningSection> change)
    {
        Learning = change(Learning);
        Writer.Learning = Learning.Bytes();
    }

    /// <summary>The model's output by the slow reference, and the head's input.</summary>
    /// <param name="input">The input's bytes.</param>
    /// <param name="learntBias">Biases of the head; null: the factory's.</param>
    public (sbyte[] Scores, sbyte[] Feature) Run(sbyte[] input, int[]? learntBias = null)
    {
        (sbyte, sbyte) all = (-128, 127);
        int[] multipliers = Enumerable.Repeat(Factor, Features).ToArray();
        sbyte[] Shifts(int s) => Enumerable.Repeat((sbyte)-s, Features).ToArray();
        Reference.Geometry conv = new(Rows, 1, Channels, 8, 1, Features, 3, 1, 2, 1, 1, 1, 0, 0);
        Reference.Geometry depthwise = new(8, 1, Features, 8, 1, Features, 3, 1, 1, 1, 1, 1, 1, 0);
        Reference.Geometry average = new(8, 1, Features, 4, 1, Features, 2, 1, 2, 1, 1, 1, 0, 0);
        Reference.Geometry maximum = new(4, 1, Features, 1, 1, Features, 4, 1, 4, 1, 1, 1, 0, 0);
        Reference.Geometry dense = new(1, 1, Features, 1, 1, Classes, 1, 1, 1, 1, 1, 1, 0, 0);
        sbyte[] a = Reference.Conv(input, 0, _convWeights, _convBias, multipliers, Shifts(9), -20, (-20, 127), conv, false);
        sbyte[] b = Reference.Conv(a, -20, _depthwiseWeights, _depthwiseBias, multipliers, Shifts(8), 5, all, depthwise, true);
        sbyte[] c = Reference.Add(a, -20, b, 5, AddMultipliers, AddShifts, -7, all);
        sbyte[] d = Reference.Pool(Reference.Pool(c, all, average, true), all, maximum, false);
        sbyte[] e = Reference.Conv(
            d, -7, _headWeights, learntBias ?? _headBias, multipliers, Shifts(8), 3, all, dense, false);
        return (Reference.Softmax(e, Classes, SoftmaxFactor.Multiplier, SoftmaxFactor.Shift), d);
    }

    private OperatorRecord Weighted(
        byte code, int input, int output, sbyte[] weights, int[] bias, int shift, OperatorRecord op)
    {
        op.Code = code;
        op.Input0 = input;
        op.Output = output;
        op.Weights = Writer.Constant(weights);
        op.Bias = Writer.Constant(bias);
        op.Multipliers = Writer.Constant(Enumerable.Repeat(Factor, bias.Length));
        op.Shifts = Writer.Constant(Enumerable.Repeat((sbyte)-shift, bias.Length));
        return op;
    }

    private byte[] Vector(uint seed)
    {
        uint x = seed;
        sbyte[] input = Enumerable.Range(0, Rows * Channels)
            .Select(_ => (sbyte)(byte)((x = (x * 1664525) + 1013904223) >> 24)).ToArray();
        return BitConverter.GetBytes(seed).Concat(Run(input).Scores.Select(v => (byte)v)).ToArray();
    }
}
