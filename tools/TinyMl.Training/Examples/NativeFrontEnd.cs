using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Engine;

namespace TinyMl.Training.Examples;

/// <summary>
/// The device's own front end: the native engine with a model whose network only averages. Training sees the very bytes that
/// the device will. Not for several threads at once.
/// </summary>
public sealed class NativeFrontEnd : IDisposable
{
    private readonly NativeEngine _engine;

    /// <summary>Makes a front end.</summary>
    public NativeFrontEnd(FrontEnd frontEnd)
    {
        GraphBuilder builder = new("front-end", 0);
        Tensor input = GraphBuilder.Input(frontEnd.InputShape);
        Graph graph = builder.Build(input, builder.GlobalAveragePool(input));
        Pipeline pipeline = new() { FrontEnd = frontEnd, SelfTests = 0 };
        _engine = new NativeEngine(ModelCompiler.Compile(Quantizer.Quantize(graph, frontEnd.InputQuantization), pipeline).Bytes);
    }

    /// <summary>Encodes the records of exactly one window.</summary>
    /// <param name="records">Raw records, oldest first.</param>
    /// <param name="window">[rows, channels].</param>
    public void Encode(ReadOnlySpan<byte> records, Span<sbyte> window)
    {
        _engine.Gap();
        int consumed = _engine.Feed(records);
        if (consumed != records.Length || !_engine.Window())
        {
            throw new ArgumentException("The records are not those of one window.", nameof(records));
        }

        _engine.Input().CopyTo(window);
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
