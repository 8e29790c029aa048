using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Reference;
using TinyMl.Engine;

namespace TinyMl.Compiler.Tests;

/// <summary>Compiler, loader and kernels against the slow reference on random networks of every operator.</summary>
public class RandomInt8GraphTests
{
    [Fact]
    public void Device_Gives_The_References_Bytes_On_Random_Int8_Networks()
    {
        Dictionary<string, int> seen = [];
        int inPlace = 0;
        int backwards = 0;
        int overlapping = 0;
        HashSet<(Profile, int)> kernels = [];
        Profile[] profiles = Enum.GetValues<Profile>();
        for (int seed = 0; seed < 3000; seed++)
        {
            Graph graph = RandomInt8Graphs.Make(seed);
            byte[] model = ModelCompiler.Compile(graph, new Pipeline { SelfTests = 1 }, profiles[seed % profiles.Length]).Bytes;
            Assert.True(NativeEngine.Check(model) == TmlStatus.Ok, $"seed {seed}: {NativeEngine.Check(model)}");
            ModelFile file = new(model);
            foreach (OperatorRecord step in file.Operators)
            {
                kernels.Add((file.Profile, step.Kernel));
                seen[step.Code] = seen.GetValueOrDefault(step.Code) + 1;
                inPlace += step.InPlace ? 1 : 0;
                backwards += step.Backwards ? 1 : 0;
                bool overlaps = step.Inputs.Any(x => Overlap(file.Tensors[x], file.Tensors[step.Output]));
                overlapping += overlaps && !step.InPlace ? 1 : 0;
            }

            using NativeEngine engine = new(model);
            Random random = new(seed);
            for (uint run = 0; run < 2; run++)
            {
                sbyte[][] inputs = TestInput.Generate(graph, run);
                for (int i = 0; i < inputs.Length; i++)
                {
                    inputs[i].CopyTo(engine.Input(i));
                }

                while (engine.Run((uint)random.Next(1, 3000)) == TmlStatus.Again)
                {
                }

                Dictionary<Tensor, sbyte[]> expected = ReferenceInterpreter.Run(graph, inputs);
                for (int i = 0; i < graph.Outputs.Count; i++)
                {
                    Assert.True(
                        expected[graph.Outputs[i]].AsSpan().SequenceEqual(engine.Output(i)),
                        $"seed {seed}, run {run}, output {i}");
                }
            }

            Assert.Equal(TmlStatus.Ok, engine.SelfTest(0));
        }

        // Profiles have kernels of their own; PackedKernelTests has all of them.
        Assert.Superset(new HashSet<int> { 0, 1, 2, 4 }, kernels.Where(k => k.Item1 == Profile.CortexMDsp).Select(k => k.Item2).ToHashSet());
        Assert.Superset(new HashSet<int> { 0, 1, 2, 3 }, kernels.Where(k => k.Item1 == Profile.XtensaMac16).Select(k => k.Item2).ToHashSet());

        // All 19 operators, each often.
        Assert.Equal(19, seen.Count);
        Assert.All(seen, operators => Assert.True(operators.Value > 100, operators.ToString()));
        Assert.True(inPlace > 300 && backwards > 100 && overlapping > 300, $"{inPlace}, {backwards}, {overlapping}");
    }

    [Fact]
    public void Inspecting_Tells_Lists_Constants_And_Work()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            CompiledModel compiled = ModelCompiler.Compile(RandomInt8Graphs.Make(seed), new Pipeline { SelfTests = 1 });
            ModelFile file = new(compiled.Bytes);
            IEnumerable<Tensor> constants = compiled.Graph.Operators.SelectMany(o => o.Inputs).Where(t => t.IsConstant);
            Tensor[] tensors = [.. compiled.Graph.Activations, .. constants.Distinct()];
            Assert.Equal(tensors.Select(t => (t.Shape, t.IsConstant)), file.Tensors.Select(t => (t.Shape, t.IsConstant)));
            Assert.Equal(
                compiled.Graph.Operators.Select(o => o.Inputs.Select(t => Array.IndexOf(tensors, t)).ToArray()),
                file.Operators.Select(o => o.Inputs));
            Assert.Equal(
                compiled.Graph.Operators.Select(o => o.MultiplyAccumulates),
                file.Operators.Select(o => o.MultiplyAccumulates));
            MemoryReport memory = new(file, NativeEngine.ScratchBytes(compiled.Bytes));
            Assert.Equal(file.ArenaBytes, memory.State + memory.Tensors + memory.FrontEnd + memory.Padding);
            Assert.All(memory.Operators, step => Assert.DoesNotContain(step.Live, t => file.Tensors[t].IsConstant));
        }
    }

    private static bool Overlap(TensorRecord a, TensorRecord b) =>
        !a.IsConstant && a.Offset < b.Offset + b.Shape.Elements && b.Offset < a.Offset + a.Shape.Elements;
}
