using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Reference;
using TinyMl.Engine;

namespace TinyMl.Compiler.Tests;

public class CompiledModelTests
{
    [Fact]
    public void Device_Kernels_Give_The_Reference_Bytes_In_Slices_Of_Any_Size()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Graph graph = RandomGraphs.Int8(seed);
            byte[] model = ModelCompiler.Compile(graph, new Pipeline()).Bytes;
            Assert.Equal(TmlStatus.Ok, NativeEngine.Check(model));
            using NativeEngine engine = new(model);
            Random random = new(seed);
            for (uint run = 0; run < 3; run++)
            {
                sbyte[] input = TestInput.Generate(graph, run)[0];
                input.CopyTo(engine.Input());
                while (engine.Run((uint)random.Next(1, 2000)) == TmlStatus.Again)
                {
                }

                sbyte[] expected = ReferenceInterpreter.Run(graph, input)[graph.Outputs[0]];
                Assert.True(expected.AsSpan().SequenceEqual(engine.Output()), $"seed {seed}, run {run}");
            }

            Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(TmlStatus.Ok, engine.SelfTest(i)));
        }
    }

    [Fact]
    public void Stated_Arena_Is_What_The_Engine_Takes_To_The_Byte()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Graph graph = RandomGraphs.Int8(seed);
            byte[] model = ModelCompiler.Compile(graph, new Pipeline()).Bytes;
            uint arena = (uint)new ModelFile(model).ArenaBytes;
            using (NativeEngine engine = new(model, arena))
            {
                engine.Run();
            }

            TmlException error = Assert.Throws<TmlException>(() => new NativeEngine(model, arena - 1));
            Assert.Equal(TmlStatus.ArenaSize, error.Status);
        }
    }

    [Fact]
    public void Inspecting_Tells_What_Was_Compiled()
    {
        Graph graph = RandomGraphs.Int8(7);
        CompiledModel compiled = ModelCompiler.Compile(graph, new Pipeline { SelfTests = 2 });
        ModelFile file = new(compiled.Bytes);
        Assert.Equal(graph.Name, file.Name);
        Assert.Equal(compiled.Bytes.Length, file.Bytes);
        Assert.Equal(graph.MultiplyAccumulates, file.MultiplyAccumulates);
        Assert.Equal(graph.MultiplyAccumulates, file.Operators.Sum(step => step.MultiplyAccumulates));
        Assert.Equal(graph.Operators.Count, file.Operators.Length);
        Assert.Equal(graph.Activations.Select(t => t.Shape), file.Tensors.Select(t => t.Shape));
        Assert.Equal(2, file.SelfTests);
        MemoryReport memory = new(file, NativeEngine.ScratchBytes(compiled.Bytes));
        Assert.Equal(file.ArenaBytes, memory.State + memory.Tensors + memory.FrontEnd + memory.Padding);
        Assert.True(memory.Peak.LiveBytes <= memory.Tensors);
    }

    /// <summary>What the engine says of a kernel's own memory is what the compiler has planned for it.</summary>
    [Theory]
    [InlineData(Profile.CortexMDsp)]
    [InlineData(Profile.Rv32)]
    [InlineData(Profile.XtensaMac16)]
    public void Inspecting_Counts_The_Scratch_Of_Kernels(Profile profile)
    {
        int withScratch = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            CompiledModel compiled = ModelCompiler.Compile(KernelNetworks.Make(new Random(seed), seed), new Pipeline(), profile);
            MemoryReport memory = new(new ModelFile(compiled.Bytes), NativeEngine.ScratchBytes(compiled.Bytes));
            Assert.Equal(compiled.Layers.Select(layer => layer.ScratchBytes), memory.Operators.Select(step => step.ScratchBytes));
            Assert.All(memory.Operators, step => Assert.InRange(
                step.Operator.Scratch + step.ScratchBytes, 0, memory.State + memory.Tensors));
            Assert.InRange(memory.Padding, 0, 15);
            withScratch += memory.Operators.Count(step => step.ScratchBytes > 0);
        }

        Assert.InRange(withScratch, 5, 40);
    }

    [Fact]
    public void Compiling_Twice_Gives_The_Same_Bytes()
    {
        Assert.Equal(
            ModelCompiler.Compile(RandomGraphs.Int8(9), new Pipeline()).Bytes,
            ModelCompiler.Compile(RandomGraphs.Int8(9), new Pipeline()).Bytes);
    }

    [Fact]
    public void Whole_Pipeline_Passes_The_Device_Check()
    {
        (Graph graph, Pipeline pipeline) = Gesture();
        CompiledModel compiled = ModelCompiler.Compile(graph, pipeline);
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(compiled.Bytes));
        ModelFile file = new(compiled.Bytes);
        Assert.Equal(pipeline.Labels, file.Labels);
        Assert.Equivalent(pipeline.Detector, file.Detector);
        Assert.Equal(pipeline.Learning!.Shots, file.Learning!.Shots);
        Assert.Equal(((ImuFrontEnd)pipeline.FrontEnd!).ByteOffsets, ((ImuFrontEnd)file.FrontEnd!).ByteOffsets);
        Assert.True(file.LearnArenaBytes > file.ArenaBytes);
    }

    [Fact]
    public void Head_Feature_Survives_Where_The_Model_Learns()
    {
        (Graph graph, Pipeline pipeline) = Gesture();
        using NativeEngine engine = new(ModelCompiler.Compile(graph, pipeline).Bytes);
        sbyte[] input = TestInput.Generate(graph, 3)[0];
        input.CopyTo(engine.Input());
        engine.Run();
        FullyConnected head = LearningPlan.Of(graph, pipeline.Learning!).Head;
        ModelFile file = new(ModelCompiler.Compile(graph, pipeline).Bytes);
        int offset = file.Tensors[file.Operators[graph.Operators.ToList().IndexOf(head)].Inputs[0]].Offset;
        sbyte[] expected = ReferenceInterpreter.Run(graph, input)[head.Input];
        Assert.Equal(expected, Array.ConvertAll(engine.Arena.Slice(offset, expected.Length).ToArray(), b => (sbyte)b));
    }

    public static TheoryData<string, Pipeline> BadPipelines => new()
    {
        { "labels for", new Pipeline { Labels = ["one"] } },
        { "The label", new Pipeline { Labels = ["a", "b", "sixteen-letters!"] } },
        { "idle label", new Pipeline { Labels = ["a", "b", "c"], Detector = new DetectorSettings() } },
        { "threshold_off", new Pipeline { Detector = new DetectorSettings { IdleLabel = null, ThresholdOff = 200 } } },
        { "one to each class", new Pipeline { Detector = new DetectorSettings { IdleLabel = null, Thresholds = [200, 200] } } },
        { "detector.thresholds", new Pipeline { Detector = new DetectorSettings { IdleLabel = null, Thresholds = [200, 0, 95] } } },
        { "The front end makes windows", new Pipeline { FrontEnd = new ImuFrontEnd() } },
        { "front_end.hop", new Pipeline { FrontEnd = new ImuFrontEnd { Rows = 4, Hop = 5 } } },
        { "one group per channel", new Pipeline { FrontEnd = new ImuFrontEnd { Groups = [0] } } },
        { "inside a record", new Pipeline { FrontEnd = new ImuFrontEnd { RecordBytes = 12 } } },
        { "learning.shots", new Pipeline { Learning = new LearningSettings { Shots = 0 } } },
        { "learning.rate", new Pipeline { Learning = new LearningSettings { Rate = float.NaN } } },
        { "self_tests", new Pipeline { SelfTests = 65 } },
    };

    [Theory]
    [MemberData(nameof(BadPipelines))]
    public void Pipeline_That_Does_Not_Fit_Is_Refused_With_One_Sentence(string fragment, Pipeline pipeline)
    {
        (Graph graph, _) = Gesture();
        CompileException error = Assert.Throws<CompileException>(() => ModelCompiler.Compile(graph, pipeline));
        Assert.Contains(fragment, error.Message);
        Assert.EndsWith(".", error.Message);
    }

    private static (Graph Graph, Pipeline Pipeline) Gesture()
    {
        GraphBuilder builder = new("gesture", 5);
        Tensor input = GraphBuilder.Input(Shape.Sequence(20, 6));
        Tensor x = builder.Conv2D(input, 8, new Extent(5, 1), new Extent(2, 1), true, Activation.Relu);
        x = builder.FullyConnected(builder.GlobalAveragePool(x), 3, Activation.None);
        Graph graph = builder.Build(input, builder.Softmax(x));
        ImuFrontEnd frontEnd = new() { Rows = 20 };
        Quantization.Calibrator.Calibrate(graph, RandomGraphs.Samples(graph, 1, 5));
        return (Quantization.Quantizer.Quantize(graph, frontEnd.InputQuantization), new Pipeline
        {
            FrontEnd = frontEnd,
            Labels = ["left", "right", "nothing"],
            Detector = new DetectorSettings(),
            Learning = new LearningSettings(),
        });
    }
}
