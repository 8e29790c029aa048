using TinyMl.Compiler;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.TfLite;
using TinyMl.Engine;

namespace TinyMl.Fuzz.Tests.Importer;

/// <summary>What the fuzzer found in the importer and behind it, each as small as it goes.</summary>
public class ImporterRegressionTests
{
    [Theory]
    [InlineData("average")]
    [InlineData("maximum-pool")]
    public void Pool_That_Would_Have_To_Rescale_Is_Refused(string seed) =>
        Refuses(seed, "one scale and zero point", root => Quantization(root, 1)[3] = new long[] { 7 });

    [Fact]
    public void Softmax_Of_Another_Output_Scale_Is_Refused() =>
        Refuses("conv-pool-dense-softmax", "1/256", root => Quantization(root, ^1)[2] = new[] { 0.5f });

    [Fact]
    public void One_Tensor_As_Two_Inputs_Is_Refused() =>
        Refuses("add-self", "several inputs", root => Graph(root)[1] = new[] { 0, 0 });

    [Fact]
    public void Model_Without_Operators_Is_Refused() => Refuses("conv", "0 operators", root =>
    {
        Graph(root)[3] = Array.Empty<FlatNode>();
        Graph(root)[2] = new[] { 0 };
    });

    [Fact]
    public void More_Outputs_Than_The_Format_Has_Are_Refused() => Refuses("conv", "17 outputs", root =>
        Graph(root)[2] = Enumerable.Repeat(((int[])Graph(root)[2])[0], 17).ToArray());

    [Fact]
    public void Bias_That_Leaves_The_Accumulator_Is_Refused() => Refuses("conv", "32 bits", root =>
        ((FlatNode[])root[4])[^1][0] = (byte[])[0xFF, 0xFF, 0xFF, 0x7F, .. new byte[12]]);

    [Fact]
    public void Thousands_Of_Tensors_On_One_Large_Buffer_Are_Refused() => Refuses("conv", "same bytes", root =>
    {
        ((FlatNode[])root[4])[1][0] = new byte[200_000];
        FlatNode[] tensors = (FlatNode[])Graph(root)[0];
        Graph(root)[0] = tensors.Concat(Enumerable.Repeat(tensors[2], 5000)).ToArray();
    });

    [Fact]
    public void Control_Characters_In_Names_Do_Not_Reach_The_Terminal()
    {
        FlatNode root = Tree("conv");
        ((FlatNode[])Graph(root)[0])[0][3] = "\u001b[2J" + new string('x', 5000);
        ((FlatNode[])Graph(root)[0])[0][1] = (byte)0;
        string message = Assert.Throws<CompileException>(() => Compile(root)).Message;
        Assert.DoesNotContain('\u001b', message);
        Assert.True(message.Length < 500, message);
    }

    /// <summary>The pass that merges tables called itself without end: a table that changes nothing, behind an input.</summary>
    [Fact]
    public void Table_That_Changes_Nothing_Behind_An_Input_Compiles()
    {
        FlatNode root = Tree("relu-relu6");
        foreach (int tensor in new[] { 0, 1, 2 })
        {
            Quantization(root, tensor)[3] = new long[] { -128 };
        }

        Quantization(root, 2)[2] = new[] { 0.01f };
        ((FlatNode[])Graph(root)[3])[1][0] = 0;
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(Compile(root)));
    }

    [Fact]
    public void Dense_Output_Of_Several_Rows_Is_Reshaped()
    {
        FlatNode root = Tree("dense");
        ((FlatNode[])Graph(root)[0])[^1][0] = new[] { 1, 2, 2 };
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(Compile(root)));
    }

    [Theory]
    [InlineData(float.Epsilon)]
    [InlineData(1e-9f)]
    public void Relu6_Of_A_Tiny_Scale_Is_Refused_Or_Compiles(float scale)
    {
        foreach (string seed in new[] { "relu-relu6", "multiply" })
        {
            FlatNode root = Tree(seed);
            foreach (FlatNode tensor in (FlatNode[])Graph(root)[0])
            {
                ((FlatNode)tensor[4])[2] = new[] { scale };
            }

            ImporterOracle oracle = new((file, _) => Compile(file), typeof(CompileException));
            Assert.Null(oracle.Judge(FlatWriter.Write(root, TfLiteSeeds.Identifier), deep: false));
        }
    }

    private static void Refuses(string seed, string fragment, Action<FlatNode> change)
    {
        FlatNode root = Tree(seed);
        change(root);
        CompileException error = Assert.Throws<CompileException>(() => Compile(root));
        Assert.Contains(fragment, error.Message, StringComparison.Ordinal);
    }

    private static FlatNode Tree(string seed) => TfLiteSeeds.Trees().Single(tree => tree.Name == seed).Root;

    private static FlatNode Graph(FlatNode root) => ((FlatNode[])root[2])[0];

    private static FlatNode Quantization(FlatNode root, Index tensor) => (FlatNode)((FlatNode[])Graph(root)[0])[tensor][4];

    private static byte[] Compile(FlatNode root) => Compile(FlatWriter.Write(root, TfLiteSeeds.Identifier));

    private static byte[] Compile(byte[] file) =>
        ModelCompiler.Compile(TfLiteImporter.Import(file, "found"), new Pipeline()).Bytes;
}
