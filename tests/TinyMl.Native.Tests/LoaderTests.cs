using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>What tml_check refuses, and with which status.</summary>
public class LoaderTests
{
    /// <summary>A fault to build into the sample model.</summary>
    private sealed record Fault(string Name, TmlStatus Status, Action<SampleModel> Break);

    private static readonly Fault[] Faults =
    [
        new("version", TmlStatus.Version, s => s.Writer.Version = 2),
        new("profile", TmlStatus.Profile, s => s.Writer.Profile = 31),
        new("reserved field of the header", TmlStatus.Header, s => s.Writer.HeaderReserved = 1),
        new("reserved words of the header", TmlStatus.Header, s => s.Writer.LastReservedWord = 1),
        new("arena no multiple of 16", TmlStatus.Header, s => s.Writer.ArenaBytes += 8),
        new("arena smaller than the state", TmlStatus.Header, s => s.Writer.ArenaBytes = 112),
        new("learning arena no multiple of 16", TmlStatus.Header, s => s.Writer.LearnArenaBytes += 8),
        new("learning arena smaller than the arena", TmlStatus.Header, s => s.Writer.LearnArenaBytes = s.Writer.ArenaBytes - 16),
        new("learning without an arena", TmlStatus.Header, s => s.Writer.LearnArenaBytes = 0),
        new("learning arena without a section", TmlStatus.Header, s => (s.Writer.Learning, s.Writer.Parameters) = (null, null)),
        new("no inputs", TmlStatus.Header, s => s.Writer.Inputs.Clear()),
        new("too many outputs", TmlStatus.Header, s => s.Writer.Outputs.AddRange(Enumerable.Repeat(7, 16))),
        new("no operators", TmlStatus.Header, s => s.Writer.Operators.Clear()),
        new("front end too short", TmlStatus.Count, s => s.Writer.FrontEnd = s.Writer.FrontEnd![..60]),
        new("detector too long", TmlStatus.Detector, s => s.Writer.Detector = [.. s.Writer.Detector!, 0]),
        new("detector too short", TmlStatus.Count, s => s.Writer.Detector = s.Writer.Detector![..12]),
        new("learning too long", TmlStatus.Count, s => s.Writer.Learning = [.. s.Writer.Learning!, 0]),

        new("tensor type", TmlStatus.TensorType, s => s.Writer.Tensors[2].Type = 3),
        new("tensor reserved", TmlStatus.Header, s => s.Writer.Tensors[2].Reserved = 1),
        new("tensor of batch 2", TmlStatus.TensorShape, s => s.Writer.Tensors[2].Shape = [2, 8, 1, 8]),
        new("tensor without rows", TmlStatus.TensorShape, s => s.Writer.Tensors[2].Shape = [1, 0, 1, 8]),
        new("tensor of 2^24 + 1", TmlStatus.TensorShape, s => s.Writer.Tensors[2].Shape = [1, 257, 1, 65281]),
        new("tensor whose product wraps", TmlStatus.TensorShape, s => s.Writer.Tensors[2].Shape = [1, 65535, 65535, 65535]),
        new("tensor in the state", TmlStatus.TensorRange, s => s.Writer.Tensors[0].Offset = 127),
        new("tensor past the arena", TmlStatus.TensorRange, s => s.Writer.Tensors[0].Offset = s.Writer.ArenaBytes - 47),
        new("tensor offset that wraps", TmlStatus.TensorRange, s => s.Writer.Tensors[0].Offset = 0xFFFFFFF0),
        new("scale 0", TmlStatus.TensorScale, s => s.Writer.Tensors[1].Scale = 0),
        new("scale -1", TmlStatus.TensorScale, s => s.Writer.Tensors[1].Scale = -1),
        new("scale NaN", TmlStatus.TensorScale, s => s.Writer.Tensors[1].Scale = float.NaN),
        new("scale infinite", TmlStatus.TensorScale, s => s.Writer.Tensors[1].Scale = float.PositiveInfinity),
        new("zero point 128", TmlStatus.TensorZero, s => s.Writer.Tensors[1].ZeroPoint = 128),
        new("zero point -129", TmlStatus.TensorZero, s => s.Writer.Tensors[1].ZeroPoint = -129),
        new("input index", TmlStatus.Operand, s => s.Writer.Inputs[0] = 8),
        new("output index", TmlStatus.Operand, s => s.Writer.Outputs[0] = 0xFFFF),

        new("operator 0", TmlStatus.Operator, s => s.Writer.Operators[0].Code = 0),
        new("operator 20", TmlStatus.Operator, s => s.Writer.Operators[0].Code = 20),
        new("kernel of the portable profile", TmlStatus.Operator, s => s.Writer.Operators[0].Kernel = 1),
        new("kernel rows", TmlStatus.Header, s => s.Writer.Operators[0].KernelRows = 1),
        new("operator scratch", TmlStatus.Header, s => s.Writer.Operators[0].Scratch = 4),
        new("operator flags", TmlStatus.Header, s => s.Writer.Operators[0].Flags = 8),
        new("input 0 index", TmlStatus.Operand, s => s.Writer.Operators[0].Input0 = 8),
        new("output index of an operator", TmlStatus.Operand, s => s.Writer.Operators[0].Output = 8),
        new("ADD without input 1", TmlStatus.Operand, s => s.Writer.Operators[2].Input1 = 0xFFFF),
        new("CONV with input 1", TmlStatus.Operand, s => s.Writer.Operators[0].Input1 = 0),
        new("stride 0", TmlStatus.Geometry, s => s.Writer.Operators[0].Stride = (0, 1)),
        new("filter 0", TmlStatus.Geometry, s => s.Writer.Operators[0].Filter = (3, 0)),
        new("dilation 0", TmlStatus.Geometry, s => s.Writer.Operators[0].Dilation = (1, 0)),
        new("dilated pool", TmlStatus.Geometry, s => s.Writer.Operators[3].Dilation = (2, 1)),
        new("padding of a whole filter", TmlStatus.Geometry, s => s.Writer.Operators[1].Padding = (3, 0)),
        new("stride that gives fewer rows", TmlStatus.OperandShape, s => s.Writer.Operators[0].Stride = (3, 1)),
        new("stride that gives more rows", TmlStatus.OperandShape, s => s.Writer.Operators[0].Stride = (1, 1)),
        new("output rows past the padding", TmlStatus.OperandShape, s => s.Writer.Operators[0].Stride = (9, 1)),
        new("window beside the input", TmlStatus.OperandShape, s => s.Writer.Tensors[4].Shape = [1, 5, 1, 8]),
        new("pool that changes the channels", TmlStatus.OperandShape, s => s.Writer.Tensors[4].Shape = [1, 4, 1, 7]),
        new("depthwise channels no multiple", TmlStatus.OperandShape, s => s.Writer.Tensors[2].Shape = [1, 8, 1, 9]),
        new("dense with rows", TmlStatus.OperandShape, s => s.Writer.Tensors[6].Shape = [1, 2, 1, 2]),
        new("ADD of unequal shapes", TmlStatus.OperandShape, s => s.Writer.Tensors[3].Shape = [1, 4, 2, 8]),
        new("SOFTMAX that changes the shape", TmlStatus.OperandShape, s => s.Writer.Tensors[7].Shape = [1, 1, 1, 3]),
        new("pool that changes the scale", TmlStatus.TensorScale, s => s.Writer.Tensors[4].Scale = 0.14f),
        new("pool that changes the zero point", TmlStatus.TensorZero, s => s.Writer.Tensors[4].ZeroPoint = -8),
        new("SOFTMAX scale", TmlStatus.TensorScale, s => s.Writer.Tensors[7].Scale = 1 / 255f),
        new("SOFTMAX zero point", TmlStatus.TensorZero, s => s.Writer.Tensors[7].ZeroPoint = -127),
        new("no weights", TmlStatus.Constant, s => s.Writer.Operators[0].Weights = 0xFFFFFFFF),
        new("no bias", TmlStatus.Constant, s => s.Writer.Operators[0].Bias = 0xFFFFFFFF),
        new("bias misaligned", TmlStatus.Constant, s => s.Writer.Operators[0].Bias += 2),
        new("multipliers misaligned", TmlStatus.Constant, s => s.Writer.Operators[0].Multipliers += 1),
        new("weights one byte past the end", TmlStatus.Constant, s => s.Writer.Operators[0].Weights = ConstantsEnd(s) - (8 * 9) + 1),
        new("bias past the end", TmlStatus.Constant, s => s.Writer.Operators[0].Bias = (ConstantsEnd(s) - 28) & ~3u),
        new("shifts past the end", TmlStatus.Constant, s => s.Writer.Operators[0].Shifts = ConstantsEnd(s) - 7),
        new("shifts that wrap", TmlStatus.Constant, s => s.Writer.Operators[0].Shifts = 0xFFFFFFFC),
        new("multiplier below 2^30", TmlStatus.Requantisation, s => SetMultiplier(s, 0, (1 << 30) - 1)),
        new("multiplier negative", TmlStatus.Requantisation, s => SetMultiplier(s, 0, int.MinValue)),
        new("shift 31", TmlStatus.Requantisation, s => SetShift(s, 0, 31)),
        new("shift -32", TmlStatus.Requantisation, s => SetShift(s, 0, -32)),
        new("ADD input shift 1", TmlStatus.Requantisation, s => SetShift(s, 2, 1)),
        new("SOFTMAX shift -1", TmlStatus.Requantisation, s => SetShift(s, 6, -1)),
        new("SOFTMAX multiplier 0", TmlStatus.Requantisation, s => SetMultiplier(s, 6, 0)),
        new("clamp empty", TmlStatus.Clamp, s => s.Writer.Operators[0].Clamp = (1, 0)),
        new("read before written", TmlStatus.Order, s => s.Writer.Operators.Reverse(0, 2)),
        new("input 1 read before written", TmlStatus.Order, s => s.Writer.Operators.Reverse(1, 2)),
        new("output that nothing writes", TmlStatus.Order, UnwrittenOutput),
        new("tensor written twice", TmlStatus.Overlap, s => s.Writer.Operators.Insert(1, s.Writer.Operators[0])),
        new("input written", TmlStatus.Overlap, InputWritten),
        new("live tensors overlap by a byte", TmlStatus.Overlap, s => s.Writer.Tensors[2].Offset = s.Writer.Tensors[1].Offset + 63),
        new("output over its input", TmlStatus.Overlap, s => s.Writer.Tensors[1].Offset = s.Writer.Tensors[0].Offset + 47),
        new("in place of another offset", TmlStatus.Overlap, s => s.Writer.Tensors[3].Offset -= 1),
        new("in place without the flag", TmlStatus.Overlap, s => s.Writer.Operators[2].Flags = 0),
        new("in place where it cannot", TmlStatus.Overlap, ConvInPlace),
        new("in place over what is read later", TmlStatus.Overlap, InPlaceReadLater),
        new("two inputs overlap", TmlStatus.Overlap, InputsOverlap),
        new("head's input overwritten", TmlStatus.Overlap, s => s.Writer.Tensors[7].Offset = s.Writer.Tensors[5].Offset),
        new("sums past 32 bits", TmlStatus.Accumulator, s => SetBias(s, 0, int.MaxValue - (255 * 128 * 9) + 1)),
        new("sums past 32 bits below", TmlStatus.Accumulator, s => SetBias(s, 5, int.MinValue)),
        new("softmax of 4096 channels", TmlStatus.Accumulator, WideSoftmax),

        Imu("kind 2", i => i with { Kind = 2 }),
        Imu("flags", i => i with { Flags = 4 }),
        Imu("channels 0", i => i with { Channels = 0 }),
        Imu("channels unlike the input", i => i with { Channels = 2 }),
        Imu("channels 9", i => i with { Channels = 9 }),
        Imu("record of 1", i => i with { RecordBytes = 1 }),
        Imu("record of 33", i => i with { RecordBytes = 33 }),
        Imu("record too short for a channel", i => i with { RecordBytes = 8 }),
        Imu("decimation 0", i => i with { Decimation = 0 }),
        Imu("decimation 17", i => i with { Decimation = 17 }),
        Imu("rows unlike the input", i => i with { Rows = 15 }),
        Imu("hop 0", i => i with { Hop = 0 }),
        Imu("hop 17", i => i with { Hop = 17 }),
        Imu("gain 0", i => i with { Gain = 0 }),
        Imu("gain 128", i => i with { Gain = 128 }),
        Imu("ring misaligned", i => i with { Ring = i.Ring + 1 }),
        Imu("ring past the arena", i => i with { Ring = i.Ring + 16 }),
        Imu("ring wraps", i => i with { Ring = 0xFFFFFFFE }),
        Imu("ring in the state", i => i with { Ring = 64 }),
        Imu("ring over a tensor", i => i with { Ring = 128 }),
        Imu("group 4", i => i with { Groups = [0, 4, 2] }),
        Imu("floor 0", i => i with { Floors = [256, 1, 0, 1] }),
        Imu("reserved", i => i with { Reserved = 1 }),

        new("a label too few", TmlStatus.Labels, s => s.Writer.Labels = TmlWriter.Strings("a", "b", "c")),
        new("a label too many", TmlStatus.Labels, s => s.Writer.Labels = TmlWriter.Strings("a", "b", "c", "d", "e")),
        new("label empty", TmlStatus.Labels, s => s.Writer.Labels = TmlWriter.Strings("a", string.Empty, "c", "d")),
        new("label of 16", TmlStatus.Labels, s => s.Writer.Labels = TmlWriter.Strings("a", "b", "c", "0123456789abcdef")),
        new("label not printable", TmlStatus.Labels, s => s.Writer.Labels = TmlWriter.Strings("a", "b\n", "c", "d")),
        new("label without NUL", TmlStatus.Labels, s => s.Writer.Labels = TmlWriter.Strings("a", "b", "c", "d")[..^1]),
        new("name without NUL", TmlStatus.Labels, s => s.Writer.Name = [65, 66]),
        new("name empty", TmlStatus.Labels, s => s.Writer.Name = []),
        new("name of 32", TmlStatus.Labels, s => s.Writer.Name = TmlWriter.Strings(new string('x', 32))),
        new("name not printable", TmlStatus.Labels, s => s.Writer.Name = TmlWriter.Strings("a\u007f")),
        new("name twice", TmlStatus.Labels, s => s.Writer.Name = TmlWriter.Strings("a", "b")),

        Detector("smoothing 0", d => d with { Smoothing = 0 }),
        Detector("smoothing 17", d => d with { Smoothing = 17 }),
        Detector("threshold 0", d => d with { On = 0, Off = 0 }),
        Detector("threshold 256", d => d with { On = 256 }),
        Detector("no hysteresis", d => d with { Off = 161 }),
        Detector("dead windows", d => d with { Dead = 1001 }),
        Detector("idle class", d => d with { Idle = 4 }),
        Detector("min windows 0", d => d with { Min = 0 }),
        Detector("min windows 17", d => d with { Min = 17 }),
        Detector("announced thresholds that are not there", d => d with { Entries = 4 }),
        Detector("thresholds that were not announced", d => d with { Thresholds = [200, 0, 96, 255] }),
        Detector("a threshold too few", d => d with { Entries = 3, Thresholds = [200, 0, 96, 0] }),
        Detector("a word too many", d => d with { Entries = 4, Thresholds = [200, 0, 96, 255, 0, 0, 0, 0] }),
        Detector("a threshold below the lower one", d => d with { Entries = 4, Thresholds = [200, 0, 95, 255] }),

        new("learning without parameters", TmlStatus.Section, s => s.Writer.Parameters = null),
        new("parameters without learning", TmlStatus.Section, s => s.Writer.Learning = null),
        new("no parameters", TmlStatus.Count, s => s.Writer.Parameters = []),
        new("parameters too long", TmlStatus.Count, s => s.Writer.Parameters = [.. s.Writer.Parameters!, 0]),
        new("65 parameters", TmlStatus.Count, s => s.Writer.Parameters = new byte[65 * 40]),
        Learning("shot kind", l => l with { ShotKind = 3 }),
        Learning("windows, for which the store is too small", l => l with { ShotKind = 2 }),
        Learning("head past the operators", l => l with { Head = 7 }),
        Learning("head that is no dense layer", l => l with { Head = 6 }),
        Learning("shots 0", l => l with { Shots = 0 }),
        Learning("shots 1025", l => l with { Shots = 1025 }),
        Learning("shots past the arena", l => l with { Shots = 8 }),
        Learning("epochs 0", l => l with { Epochs = 0 }),
        Learning("epochs 1001", l => l with { Epochs = 1001 }),
        Learning("decay", l => l with { Decay = 65536 }),
        Learning("logits past the constants", l => l with { Logits = 0xFFFFFFF0 }),
        Learning("logits misaligned", l => l with { Logits = l.Logits + 1 }),
        Learning("logits no multipliers", l => l with { Logits = 0 }),
        Learning("logit shifts past the constants", l => l with { LogitShifts = 0xFFFFFFFF }),
        Learning("parameters misaligned", l => l with { ParameterBytes = 17 }),
        Learning("parameters that do not hold a record", l => l with { ParameterBytes = 12 }),
        Learning("active block in the arena", l => l with { Active = 128 }),
        Learning("active block in the state", l => l with { Active = l.Active - 4 }),
        Learning("active block misaligned", l => l with { Active = l.Active + 2 }),
        Learning("active block past the arena", l => l with { Active = l.Active + 2048 }),
        Learning("active block wraps", l => l with { Active = 0xFFFFFFFC }),
        Learning("staged block over the active one", l => l with { Staged = l.Active }),
        Learning("staged block misaligned", l => l with { Staged = l.Staged + 1 }),
        Learning("staged block past the arena", l => l with { Staged = 0xFFFFFFFC }),
        Learning("gradient over the marks", l => l with { Gradient = l.Gradient + 4 }),
        Learning("gradient misaligned", l => l with { Gradient = l.Gradient - 1 }),
        Learning("gradient in the arena", l => l with { Gradient = 256 }),
        Learning("store in the arena", l => l with { Store = 256 }),
        Learning("store over the marks", l => l with { Store = l.Store - 1 }),
        Learning("marks misaligned", l => l with { Marks = l.Marks + 1 }),
        Learning("marks in the arena", l => l with { Marks = 256 }),
        Learning("policy", l => l with { Policy = 2 }),
        Learning("guard", l => l with { Guard = 2 }),
        new("learning: 1025 factory shots", TmlStatus.Learning, s => s.Writer.Learning = (s.Learning with
        {
            FactoryShots = 1025,
            Factory = s.Writer.Constant(new sbyte[1025 * (SampleModel.Features + 1)]),
        }).Bytes()),
        Learning("factory shots past the constants", l => l with { FactoryShots = 1, Factory = 0xFFFFFFFF }),
        new("learning: factory shot of no class", TmlStatus.Learning, s => s.Writer.Learning = (s.Learning with
        {
            FactoryShots = 2,
            Factory = s.Writer.Constant(new sbyte[17].Append((sbyte)4)),
        }).Bytes()),
        Parameter("kind", p => p with { Kind = 4 }),
        Parameter("kind 0", p => p with { Kind = 0 }),
        Parameter("weights of another length", p => p with { Kind = 2 }),
        Parameter("operator past the last", p => p with { Operator = 7 }),
        Parameter("operator without weights", p => p with { Operator = 6 }),
        Parameter("operator with other channels", p => p with { Operator = 0 }),
        Parameter("offset misaligned", p => p with { Offset = 2 }),
        Parameter("offset past the block", p => p with { Offset = 4 }),
        Parameter("length", p => p with { Length = 12 }),
        Parameter("factory past the constants", p => p with { Factory = 0xFFFFFFF0 }),
        Parameter("factory misaligned", p => p with { Factory = p.Factory + 1 }),
        new("parameter: factory out of range", TmlStatus.Learning, s => s.Writer.Parameters = (s.Parameter with
        {
            Factory = s.Writer.Constant([0, 0, int.MaxValue - (255 * 128 * SampleModel.Features) + 1, 0]),
        }).Bytes()),
        Parameter("steps past the constants", p => p with { Steps = 0xFFFFFFF0 }),
        Parameter("step shifts past the constants", p => p with { StepShifts = 0xFFFFFFFF }),
        Parameter("reserved", p => p with { Reserved = 1 }),
        new("parameter: twice", TmlStatus.Learning, s => s.Writer.Parameters = [.. s.Parameter.Bytes(), .. s.Parameter.Bytes()]),
        Learning("store past the arena", l => l with { Store = l.Store + 16 }),
        Learning("reserved", l => l with { Reserved = 1 }),
        new("head that feeds no score", TmlStatus.Learning, HeadInTheMiddle),

        new("self-test of none", TmlStatus.Vectors, s => s.Writer.SelfTest![0] = 0),
        new("self-test of 65", TmlStatus.Vectors, s => s.Writer.SelfTest![0] = 65),
        new("self-test too short", TmlStatus.Vectors, s => s.Writer.SelfTest = s.Writer.SelfTest![..^1]),
        new("self-test too long", TmlStatus.Vectors, s => s.Writer.SelfTest = [.. s.Writer.SelfTest!, 0]),
        new("self-test empty", TmlStatus.Vectors, s => s.Writer.SelfTest = []),
        new("self-test reserved", TmlStatus.Vectors, s => s.Writer.SelfTest![2] = 1),
    ];

