using TinyMl.Compiler.Latency;
using TinyMl.Compiler.Models;
using TinyMl.Tests.Shared;
using Xunit.Abstractions;

namespace TinyMl.Bench.Tests;

/// <summary>
/// What is predicted from shapes against what was counted. No model here is among the layers that the costs were fitted to. After a
/// change of a kernel: <c>tinyml bench --fit --all</c>.
/// </summary>
public class LatencyTests(ITestOutputHelper output)
{
    private const double Tolerance = 0.05;

    /// <summary>Where the model is known to miss that, and by how much at most: DESIGN.md names them as well.</summary>
    private static readonly Dictionary<(string Target, Profile Profile, string Model), double> Known = new()
    {
        [("cortex-m4", Profile.CortexMDsp, "mlperf_vww")] = 0.07,
        [("cortex-m7", Profile.CortexMDsp, "mlperf_vww")] = 0.07,
        [("rv32", Profile.Rv32, "mlperf_ad")] = 0.18,
        [("xtensa", Profile.Portable, "hello_world")] = 0.06,
        [("xtensa", Profile.XtensaMac16, "hello_world")] = 0.08,
        [("xtensa", Profile.XtensaMac16, "mlperf_kws")] = 0.10,
        [("xtensa", Profile.XtensaMac16, "mlperf_kws_logits")] = 0.10,
    };

    [SharedFact]
    public void Golden_Models_Are_Predicted_On_Every_Target()
    {
        InstructionCounts counts = InstructionCounts.Read(Path.Combine(TestModels.NativeFolder, "bench", "counts.json"));
        List<string> wrong = [];
        foreach (BenchTarget target in BenchTarget.All.Where(target => !target.IsHost))
        {
            foreach ((string model, Profile profile, bool winograd) in GoldenModels.Of(target))
            {
                string name = GoldenModels.NameOf(model, winograd);
                ModelFile file = new(TestModels.Shared(model, profile: profile, winograd: winograd));
                ModelCount counted = counts.All[(target.Name, ProfileName.Of(profile), name)];
                (long? predicted, long?[] layers) = LatencyTable.Default.Predict(file, target.Name);
                double error = ((double?)predicted / counted.Instructions) - 1 ?? double.NaN;
                output.WriteLine(FormattableString.Invariant(
                    $"{target.Name}, {ProfileName.Of(profile)}, {name}: {predicted:N0} predicted, {counted.Instructions:N0} counted, {error:P1}"));
                if (!(Math.Abs(error) <= Known.GetValueOrDefault((target.Name, profile, name), Tolerance)))
                {
                    wrong.Add($"{target.Name}, {ProfileName.Of(profile)}, {name}: {error:P1}");
                    output.WriteLine(string.Join(" ", layers.Zip(counted.Layers, (p, c) => FormattableString.Invariant($"{p}/{c}"))
                        .Zip(file.Operators, (pair, step) => $"[{step.Code}.{step.Kernel} {pair}]")));
                }
            }
        }

        Assert.Empty(wrong);
    }
}
