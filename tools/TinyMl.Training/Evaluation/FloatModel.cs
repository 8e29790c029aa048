using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Evaluation;

/// <summary>A float graph that takes the front end's bytes.</summary>
public sealed class FloatModel
{
    private readonly Network<float> _network;
    private readonly QuantizationParameters _input;

    /// <summary>Makes a model.</summary>
    /// <param name="graph">The graph; ends in softmax.</param>
    /// <param name="input">How the front end quantises.</param>
    public FloatModel(Graph graph, QuantizationParameters input)
    {
        _network = new Network<float>(graph, 1, new Workers(1));
        _input = input;
    }

    /// <summary>The probabilities of a window.</summary>
    /// <param name="window">[rows, channels].</param>
    public ReadOnlySpan<float> Classify(ReadOnlySpan<sbyte> window)
    {
        Span<float> input = _network.Input.Sample(0);
        for (int i = 0; i < window.Length; i++)
        {
            input[i] = (window[i] - _input.ZeroPoint) * _input.Scale;
        }

        _network.Forward(1, false);
        return _network.Output.Sample(0);
    }
}
