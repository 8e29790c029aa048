using System.Buffers.Binary;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;
using TinyMl.Engine;

namespace TinyMl.Compiler.Tests;

/// <summary>What the loader refuses of an operator with a kernel of a profile: preconditions, constants, scratch.</summary>
public class PackedFaultTests
{
    private const int HeaderBytes = 64;
    private const int SectionBytes = 12;
    private const int OperatorSection = 2;
    private const int OperatorBytes = 40;
    private const int FlagsField = 1;
    private const byte NotFolded = 0xFB; /* which belongs to the portable kernel */
    private const byte Backwards = 2;
    private const int Strided = 2; /* a seed */
    private const int WeightsField = 8;
    private const int KernelField = 34;
    private const int RowsField = 35;
    private const int ScratchField = 36;

    private static readonly Dictionary<string, (Operator Step, Profile Profile)> Accepted = new()
    {
        ["matrix"] = (Conv(new Shape(1, 8, 8, 8), new Extent(3, 3), 4), Profile.CortexMDsp),
        ["dense"] = (KernelNetworks.Dense(new Random(1), Input(new Shape(1, 1, 1, 16)), 4, relu: true), Profile.CortexMDsp),
        ["depthwise"] = (Depthwise(new Shape(1, 8, 8, 8)), Profile.CortexMDsp),
        ["depthwise 5x5"] = (Depthwise(new Shape(1, 8, 8, 8), new Extent(5, 5)), Profile.CortexMDsp),
        ["depthwise over a sequence"] = (Depthwise(new Shape(1, 40, 1, 8), new Extent(9, 1)), Profile.CortexMDsp),
        ["pixel"] = (Conv(new Shape(1, 8, 8, 8), new Extent(1, 1), 8), Profile.CortexMDsp),
        ["add"] = (KernelNetworks.Sum(new Random(1), Input(new Shape(1, 4, 4, 4)), relu: true), Profile.CortexMDsp),
        ["winograd"] = (Square(8), Profile.CortexMDsp),
        ["rv32 convolution"] = (Conv(new Shape(1, 8, 8, 8), new Extent(3, 3), 4), Profile.Rv32),
        ["rv32 dense"] = (KernelNetworks.Dense(new Random(1), Input(new Shape(1, 1, 1, 8)), 16, relu: true), Profile.Rv32),
        ["rv32 depthwise"] = (Depthwise(new Shape(1, 8, 8, 6)), Profile.Rv32),
        ["rv32 depthwise 5x5"] = (KernelNetworks.Windowed(new Random(1), Input(new Shape(1, 8, 8, 6)), new Extent(5, 5), 6, true, true), Profile.Rv32),
        ["rv32 sum"] = (KernelNetworks.Sum(new Random(1), Input(new Shape(1, 4, 4, 4)), relu: true), Profile.Rv32),
        ["mac16, matrix"] = (Conv(new Shape(1, 8, 8, 8), new Extent(3, 3), 4), Profile.XtensaMac16),
        ["mac16, dense"] = (KernelNetworks.Dense(new Random(1), Input(new Shape(1, 1, 1, 16)), 4, relu: true), Profile.XtensaMac16),
        ["mac16, depthwise"] = (Depthwise(new Shape(1, 8, 8, 8)), Profile.XtensaMac16),
        ["mac16, depthwise 5x5"] = (KernelNetworks.Windowed(new Random(1), Input(new Shape(1, 8, 8, 8)), new Extent(5, 5), 8, true, true), Profile.XtensaMac16),
    };

