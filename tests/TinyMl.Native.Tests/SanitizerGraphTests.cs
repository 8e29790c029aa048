using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Reference;
using TinyMl.Compiler.Tests;
using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>Compiled random networks of every operator under sanitizers: right, and clean where they are damaged.</summary>
public sealed partial class SanitizerTests
{
    [ToolFact("cmake")]
    public void CompiledNetworksAreCleanAndRight()
    {
        const int Seeds = 400;
        using (BinaryWriter writer = new(File.Create(_file)))
        {
            Profile[] profiles = Enum.GetValues<Profile>();
            for (int seed = 0; seed < Seeds; seed++)
            {
                // Other seeds than the compiler's tests use.
                Graph graph = RandomInt8Graphs.Make(10_000 + seed);
                sbyte[][] inputs = TestInput.Generate(graph, (uint)seed);
                Dictionary<Tensor, sbyte[]> values = ReferenceInterpreter.Run(graph, inputs);
                Write(writer, ModelCompiler.Compile(graph, new Pipeline { SelfTests = 0 }, profiles[seed % profiles.Length]).Bytes);
                Write(writer, inputs.SelectMany(i => i).Select(v => (byte)v).ToArray());
                Write(writer, graph.Outputs.SelectMany(o => values[o]).Select(v => (byte)v).ToArray());
            }
        }

        Assert.Equal($"cases {Seeds} wrong 0", RunClean("cases", _file).Trim());
    }

    /// <summary>Backward passes: every altered byte of a model, then random fields, each as far as a whole gradient step.</summary>
    [ToolFact("cmake")]
    public void DamagedBackwardPassesAreClean()
    {
        for (int seed = 0; seed < 3; seed++)
        {
            string scheme = seed == 0 ? "bias:all+head+sparse:1=0.5" : "bias:all+head";
            Pipeline trained = new() { Learning = new LearningSettings { Scheme = scheme, Shots = 3, Epochs = 1 } };
            File.WriteAllBytes(_file, ModelCompiler.Compile(RandomTrainableGraphs.Make(seed), trained).Bytes);
            RunClean("mutate", _file);
            RunClean("fuzz", _file, "1", "5000");
        }
    }

    /// <summary>Whole adaptations, to the guard's decision: every altered byte of a model with a factory set, then random fields.</summary>
    [ToolTheory("cmake")]
    [InlineData("head", StorePolicy.Balanced, 0)]
    [InlineData("head", StorePolicy.Reservoir, 1)]
    [InlineData("prototypes", StorePolicy.Balanced, 0)]
    public void DamagedAdaptationsAreClean(string scheme, StorePolicy policy, int replay)
    {
        Graph graph = RandomTrainableGraphs.Make(3);
        Pipeline tested = new()
        {
            Learning = new LearningSettings { Scheme = scheme, Shots = 3, Epochs = 1, Folds = 2, Policy = policy, Replay = replay },
            FactoryShots = RandomTrainableGraphs.Shots(graph, 3, 4),
        };
        byte[] model = ModelCompiler.Compile(graph, tested).Bytes;
        Assert.True(DecidesInTime(model, tested.FactoryShots));
        File.WriteAllBytes(_file, model);
        RunClean("mutate", _file);
        RunClean("fuzz", _file, "1", "5000");
    }

    // Whether an adaptation ends in the slices that exercise.c gives it.
    private static bool DecidesInTime(byte[] model, IEnumerable<LearningExample> shots)
    {
        using NativeEngine engine = new(model);
        foreach (LearningExample shot in shots)
        {
            shot.Window.CopyTo(engine.Input());
            engine.Run();
            engine.Mark();
            engine.Label(shot.Label);
        }

        for (int slice = 0; slice < 50 && engine.Adapt(1, 500) == TmlStatus.Again; slice++)
        {
        }

        return engine.LearnStatus().Decision is not (LearnDecision.Undecided or LearnDecision.Untested);
    }

    /// <summary>One small network per operator that the sample model lacks.</summary>
    [ToolFact("cmake")]
    public void DamagedNetworksAreClean()
    {
        HashSet<string> left =
        [
            "LOOKUP", "SUB", "MUL", "MAXIMUM", "MINIMUM", "MEAN", "STRIDED_COPY", "CONCATENATION", "PAD",
            "RESIZE_NEAREST_NEIGHBOR", "TRANSPOSE_CONV", "RESHAPE",
        ];
        for (int seed = 20_000; left.Count > 0; seed++)
        {
            byte[] model = ModelCompiler.Compile(RandomInt8Graphs.Make(seed), new Pipeline { SelfTests = 1 }).Bytes;
            string[] codes = new ModelFile(model).Operators.Select(step => step.Code).ToArray();
            if (model.Length < 1500 && left.RemoveWhere(codes.Contains) > 0)
            {
                File.WriteAllBytes(_file, model);
                RunClean("mutate", _file);
                RunClean("fuzz", _file, "1", "5000");
            }
        }
    }
}