    /// <summary>Faults in bytes that the writer never gets wrong: offset, width, value.</summary>
    private static readonly (string Name, TmlStatus Status, int Offset, int Bytes, uint Value)[] Patches =
    [
        ("magic", TmlStatus.Magic, 0, 4, 0x324C4D54),
        ("length past the file", TmlStatus.Truncated, 8, 4, 0x7FFFFFFC),
        ("length below the header", TmlStatus.Header, 8, 4, 60),
        ("length no multiple of 4", TmlStatus.Header, 8, 4, 66),
        ("checksum", TmlStatus.Crc, 12, 4, 0),
        ("4097 tensors", TmlStatus.Header, 36, 2, 4097),
        ("4097 operators", TmlStatus.Header, 38, 2, 4097),
        ("17 inputs", TmlStatus.Header, 40, 2, 17),
        ("tensors unlike the section", TmlStatus.Count, 36, 2, 7),
        ("operators unlike the section", TmlStatus.Count, 38, 2, 6),
        ("inputs unlike the section", TmlStatus.Count, 40, 2, 2),
        ("section table past the file", TmlStatus.Section, 44, 2, 65535),
        ("no sections", TmlStatus.Section, 44, 2, 0),
        ("constants missing", TmlStatus.Section, 44, 2, 3),
        ("kind 0", TmlStatus.Section, 64, 2, 0),
        ("kinds do not ascend", TmlStatus.Section, 76, 2, 1),
        ("kind 13", TmlStatus.Section, 64 + (10 * 12), 2, 13),
        ("section reserved", TmlStatus.Section, 66, 2, 1),
        ("section over the table", TmlStatus.Section, 68, 4, 64),
        ("section misaligned", TmlStatus.Section, 64 + (10 * 12) + 4, 4, 2),
        ("sections overlap", TmlStatus.Section, 72, 4, 8192),
        ("section's end wraps", TmlStatus.Section, 72, 4, 0xFFFFFFF0),
        ("section past the file", TmlStatus.Section, 64 + (10 * 12) + 8, 4, 0x100),
    ];