    // Operators that the compiler leaves to the portable kernel, and the kernel that their records claim.
    private static readonly Dictionary<string, (Operator Step, byte Kernel, byte Rows, Profile Profile)> Unfit = new()
    {
        ["odd number of filters"] = (Conv(new Shape(1, 8, 8, 8), new Extent(1, 1), 3), 1, 0, Profile.CortexMDsp),
        ["dense, inputs not in fours"] = (KernelNetworks.Dense(new Random(1), Input(new Shape(1, 1, 1, 6)), 4, relu: true), 1, 0, Profile.CortexMDsp),
        ["depthwise, channels not in fours"] = (Depthwise(new Shape(1, 8, 8, 6)), 3, 1, Profile.CortexMDsp),
        ["depthwise, filter too wide"] = (Depthwise(new Shape(1, 8, 12, 8), new Extent(2, 11)), 10, 1, Profile.CortexMDsp),
        ["depthwise, filter too wide, that claims to be 3x3"] = (Depthwise(new Shape(1, 8, 12, 8), new Extent(2, 11)), 3, 1, Profile.CortexMDsp),
        ["depthwise of any filter, channels not in fours"] = (Depthwise(new Shape(1, 8, 8, 6)), 10, 1, Profile.CortexMDsp),
        ["depthwise that claims to be a sum"] = (Depthwise(new Shape(1, 8, 8, 6)), 4, 0, Profile.CortexMDsp),
        ["pixel, filters not in eights"] = (Conv(new Shape(1, 8, 8, 8), new Extent(1, 1), 3), 6, 0, Profile.CortexMDsp),
        ["pixel, seven channels"] = (Conv(new Shape(1, 8, 8, 7), new Extent(1, 1), 3), 6, 0, Profile.CortexMDsp),
        ["winograd, odd number of filters"] = (Square(3), 8, 2, Profile.CortexMDsp),
        ["winograd, depthwise"] = (Depthwise(new Shape(1, 8, 8, 6)), 8, 2, Profile.CortexMDsp),
        ["no such kernel"] = (Depthwise(new Shape(1, 8, 8, 6)), 200, 0, Profile.CortexMDsp),
        ["rv32, filters not in fours"] = (Conv(new Shape(1, 8, 8, 8), new Extent(1, 1), 6), 1, 0, Profile.Rv32),
        ["rv32, units not in sixteens"] = (KernelNetworks.Dense(new Random(1), Input(new Shape(1, 1, 1, 8)), 8, relu: true), 3, 0, Profile.Rv32),
        ["rv32, inputs not in fours"] = (KernelNetworks.Dense(new Random(1), Input(new Shape(1, 1, 1, 6)), 16, relu: true), 3, 0, Profile.Rv32),
        ["rv32, depthwise 2x9"] = (KernelNetworks.Windowed(new Random(1), Input(new Shape(1, 8, 8, 8)), new Extent(2, 9), 8, true, true), 5, 1, Profile.Rv32),
        ["rv32, dense that claims to be a convolution"] = (KernelNetworks.Dense(new Random(1), Input(new Shape(1, 1, 1, 6)), 16, relu: true), 1, 0, Profile.Rv32),
        ["rv32, convolution that claims to be a sum"] = (Conv(new Shape(1, 8, 8, 8), new Extent(1, 1), 6), 7, 0, Profile.Rv32),
        ["rv32, no such kernel"] = (Conv(new Shape(1, 8, 8, 8), new Extent(1, 1), 6), 8, 0, Profile.Rv32),
        ["mac16, depthwise, channels not in fours"] = (Depthwise(new Shape(1, 8, 8, 6)), 4, 1, Profile.XtensaMac16),
        ["mac16, depthwise 3x11"] = (KernelNetworks.Windowed(new Random(1), Input(new Shape(1, 8, 8, 8)), new Extent(3, 11), 8, true, true), 7, 1, Profile.XtensaMac16),
        ["mac16, depthwise 3x11 that claims to be 3x3"] = (KernelNetworks.Windowed(new Random(1), Input(new Shape(1, 8, 8, 8)), new Extent(3, 11), 8, true, true), 5, 1, Profile.XtensaMac16),
        ["mac16, depthwise that claims to be a convolution"] = (Depthwise(new Shape(1, 8, 8, 6)), 1, 0, Profile.XtensaMac16),
        ["mac16, depthwise that claims to be a sum"] = (Depthwise(new Shape(1, 8, 8, 6)), 6, 0, Profile.XtensaMac16),
        ["mac16, no such kernel"] = (Depthwise(new Shape(1, 8, 8, 6)), 9, 0, Profile.XtensaMac16),
    };

