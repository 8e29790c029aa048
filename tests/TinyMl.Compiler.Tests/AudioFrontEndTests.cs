using System.Buffers.Binary;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Engine;
using Xunit.Abstractions;

namespace TinyMl.Compiler.Tests;

/// <summary>The audio front end of the engine against <see cref="AudioReference"/>.</summary>
public class AudioFrontEndTests(ITestOutputHelper output)
{
    [Fact]
    public void Probe()
    {
        foreach (var (name, fe) in new[] { ("mfcc16", AudioFrontEnd.Mfcc49x10()), ("mel16", AudioFrontEnd.LogMel49x40()), ("mfcc8", AudioFrontEnd.Mfcc49x10(8000)), ("mel8", AudioFrontEnd.LogMel49x40(8000)) })
        {
            foreach (double amplitude in new[] { 32767.0, 3000, 300, 30, 3 })
            {
                Random random = new(5);
                short[] samples = Enumerable.Range(0, fe.WindowSamples).Select(i => (short)Math.Round(amplitude * (
                    (0.5 * Math.Sin(i * i * 1e-5)) + (0.3 * Math.Sin(i * 0.1)) + (0.2 * ((2 * random.NextDouble()) - 1))))).ToArray();
                using NativeEngine engine = new(Model(fe));
                byte[] bytes = samples.SelectMany(s => BitConverter.GetBytes(s)).ToArray();
                Assert.Equal(bytes.Length, engine.Feed(bytes));
                Assert.True(engine.Window());
                sbyte[] window = engine.Input().ToArray();
                double[] expected = AudioReference.Features(fe, samples);
                double[] errors = window.Select((v, i) => v - Math.Clamp((expected[i] / (float)fe.InputScale) + fe.InputZeroPoint, -128, 127)).ToArray();
                output.WriteLine($"{name} {amplitude}: max {errors.Max(Math.Abs):0.000} rms {Math.Sqrt(errors.Average(e => e * e)):0.000} wrong {errors.Count(e => Math.Abs(e) > 0.5)} of {errors.Length} clamped {window.Count(w => w is -128 or 127)} distinct {window.Distinct().Count()}");
            }
        }
    }

    private static byte[] Model(AudioFrontEnd frontEnd)
    {
        GraphBuilder builder = new("audio", 0);
        Tensor input = GraphBuilder.Input(frontEnd.InputShape);
        Graph graph = builder.Build(input, builder.GlobalAveragePool(input));
        return ModelCompiler.Compile(
            Quantizer.Quantize(graph, frontEnd.InputQuantization), new Pipeline { FrontEnd = frontEnd, SelfTests = 0 }).Bytes;
    }
}