    public static TheoryData<string> FaultNames => new(Faults.Select(f => $"{f.Status}: {f.Name}"));

    public static TheoryData<string> PatchNames => new(Patches.Select(f => f.Name));

    [Fact]
    public void TheSampleIsAccepted() => Assert.Equal(TmlStatus.Ok, NativeEngine.Check(new SampleModel().Writer.Build()));

    [Theory]
    [MemberData(nameof(FaultNames))]
    public void AFaultHasItsStatus(string name)
    {
        Fault fault = Faults.Single(f => $"{f.Status}: {f.Name}" == name);
        SampleModel sample = new();
        fault.Break(sample);
        Assert.Equal(fault.Status, NativeEngine.Check(sample.Writer.Build()));
    }

    [Theory]
    [MemberData(nameof(PatchNames))]
    public void APatchedFileHasItsStatus(string name)
    {
        (_, TmlStatus status, int offset, int bytes, uint value) = Patches.Single(p => p.Name == name);
        byte[] file = new SampleModel().Writer.Build();
        BitConverter.GetBytes(value).AsSpan(0, bytes).CopyTo(file.AsSpan(offset));
        Assert.Equal(status, NativeEngine.Check(status == TmlStatus.Crc ? file : TmlWriter.Seal(file)));
    }

    /// <summary>Every refusal of a file is reached by some fault.</summary>
    [Fact]
    public void EveryStatusOfTheLoaderIsTested()
    {
        HashSet<TmlStatus> reached =
        [
            .. Faults.Select(f => f.Status), .. Patches.Select(p => p.Status), .. OperatorFaultTests.Statuses, TmlStatus.ModelAlign,
        ];
        Assert.DoesNotContain(Enum.GetValues<TmlStatus>(), s => (int)s is <= -20 and > -70 && !reached.Contains(s));
    }

