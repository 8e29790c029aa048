using System.Runtime.InteropServices;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Compiler.Tests;

/// <summary>The factory's shots on their way into a model: rows that equal what the device would store itself.</summary>
public class FactoryShotTests
{
    private const int Shots = 7;

    /// <summary>A device that marks and labels the same windows has the same rows in its store.</summary>
    [Theory]
    [InlineData("head-bias")]
    [InlineData("bias:1")]
    public void Rows_Are_What_The_Device_Stores(string scheme)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Graph graph = RandomTrainableGraphs.Make(seed);
            Pipeline pipeline = Learning(graph, scheme, seed);
            byte[] model = ModelCompiler.Compile(graph, pipeline).Bytes;
            Assert.Equal(TmlStatus.Ok, NativeEngine.Check(model));
            using NativeEngine engine = new(model);
            foreach (LearningExample shot in pipeline.FactoryShots)
            {
                shot.Window.CopyTo(engine.Input());
                engine.Run();
                engine.Mark();
                engine.Label(shot.Label);
            }

            int learning = Section(model, 8);
            int rows = Section(model, 4) + BitConverter.ToInt32(model, learning + 60);
            int store = BitConverter.ToInt32(model, learning + 20);
            ModelFile file = new(model);
            Assert.Equal(Shots, file.FactoryShots);
            Assert.Equal(model[rows..][..file.FactoryBytes], engine.Arena.Slice(store, file.FactoryBytes).ToArray());
        }
    }

    [Fact]
    public void Network_Files_Keep_Them()
    {
        Graph graph = RandomGraphs.Float(3);
        Quantization.Calibrator.Calibrate(graph, RandomGraphs.Samples(graph, 3, 3));
        Pipeline pipeline = new()
        {
            Learning = new LearningSettings { Policy = StorePolicy.Reservoir, Doubt = 2.5f },
            FactoryShots = RandomTrainableGraphs.Shots(graph, 3, Shots),
        };
        (_, Pipeline read) = GraphFile.Read(GraphFile.Write(graph, pipeline), "test");
        Assert.Equal(pipeline.Learning, read.Learning);
        Assert.Equal(pipeline.FactoryShots.Select(s => s.Label), read.FactoryShots.Select(s => s.Label));
        Assert.All(pipeline.FactoryShots.Zip(read.FactoryShots), pair => Assert.Equal(pair.First.Window, pair.Second.Window));
    }

    [Theory]
    [InlineData("\"window\": null")]
    [InlineData("\"window\": \"a\"")]
    [InlineData("\"window\": [1]")]
    [InlineData("\"window\": \"AAAA\", \"name\": \"x\"")]
    [InlineData("\"label\": 1")]
    public void Damaged_Ones_Get_One_Sentence(string fields)
    {
        Graph graph = RandomGraphs.Float(3);
        string text = GraphFile.Write(graph, new Pipeline())
            .Replace("\"factory_shots\": []", $"\"factory_shots\": [{{ \"label\": 0, {fields} }}]", StringComparison.Ordinal);
        CompileException error = Assert.Throws<CompileException>(() => GraphFile.Read(text, "net.json"));
        Assert.StartsWith("net.json is damaged (", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void What_Does_Not_Fit_Is_Refused_With_One_Sentence()
    {
        Graph graph = RandomTrainableGraphs.Make(1);
        Pipeline good = Learning(graph, "head", 1);
        LearningExample shot = good.FactoryShots[0];
        Refused("learning.folds is -1", good with { Learning = good.Learning! with { Folds = -1 } });
        Refused("learning.replay is 256", good with { Learning = good.Learning! with { Replay = 256 } });
        Refused("learning.doubt must be", good with { Learning = good.Learning! with { Doubt = float.NaN } });
        Refused("nothing is learnt", good with { Learning = null });
        Refused("factory_shots[1] has a window of 1 bytes", good with { FactoryShots = [shot, shot with { Window = [0] }] });
        Refused("The label of factory_shots[0] is -1", good with { FactoryShots = [shot with { Label = -1 }] });
        Refused("The label of factory_shots[0] is 64", good with { FactoryShots = [shot with { Label = 64 }] });
        Refused("The number of factory_shots is 1025", good with { FactoryShots = [.. Enumerable.Repeat(shot, 1025)] });

        void Refused(string start, Pipeline pipeline)
        {
            CompileException error = Assert.Throws<CompileException>(() => ModelCompiler.Compile(graph, pipeline));
            Assert.Contains(start, error.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        }
    }

    private static Pipeline Learning(Graph graph, string scheme, int seed) => new()
    {
        Learning = new LearningSettings { Scheme = scheme, Shots = Shots },
        FactoryShots = RandomTrainableGraphs.Shots(graph, seed, Shots),
    };

    // SPEC.md: 12-byte entries from offset 64 on, kind and offset.
    private static int Section(byte[] model, uint kind)
    {
        ReadOnlySpan<uint> entries = MemoryMarshal.Cast<byte, uint>(model.AsSpan(64));
        int i = 0;
        while (entries[i] != kind)
        {
            i += 3;
        }

        return (int)entries[i + 1];
    }
}