    public static TheoryData<string> AcceptedNames => [.. Accepted.Keys];

    public static TheoryData<string> UnfitNames => [.. Unfit.Keys];

    [Theory]
    [MemberData(nameof(AcceptedNames))]
    public void Constants_And_Scratch_Must_Lie_Where_They_May(string name)
    {
        byte[] model = Compile(Accepted[name].Step, Accepted[name].Profile);
        OperatorRecord step = Assert.Single(new ModelFile(model).Operators);
        Assert.NotEqual(0, step.Kernel);
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(model));

        Assert.Equal(TmlStatus.Constant, With(model, record => Put(record, WeightsField, uint.MaxValue)));
        Assert.Equal(TmlStatus.Constant, With(model, record => Put(record, WeightsField, Get(record, WeightsField) + 4)));
        Assert.Equal(TmlStatus.Constant, With(model, record => Put(record, WeightsField, Get(record, WeightsField) + 1)));
        Assert.Equal(TmlStatus.Operator, With(model, record => record[RowsField] = (byte)(record[RowsField] == 0 ? 1 : 0)));
        Assert.Equal(TmlStatus.TensorRange, With(model, record => Put(record, ScratchField, 124)));
        Assert.Equal(TmlStatus.TensorRange, With(model, record => Put(record, ScratchField, Get(record, ScratchField) + 1)));
        if (name is "add" or "pixel" or "rv32 dense" or "rv32 sum")
        {
            return; /* which needs none */
        }