    [Fact]
    public void ATruncatedFileIsRefusedAtEveryLength()
    {
        byte[] file = new SampleModel().Writer.Build();
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Equal(TmlStatus.Truncated, NativeEngine.Check(file.AsSpan(0, length)));
        }

        // What follows the file does not matter.
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check([.. file, 1, 2, 3]));
    }

    [Fact]
    public unsafe void AMisalignedFileIsRefused()
    {
        byte[] file = new SampleModel().Writer.Build();
        byte* memory = (byte*)NativeMemory.AlignedAlloc((nuint)file.Length + 4, 16);
        for (int shift = 1; shift < 4; shift++)
        {
            file.CopyTo(new Span<byte>(memory + shift, file.Length));
            Assert.Equal(TmlStatus.ModelAlign, Tml.Check((IntPtr)(memory + shift), (uint)file.Length));
        }

        NativeMemory.AlignedFree(memory);
    }

    /// <summary>Without a new checksum every change behind the header's first 16 bytes is found.</summary>
    [Fact]
    public void EveryAlteredByteIsNoticed()
    {
        byte[] file = new SampleModel().Writer.Build();
        for (int i = 0; i < file.Length; i++)
        {
            file[i] ^= 0x10;
            TmlStatus expected = i switch
            {
                < 4 => TmlStatus.Magic,
                < 6 => TmlStatus.Version,
                < 8 => TmlStatus.Profile,
                < 12 => NativeEngine.Check(file), // a length: one of two, below
                _ => TmlStatus.Crc,
            };
            TmlStatus status = NativeEngine.Check(file);
            Assert.Equal(expected, status);
            Assert.True(status < 0, $"byte {i}");
            file[i] ^= 0x10;
        }
    }

    /// <summary>With a right checksum a change is refused, or harmless: whatever then runs stays inside its arena.</summary>
    [Fact]
    public void AlteredModelsThatAreAcceptedStayInBounds()
    {
        byte[] file = new SampleModel().Writer.Build();
        int accepted = 0;
        int refused = 0;
        for (int i = 16; i < file.Length; i++)
        {
            byte original = file[i];
            foreach (byte change in new byte[] { 0x01, 0x80, 0xFF })
            {
                file[i] = (byte)(original ^ change);
                TmlWriter.Seal(file);
                uint arena = Math.Max(
                    BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(24)),
                    BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(28)));
                bool isAccepted = NativeEngine.Check(file) == TmlStatus.Ok;
                accepted += isAccepted ? 1 : 0;
                refused += isAccepted ? 0 : 1;
                if (isAccepted && arena < 1 << 20)
                {
                    using GuardedEngine guarded = new(file, arena);
                    Assert.Equal(TmlStatus.Ok, guarded.Open());
                    EngineTests.ExerciseEverything(guarded);
                    Assert.True(guarded.IsIntact(), $"byte {i} ^ {change:x2}");
                }
            }

            file[i] = original;
        }

        Assert.True(accepted > 500 && refused > 500, $"{accepted} accepted, {refused} refused");
    }

    private static Fault Imu(string name, Func<ImuSection, ImuSection> change) =>
        new("front end: " + name, TmlStatus.FrontEnd, s => s.Writer.FrontEnd = change(s.Imu).Bytes());

    private static Fault Detector(string name, Func<DetectorSection, DetectorSection> change) =>
        new("detector: " + name, TmlStatus.Detector, s => s.Writer.Detector = change(new DetectorSection()).Bytes());

    private static Fault Learning(string name, Func<LearningSection, LearningSection> change) =>
        new("learning: " + name, TmlStatus.Learning, s => s.Writer.Learning = change(s.Learning).Bytes());

    private static Fault Parameter(string name, Func<ParameterSection, ParameterSection> change) =>
        new("parameter: " + name, TmlStatus.Learning, s => s.Writer.Parameters = change(s.Parameter).Bytes());

    private static uint ConstantsEnd(SampleModel s)
    {
        byte[] file = s.Writer.Build();
        return BitConverter.ToUInt32(file, 64 + (3 * 12) + 8);
    }

    private static void SetMultiplier(SampleModel s, int op, int value)
    {
        int count = op == 2 ? 3 : op == 6 ? 1 : 8;
        s.Writer.Operators[op].Multipliers = s.Writer.Constant(Enumerable.Repeat(1 << 30, count - 1).Append(value));
    }

    private static void SetShift(SampleModel s, int op, sbyte value)
    {
        int count = op == 2 ? 3 : op == 6 ? 1 : 8;
        s.Writer.Operators[op].Shifts = s.Writer.Constant(Enumerable.Repeat(value, 1).Concat(new sbyte[count - 1]));
    }

    private static void SetBias(SampleModel s, int op, int value)
    {
        int count = s.Writer.Tensors[s.Writer.Operators[op].Output].Shape[3];
        s.Writer.Operators[op].Bias = s.Writer.Constant(Enumerable.Repeat(0, count - 1).Append(value));
    }

    private static void UnwrittenOutput(SampleModel s)
    {
        s.Writer.Outputs.Insert(0, s.Writer.Tensor(1, 1, 4));
    }

    private static void InputWritten(SampleModel s)
    {
        s.Writer.Inputs.Add(3);
    }

    private static void ConvInPlace(SampleModel s)
    {
        // A 1x1 convolution of equal shapes mixes channels: it must not overwrite what it still reads.
        int copy = s.Writer.Tensor(1, 1, 4, 0.15f, 3);
        s.Writer.Tensors[copy].Offset = s.Writer.Tensors[6].Offset;
        s.Writer.Operators.Insert(6, new OperatorRecord
        {
            Code = 1,
            Flags = 1,
            Input0 = 6,
            Output = copy,
            Filter = (1, 1),
            Weights = 0,
            Bias = s.Writer.Constant(new int[4]),
            Multipliers = s.Writer.Constant(new int[4]),
            Shifts = s.Writer.Constant(new sbyte[4]),
        });
        s.Writer.Operators[7].Input0 = copy;
    }

    private static void InPlaceReadLater(SampleModel s)
    {
        // The addition overwrites the convolution's output; a later pool reads that.
        s.Writer.Tensors[1].Scale = 0.15f;
        s.Writer.Tensors[1].ZeroPoint = -7;
        s.Writer.Operators[3].Input0 = 1;
    }

    private static void InputsOverlap(SampleModel s)
    {
        int second = s.Writer.Tensor(1, 1, 4);
        s.Writer.Inputs.Add(second);
        s.Writer.Tensors[second].Offset = s.Writer.Tensors[0].Offset + 47;
    }

    private static void WideSoftmax(SampleModel s)
    {
        int input = s.Writer.Tensor(1, 1, 4096);
        int output = s.Writer.Tensor(1, 1, 4096, 1 / 256f, -128);
        s.Writer.Inputs.Add(input);
        s.Writer.LearnArenaBytes = s.Writer.ArenaBytes;
        s.Writer.Operators.Add(new OperatorRecord
        {
            Code = 7,
            Input0 = input,
            Output = output,
            Multipliers = s.Writer.Operators[6].Multipliers,
            Shifts = s.Writer.Operators[6].Shifts,
        });
    }

    private static void HeadInTheMiddle(SampleModel s)
    {
        // Between head and softmax stands a pool: the head's sums are no logits.
        int copy = s.Writer.Tensor(1, 1, 4, 0.15f, 3);
        s.Writer.Operators.Insert(6, new OperatorRecord { Code = 5, Input0 = 6, Output = copy, Filter = (1, 1) });
        s.Writer.Operators[7].Input0 = copy;
    }
}
