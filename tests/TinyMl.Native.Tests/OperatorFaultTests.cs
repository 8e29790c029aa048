using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>Each rule of operator codes 8 to 19 and of constant tensors, broken alone, is refused with its status.</summary>
public class OperatorFaultTests
{
    private const string Lookup = "LOOKUP";
    private const string Sub = "SUB";
    private const string Mul = "MUL";
    private const string Maximum = "MAXIMUM";
    private const string Mean = "MEAN";
    private const string Copy = "STRIDED_COPY";
    private const string Concatenation = "CONCATENATION";
    private const string Pad = "PAD";
    private const string Resize = "RESIZE_NEAREST_NEIGHBOR";
    private const string TransposeConv = "TRANSPOSE_CONV";
    private const string Reshape = "RESHAPE";

    private static readonly Fault[] Faults =
    [
        new(Lookup, "shape", TmlStatus.OperandShape, w => w.Tensors[1].Shape = [1, 4, 3, 3]),
        new(Lookup, "table past the end", TmlStatus.Constant, w => Only(w).Weights += 1),
        new(Lookup, "second input", TmlStatus.Operand, w => Only(w).Input1 = 0),
        new(Lookup, "backwards", TmlStatus.Header, w => Only(w).Flags = 2),
        new(Lookup, "reads a constant", TmlStatus.OperandType, w => Only(w).Input0 = Constant(w, 4, 3, 2)),
        new(Lookup, "in place of another offset", TmlStatus.Overlap, w => Only(w).Flags = 1),

        new(Sub, "input 1 missing", TmlStatus.Operand, w => Only(w).Input1 = 0xFFFF),
        new(Sub, "input 1 does not exist", TmlStatus.Operand, w => Only(w).Input1 = 9),
        new(Sub, "height neither equal nor 1", TmlStatus.OperandShape, w => w.Tensors[1].Shape = [1, 2, 1, 2]),
        new(Sub, "larger than the output", TmlStatus.OperandShape, w => w.Tensors[2].Shape = [1, 1, 3, 2]),
        new(Sub, "factors past the end", TmlStatus.Constant, w => Only(w).Multipliers = 0xFFFFFFFC),
        new(Sub, "shift of input 1", TmlStatus.Requantisation, w => Only(w).Shifts = Shifts(w, 0, 1, 0)),
        new(Sub, "multiplier", TmlStatus.Requantisation, w => Only(w).Multipliers = w.Constant([1 << 30, 1 << 30, 5])),
        new(Sub, "clamp", TmlStatus.Clamp, w => Only(w).Clamp = (2, 1)),
        new(Sub, "in place, but repeated", TmlStatus.Overlap, InPlaceOfRepeated),
        new(Sub, "in place of a constant", TmlStatus.Overlap, InPlaceOfConstant),
        new(Sub, "backwards", TmlStatus.Header, w => Only(w).Flags = 2),
        new(Sub, "output is a constant", TmlStatus.OperandType, w => Only(w).Output = Constant(w, 4, 3, 2)),
        new(Mul, "shift", TmlStatus.Requantisation, w => Only(w).Shifts = w.Constant([(sbyte)31])),
        new(Mul, "factor past the end", TmlStatus.Constant, w => Only(w).Shifts = 0xFFFFFFFF),
        new(Maximum, "scale of input 0", TmlStatus.TensorScale, w => w.Tensors[0].Scale = 2),
        new(Maximum, "scale of input 1", TmlStatus.TensorScale, w => w.Tensors[1].Scale = 2),
        new(Maximum, "zero point of input 1", TmlStatus.TensorZero, w => w.Tensors[1].ZeroPoint = 2),

        new(Mean, "dimension neither equal nor 1", TmlStatus.OperandShape, w => w.Tensors[1].Shape = [1, 2, 1, 2]),
        new(Mean, "output larger", TmlStatus.OperandShape, w => w.Tensors[1].Shape = [1, 4, 1, 4]),
        new(Mean, "multiplier negative", TmlStatus.Requantisation, w => Only(w).Multipliers = w.Constant([-1])),
        new(Mean, "shift", TmlStatus.Requantisation, w => Only(w).Shifts = w.Constant([(sbyte)-32])),
        new(Mean, "more than 2^23 elements", TmlStatus.Accumulator, LongMean),
        new(Mean, "reads a constant", TmlStatus.OperandType, w => Only(w).Input0 = Constant(w, 4, 3, 2)),

        new(Copy, "before the input", TmlStatus.OperandShape, w => Steps(w, -1, 6, 2, 1)),
        new(Copy, "past the input", TmlStatus.OperandShape, w => Steps(w, 1, 6, 2, 1)),
        new(Copy, "backwards before the input", TmlStatus.OperandShape, w => Steps(w, 21, -6, -2, 1)),
        new(Copy, "back and forth past it", TmlStatus.OperandShape, w => Steps(w, 6, -6, 10, 1)),
        new(Copy, "steps that wrap", TmlStatus.OperandShape, w => Steps(w, 0, 1 << 30, 2, 1)),
        new(Copy, "steps past the end", TmlStatus.Constant, w => Only(w).Multipliers = 0xFFFFFFFC),
        new(Copy, "steps misaligned", TmlStatus.Constant, w => Only(w).Multipliers += 2),
        new(Copy, "in place", TmlStatus.Overlap, w => InPlace(w)),

        new(Concatenation, "axis 0", TmlStatus.Geometry, w => Only(w).Filter = (0, 1)),
        new(Concatenation, "axis 4", TmlStatus.Geometry, w => Only(w).Filter = (4, 1)),
        new(Concatenation, "another size along the axis", TmlStatus.OperandShape, w => w.Tensors[2].Shape = [1, 9, 3, 2]),
        new(Concatenation, "another size elsewhere", TmlStatus.OperandShape, w => w.Tensors[1].Shape = [1, 4, 2, 3]),
        new(Concatenation, "no tensor", TmlStatus.Constant, w => List(w, 0)),
        new(Concatenation, "256 tensors", TmlStatus.Constant, w => List(w, [256, .. Enumerable.Repeat(0, 256)])),
        new(Concatenation, "list past the end", TmlStatus.Constant, w => List(w, 200, 0, 1)),
        new(Concatenation, "list misaligned", TmlStatus.Constant, w => Only(w).Weights += 1),
        new(Concatenation, "no list", TmlStatus.Constant, w => Only(w).Weights = 0xFFFFFFFF),
        new(Concatenation, "tensor that does not exist", TmlStatus.Operand, w => List(w, 2, 0, 7)),
        new(Concatenation, "tensor 0 is not input 0", TmlStatus.Operand, w => List(w, 2, 1, 0)),
        new(Concatenation, "second input", TmlStatus.Operand, w => Only(w).Input1 = 1),
        new(Concatenation, "a constant", TmlStatus.OperandType, w => List(w, 2, 0, Constant(w, 4, 3, 2))),
        new(Concatenation, "a part not written yet", TmlStatus.Order, w => w.Inputs.RemoveAt(1)),
        new(Concatenation, "over its second part", TmlStatus.Overlap, w => w.Tensors[2].Offset = w.Tensors[1].Offset),

        new(Pad, "border negative", TmlStatus.OperandShape, w => w.Tensors[1].Shape = [1, 4, 5, 4]),
        new(Pad, "channels outside", TmlStatus.OperandShape, w => Only(w).Filter = (3, 1)),
        new(Pad, "two values", TmlStatus.Clamp, w => Only(w).Clamp = (1, 2)),

        new(Resize, "row outside", TmlStatus.OperandShape, w => Indices(w, 0, 4, 1, 2, 0)),
        new(Resize, "column outside", TmlStatus.OperandShape, w => Indices(w, 0, 3, 1, 3, 0)),
        new(Resize, "channels", TmlStatus.OperandShape, w => w.Tensors[1].Shape = [1, 2, 3, 1]),
        new(Resize, "indices past the end", TmlStatus.Constant, w => Indices(w, 0, 3, 1, 2)),
        new(Resize, "indices misaligned", TmlStatus.Constant, w => Only(w).Weights += 1),

        new(TransposeConv, "stride", TmlStatus.Geometry, w => Only(w).Stride = (0, 1)),
        new(TransposeConv, "filter", TmlStatus.Geometry, w => Only(w).Filter = (2, 0)),
        new(TransposeConv, "dilation", TmlStatus.Geometry, w => Only(w).Dilation = (2, 1)),
        new(TransposeConv, "padding of the whole filter", TmlStatus.Geometry, w => Only(w).Padding = (2, 0)),
        new(TransposeConv, "weights past the end", TmlStatus.Constant, w => Only(w).Weights = 0xFFFFFF00),
        new(TransposeConv, "bias misaligned", TmlStatus.Constant, w => Only(w).Bias += 2),
        new(TransposeConv, "multiplier", TmlStatus.Requantisation, w => Only(w).Multipliers = w.Constant([7, 7, 7])),
        new(TransposeConv, "sums", TmlStatus.Accumulator, w => Only(w).Bias = w.Constant([0, 0, int.MinValue])),
        new(TransposeConv, "backwards", TmlStatus.Header, w => Only(w).Flags = 2),
        new(TransposeConv, "over its input", TmlStatus.Overlap, w => w.Tensors[1].Offset = w.Tensors[0].Offset),

        new(Reshape, "elements", TmlStatus.OperandShape, w => w.Tensors[1].Shape = [1, 1, 1, 23]),
        new(Reshape, "over its input, but not in place", TmlStatus.Overlap, w => w.Tensors[1].Offset = w.Tensors[0].Offset),

        new(Sub, "constant past the end", TmlStatus.TensorRange, w => w.Tensors[Constant(w, 4, 3, 2)].Offset += 1),
        new(Sub, "constant outside", TmlStatus.TensorRange, w => w.Tensors[Constant(w, 4, 3, 2)].Offset = 0xFFFFFFF0),
        new(Sub, "input of the model is a constant", TmlStatus.TensorType, w => w.Inputs.Add(Constant(w, 1, 1, 1))),
        new(Sub, "output of the model is a constant", TmlStatus.TensorType, w => w.Outputs.Add(Constant(w, 1, 1, 1))),
    ];

