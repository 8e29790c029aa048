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
    private const double SundryTolerance = 0.2; // What factors and data make of a product varies so much.

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
                if (!(Math.Abs(error) <= Tolerance))
                {
                    wrong.Add($"{target.Name}, {ProfileName.Of(profile)}, {name}: {error:P1}");
                    output.WriteLine(string.Join(" ", layers.Zip(counted.Layers, (p, c) => FormattableString.Invariant($"{p}/{c}"))
                        .Zip(file.Operators, (pair, step) => $"[{step.Code}.{step.Kernel} {pair}]")));
                }
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>Networks of the kind that the costs were fitted to, which the fit has not seen; <c>tinyml bench --fit</c> measures more.</summary>
    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("cortex-m7")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    public async Task Networks_That_Were_Not_Fitted_Are_Predicted(string name)
    {
        BenchTarget target = BenchTarget.Find(name)!;
        double[] errors = await LatencyFit.ErrorsAsync(
            TestModels.Runner, LatencyTable.Default, target, target.Profile, CancellationToken.None, networks: 8);
        AreWithin(Tolerance, errors);
    }

    /// <summary>Networks of the operators between layers: each kind has its costs on every core.</summary>
    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("cortex-m7")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    public async Task Operators_Between_Layers_Are_Predicted(string name)
    {
        BenchTarget target = BenchTarget.Find(name)!;
        double[] errors = await LatencyFit.SundryErrorsAsync(
            TestModels.Runner, LatencyTable.Default, target, CancellationToken.None, networks: 4);
        AreWithin(SundryTolerance, errors);
    }

    /// <summary>The models that the project trains, whose kernels are portable.</summary>
    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("cortex-m7")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    public async Task Own_Models_Are_Predicted(string name)
    {
        BenchTarget target = BenchTarget.Find(name)!;
        foreach (string model in (string[])["gesture-digits", "keyword-digits"])
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(SharedData.Repository, "models", model, model + ".tml"));
            BenchResult result = await TestModels.Runner.RunAsync(model, bytes, target);
            (long? predicted, _) = LatencyTable.Default.Predict(new ModelFile(bytes), name);
            double error = ((double?)predicted / result.Instructions) - 1 ?? double.NaN;
            output.WriteLine($"{model}: {error:P1}");
            Assert.True(Math.Abs(error) <= Tolerance, $"{model}: {error:P1}");
        }
    }

    private static void AreWithin(double tolerance, double[] errors) =>
        Assert.All(errors, error => Assert.True(Math.Abs(error) <= tolerance, $"{error:P1}"));
}
