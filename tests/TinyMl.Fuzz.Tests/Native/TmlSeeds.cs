using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Tests;
using TinyMl.Compiler.TfLite;
using TinyMl.Fuzz.Tests.Importer;
using TinyMl.Native.Tests;

namespace TinyMl.Fuzz.Tests.Native;

/// <summary>Small .tml files with which the native fuzzer begins: one for each operator, networks, pipelines.</summary>
internal static class TmlSeeds
{
    private const int LargestSeed = 12_000;

    // So many random ones have every kernel.
    private const int Networks = 480;

    private static readonly Lazy<Dictionary<(Profile, int, bool), byte[]>> OfEachKernel = new(SmallestOfEachKernel);

    internal static IEnumerable<(string Name, byte[] File)> All()
    {
        Pipeline tested = new() { SelfTests = 2 };
        foreach ((string name, byte[] file) in TfLiteSeeds.All())
        {
            yield return (name, ModelCompiler.Compile(TfLiteImporter.Import(file, name), tested).Bytes);
        }

        for (int seed = 0; seed < 24; seed++)
        {
            foreach (Profile profile in Enum.GetValues<Profile>())
            {
                byte[] file = ModelCompiler.Compile(RandomGraphs.Int8(seed), tested, profile).Bytes;
                if (file.Length <= LargestSeed)
                {
                    yield return ($"random{seed}-{ProfileName.Of(profile)}", file);
                }
            }
        }

        foreach (((Profile profile, int kernel, bool isOther), byte[] file) in OfEachKernel.Value)
        {
            yield return ($"{ProfileName.Of(profile)}-kernel{kernel}{(isOther ? "-other" : "")}", file);
        }

        yield return ("sample", new SampleModel().Writer.Build());
        yield return ("gesture", Gesture());
        yield return ("speech", Speech());
        for (int seed = 0; seed < 3; seed++)
        {
            Pipeline trained = new() { Learning = new LearningSettings { Scheme = "bias:all+head", Shots = 2, Epochs = 1 } };
            yield return ($"trained{seed}", ModelCompiler.Compile(RandomTrainableGraphs.Make(seed), trained).Bytes);
        }

        foreach (string scheme in new[] { "head", "bias:1", "prototypes" })
        {
            yield return ($"tested-{scheme.Replace(':', '-')}", Tested(scheme));
        }
    }

    // Depthwise filters other than 3x3 go another way in a kernel, or have one of their own.
    private static Dictionary<(Profile, int, bool), byte[]> SmallestOfEachKernel()
    {
        Dictionary<(Profile, int, bool), byte[]> smallest = [];
        foreach (Profile profile in Enum.GetValues<Profile>().Except([Profile.Portable]))
        {
            for (int seed = 0; seed < Networks; seed++)
            {
                Random random = new(seed);
                Graph graph = seed % 40 == 39
                    ? KernelNetworks.Of(KernelNetworks.Conv3x3(random, new Shape(1, 4, 7, 8), 2, new Padding(1, 1, 1, 1), relu: seed % 80 == 39))
                    : KernelNetworks.Make(random, seed);
                byte[] file = ModelCompiler.Compile(graph, new Pipeline { SelfTests = 1 }, profile, new WinogradBudget()).Bytes;
                Compiler.Models.OperatorRecord step = new ModelFile(file).Operators[0];
                (Profile, int, bool) kind = (profile, step.Kernel, step.Code == "DEPTHWISE_CONV_2D" && step.Filter != new Extent(3, 3));
                if (step.Kernel != 0 && (!smallest.TryGetValue(kind, out byte[]? other) || file.Length < other.Length))
                {
                    smallest[kind] = file;
                }
            }
        }

        return smallest;
    }

    // Has a factory set, so that adaptations come to the guard's decision.
    private static byte[] Tested(string scheme)
    {
        Graph graph = RandomTrainableGraphs.Make(3);
        Pipeline pipeline = new()
        {
            Learning = new LearningSettings { Scheme = scheme, Shots = 3, Epochs = 1, Folds = 2 },
            FactoryShots = RandomTrainableGraphs.Shots(graph, 3, 4),
        };
        return ModelCompiler.Compile(graph, pipeline).Bytes;
    }

    /// <summary>A model with every section, planned by the compiler.</summary>
    internal static byte[] Gesture()
    {
        ImuFrontEnd frontEnd = new() { Rows = 20 };
        GraphBuilder builder = new("gesture", 5);
        Tensor input = GraphBuilder.Input(Shape.Sequence(20, 6));
        Tensor x = builder.Conv2D(input, 8, new Extent(5, 1), new Extent(2, 1), true, Activation.Relu);
        x = builder.FullyConnected(builder.GlobalAveragePool(x), 3, Activation.None);
        Graph graph = builder.Build(input, builder.Softmax(x));
        Calibrator.Calibrate(graph, RandomGraphs.Samples(graph, 1, 5));
        Pipeline pipeline = new()
        {
            FrontEnd = frontEnd,
            Labels = ["left", "right", "nothing"],
            Detector = new DetectorSettings(),
            Learning = new LearningSettings { Shots = 3, Epochs = 2 },
            SelfTests = 2,
        };
        return ModelCompiler.Compile(Quantizer.Quantize(graph, frontEnd.InputQuantization), pipeline).Bytes;
    }

    /// <summary>A model of sound that learns.</summary>
    internal static byte[] Speech()
    {
        AudioFrontEnd frontEnd = new()
        {
            SampleRate = 8_000_000,
            Frame = 60,
            Step = 30,
            Points = 64,
            Bands = 8,
            Coefficients = 5,
            Rows = 6,
            Hop = 2,
            Level = AudioLevel.Peak,
        };
        GraphBuilder builder = new("speech", 5);
        Tensor input = GraphBuilder.Input(frontEnd.InputShape);
        Tensor x = builder.Conv2D(input, 4, new Extent(3, 3), new Extent(2, 2), true, Activation.Relu);
        x = builder.FullyConnected(builder.GlobalAveragePool(x), 3, Activation.None);
        Graph graph = builder.Build(input, builder.Softmax(x));
        Calibrator.Calibrate(graph, RandomGraphs.Samples(graph, 1, 5));
        Pipeline pipeline = new() { FrontEnd = frontEnd, Learning = new LearningSettings { Shots = 2, Epochs = 1 } };
        return ModelCompiler.Compile(Quantizer.Quantize(graph, frontEnd.InputQuantization), pipeline).Bytes;
    }

    /// <summary>Writes them to a folder, a file each.</summary>
    internal static void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] file) in All())
        {
            File.WriteAllBytes(Path.Combine(folder, name + ".tml"), file);
        }
    }
}