    /// <summary>The statuses that the faults reach.</summary>
    public static IEnumerable<TmlStatus> Statuses => Faults.Select(fault => fault.Status);

    public static TheoryData<int> Numbers => new(Enumerable.Range(0, Faults.Length));

    public static TheoryData<string> Kinds =>
        new(Lookup, Sub, Mul, Maximum, Mean, Copy, Concatenation, Pad, Resize, TransposeConv, Reshape);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheUnbrokenModelIsAccepted(string kind) =>
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(Model(kind).Build()));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void EachFaultHasItsStatus(int number)
    {
        Fault fault = Faults[number];
        TmlWriter writer = Model(fault.Kind);
        fault.Break(writer);
        Assert.Equal((fault.ToString(), fault.Status), (fault.ToString(), NativeEngine.Check(writer.Build())));
    }

    /// <summary>What is at the edge of a rule is accepted.</summary>
    [Fact]
    public void TheEdgesAreAccepted()
    {
        (string Kind, Action<TmlWriter> Change)[] edges =
        [
            (Copy, w => Steps(w, 23, -6, -2, -1)),
            (Copy, w => Steps(w, 23, 0, 0, 0)),
            (Mean, w => Only(w).Multipliers = w.Constant([0])),
            (Mean, w => Only(w).Multipliers = w.Constant([1])),
            (Mean, w => w.Tensors[1].Shape = [1, 4, 3, 2]),
            (Lookup, w => InPlace(w)),
            (Reshape, w => InPlace(w)),
            (Mul, w => w.Tensors[0].Shape = [1, 1, 1, 1]),
            (Sub, w => Only(w).Input0 = Constant(w, 4, 1, 1)),
            (Sub, w => Only(w).Input1 = 0),
            (Concatenation, w => List(w, 2, 0, 0)),
            (TransposeConv, w => w.Tensors[1].Shape = [1, 1, 1, 3]),
        ];
        Assert.All(edges, edge =>
        {
            TmlWriter writer = Model(edge.Kind);
            edge.Change(writer);
            Assert.Equal(TmlStatus.Ok, NativeEngine.Check(writer.Build()));
        });
    }

    /// <summary>A front end's ring may have the offset of a constant, which is no place in the arena.</summary>
    [Fact]
    public void ConstantsAndTheRingDoNotMeet()
    {
        SampleModel sample = new();
        uint ring = sample.Imu.Ring;
        while (sample.Writer.Constant(new sbyte[16]) < ring)
        {
        }

        sample.Writer.Tensors.Add(new TensorRecord { Type = 2, Offset = ring });
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(sample.Writer.Build()));
    }

    private static TmlWriter Model(string kind)
    {
        TmlWriter w = new();
        w.Inputs.Add(w.Tensor(4, 3, 2));
        OperatorRecord op = new() { Output = 1 };
        switch (kind)
        {
            case Lookup:
                op.Code = 8;
                w.Tensor(4, 3, 2);
                op.Weights = w.Constant(new sbyte[256]);
                break;
            case Sub or Mul or Maximum:
                op.Code = (byte)(kind == Sub ? 9 : kind == Mul ? 10 : 11);
                op.Input1 = 1;
                op.Output = 2;
                w.Inputs.Add(w.Tensor(1, 3, 1));
                w.Tensor(4, 3, 2);
                int factors = kind == Sub ? 3 : 1;
                op.Multipliers = w.Constant(Enumerable.Repeat(1 << 30, factors));
                op.Shifts = w.Constant(new sbyte[factors]);
                break;
            case Mean:
                op.Code = 13;
                w.Tensor(4, 1, 2);
                op.Multipliers = w.Constant([int.MaxValue]);
                op.Shifts = w.Constant([(sbyte)0]);
                break;
            case Copy:
                op.Code = 14;
                w.Tensor(4, 3, 2);
                op.Multipliers = w.Constant([0, 6, 2, 1]);
                break;
            case Concatenation:
                op.Code = 15;
                op.Filter = (1, 1);
                op.Output = 2;
                w.Inputs.Add(w.Tensor(4, 3, 2));
                w.Tensor(8, 3, 2);
                op.Weights = Halves(w, 2, 0, 1);
                break;
            case Pad:
                op.Code = 16;
                op.Filter = (1, 0);
                op.Padding = (1, 2);
                op.Clamp = (5, 5);
                w.Tensor(6, 5, 4);
                break;
            case Resize:
                op.Code = 17;
                w.Tensor(2, 3, 2);
                op.Weights = Halves(w, 0, 3, 1, 2, 0);
                break;
            case TransposeConv:
                op.Code = 18;
                op.Filter = (2, 2);
                op.Stride = (2, 1);
                w.Tensor(8, 4, 3);
                op.Weights = w.Constant(new sbyte[3 * 2 * 2 * 2]);
                op.Bias = w.Constant([0, 0, 0]);
                op.Multipliers = w.Constant(Enumerable.Repeat(1 << 30, 3));
                op.Shifts = w.Constant(new sbyte[3]);
                break;
            default:
                op.Code = 19;
                w.Tensor(2, 12, 1);
                break;
        }

        w.Operators.Add(op);
        w.Outputs.Add(op.Output);

        // Room for a last tensor that a fault makes larger, so that nothing else is wrong with it.
        w.ArenaBytes += 64;
        return w;
    }

    private static OperatorRecord Only(TmlWriter w) => w.Operators[0];

    // At the end of the constants, so that one byte more is outside.
    private static int Constant(TmlWriter w, int height, int width, int channels)
    {
        int elements = height * width * channels;
        w.Constant([0]);
        uint offset = w.Constant(new sbyte[(elements + 3) & ~3]);
        w.Tensors.Add(new TensorRecord
        {
            Shape = [1, (ushort)height, (ushort)width, (ushort)channels],
            Offset = offset + (uint)(-elements & 3),
            Type = 2,
        });
        return w.Tensors.Count - 1;
    }

    private static uint Halves(TmlWriter w, params int[] values)
    {
        w.Constant([0]);
        return w.Constant(values.SelectMany(v => BitConverter.GetBytes((ushort)v)).Select(b => (sbyte)b));
    }

    private static uint Shifts(TmlWriter w, params sbyte[] values) => w.Constant(values.AsEnumerable());

    private static void List(TmlWriter w, params int[] values) => Only(w).Weights = Halves(w, values);

    private static void Indices(TmlWriter w, params int[] values) => Only(w).Weights = Halves(w, values);

    private static void Steps(TmlWriter w, params int[] values) => Only(w).Multipliers = w.Constant(values);

    private static void InPlace(TmlWriter w)
    {
        Only(w).Flags = 1;
        w.Tensors[1].Offset = w.Tensors[0].Offset;
    }

    private static void InPlaceOfRepeated(TmlWriter w)
    {
        // Input 0 is the smaller one: its elements are still read when the first are overwritten.
        Only(w).Flags = 1;
        (Only(w).Input0, Only(w).Input1) = (1, 0);
        w.Tensors[2].Offset = w.Tensors[1].Offset;
        w.ArenaBytes += 64;
    }

    private static void InPlaceOfConstant(TmlWriter w)
    {
        int constant = Constant(w, 4, 3, 2);
        w.Constant(new sbyte[256]);
        Only(w).Flags = 1;
        Only(w).Input0 = constant;
        w.Tensors[constant].Offset = w.Tensors[2].Offset;
    }

    private static void LongMean(TmlWriter w)
    {
        w.Tensors[0].Shape = [1, 4097, 2048, 1];
        w.Tensors[1].Shape = [1, 1, 1, 1];
        w.ArenaBytes = 1 << 24;
    }

    private sealed record Fault(string Kind, string Name, TmlStatus Status, Action<TmlWriter> Break)
    {
        public override string ToString() => $"{Kind}: {Name}";
    }
}