        uint arena = (uint)new ModelFile(model).ArenaBytes;
        Assert.Equal(TmlStatus.TensorRange, With(model, record => Put(record, ScratchField, arena)));
        uint output = (uint)new ModelFile(model).Tensors[step.Output].Offset;
        Assert.Equal(TmlStatus.Overlap, With(model, record => Put(record, ScratchField, output & ~3u), moreArena: 4096));
    }

    [Theory]
    [MemberData(nameof(UnfitNames))]
    public void An_Operator_That_Is_Not_The_Kernels_Is_Refused(string name)
    {
        (Operator step, byte kernel, byte rows, Profile profile) = Unfit[name];
        byte[] model = Compile(step, profile);
        Assert.Equal(0, Assert.Single(new ModelFile(model).Operators).Kernel);
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(model));
        Assert.Equal(TmlStatus.Operator, With(model, record =>
        {
            record[FlagsField] &= NotFolded;
            record[KernelField] = kernel;
            record[RowsField] = rows;
            Put(record, ScratchField, 128);
        }));
    }

    /// <summary>What else Winograd's kernel wants, of a convolution that has it or another kernel.</summary>
    [Fact]
    public void A_Convolution_That_Is_Not_Winograds_Is_Refused()
    {
        byte[] model = Compile(Square(8), Profile.CortexMDsp);
        Assert.Equal(8, Assert.Single(new ModelFile(model).Operators).Kernel);
        Assert.Equal(TmlStatus.Operator, With(model, record => record[FlagsField] |= Backwards));
        Operator[] others =
        [
            KernelNetworks.Windowed(new Random(1), Input(new Shape(1, 8, 8, 8)), new Extent(5, 3), 8, false, relu: true),
            KernelNetworks.Windowed(new Random(1), Input(new Shape(1, 8, 8, 4)), new Extent(3, 3), 8, false, relu: true),
            KernelNetworks.Windowed(new Random(Strided), Input(new Shape(1, 8, 8, 8)), new Extent(3, 3), 8, false, relu: true),
        ];
        Assert.Equal(2, ((WindowedOperator)others[2]).Stride.Height);
        foreach (Operator other in others)
        {
            byte[] matrix = Compile(other, Profile.CortexMDsp);
            Assert.Equal(1, Assert.Single(new ModelFile(matrix).Operators).Kernel);
            Assert.Equal(TmlStatus.Operator, With(matrix, record => (record[KernelField], record[RowsField]) = (8, 2)));
        }
    }

    /// <summary>What the kernel for 3x3 filters wants beside those for any; a sequence in place is one block.</summary>
    [Fact]
    public void A_Depthwise_Convolution_That_Is_Not_The_Square_Kernels_Is_Refused()
    {
        Operator[] others =
        [
            Depthwise(new Shape(1, 8, 8, 8), new Extent(5, 5)),
            Depthwise(new Shape(1, 8, 8, 8), new Extent(3, 5)),
            Depthwise(new Shape(1, 8, 2, 8)),
        ];
        foreach (Operator other in others)
        {
            byte[] any = Compile(other, Profile.CortexMDsp);
            Assert.Equal(10, Assert.Single(new ModelFile(any).Operators).Kernel);
            Assert.Equal(TmlStatus.Operator, With(any, record => (record[KernelField], record[RowsField]) = (3, 1)));
        }

        byte[] sequence = Enumerable.Range(0, 20)
            .Select(seed => KernelNetworks.Windowed(new Random(seed), Input(new Shape(1, 40, 1, 8)), new Extent(9, 1), 8, depthwise: true, relu: true))
            .Select(step => Compile(step, Profile.CortexMDsp))
            .First(model => new ModelFile(model).Operators.Single().InPlace);
        Assert.True(new ModelFile(sequence).Operators.Single() is { Kernel: 10, KernelRows: 40 });
        Assert.Equal(TmlStatus.Operator, With(sequence, record => record[RowsField] = 39));
    }

    private static Tensor Input(Shape shape) => KernelNetworks.Input(new Random(1), shape);

    private static Operator Conv(Shape input, Extent filter, int filters) =>
        KernelNetworks.Windowed(new Random(1), Input(input), filter, filters, depthwise: false, relu: true);

    private static Conv2D Square(int filters) =>
        KernelNetworks.Conv3x3(new Random(1), new Shape(1, 8, 8, 8), filters, new Padding(1, 1, 1, 1), relu: true);

    private static Operator Depthwise(Shape input) => Depthwise(input, new Extent(3, 3));

    private static Operator Depthwise(Shape input, Extent filter) =>
        KernelNetworks.Windowed(new Random(1), Input(input), filter, input.Channels, depthwise: true, relu: true);

    private static byte[] Compile(Operator step, Profile profile) =>
        ModelCompiler.Compile(KernelNetworks.Of(step), new Pipeline { SelfTests = 0 }, profile, new WinogradBudget()).Bytes;

    // The status of the model with its only operator's record altered, and an arena that is larger.
    private static TmlStatus With(byte[] model, Action<byte[]> alter, uint moreArena = 0)
    {
        byte[] altered = [.. model];
        int entry = Enumerable.Range(0, BinaryPrimitives.ReadUInt16LittleEndian(model.AsSpan(44)))
            .Select(i => HeaderBytes + (i * SectionBytes))
            .Single(at => BinaryPrimitives.ReadUInt16LittleEndian(model.AsSpan(at)) == OperatorSection);
        int at = (int)Get(model, entry + 4);
        byte[] record = altered[at..(at + OperatorBytes)];
        alter(record);
        record.CopyTo(altered, at);
        Put(altered, 24, Get(altered, 24) + moreArena);
        Put(altered, 12, Crc32.Of(altered[16..]));
        return NativeEngine.Check(altered);
    }

    private static uint Get(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static void Put(byte[] bytes, int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
}
