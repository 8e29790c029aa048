using TinyMl.Training.Layers;

namespace TinyMl.Training.Optimization;

/// <summary>
/// Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019):
/// w -= rate * (m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + epsilon) + decay * w).
/// </summary>
public sealed class AdamW
{
    private readonly IReadOnlyList<Parameter<float>> _parameters;
    private readonly float[][] _mean;
    private readonly float[][] _square;
    private int _steps;

    /// <summary>Makes an optimiser.</summary>
    /// <param name="parameters">What to train.</param>
    public AdamW(IReadOnlyList<Parameter<float>> parameters)
    {
        _parameters = parameters;
        _mean = parameters.Select(p => new float[p.Values.Length]).ToArray();
        _square = parameters.Select(p => new float[p.Values.Length]).ToArray();
    }

    /// <summary>How much of the mean gradient a step keeps.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>How much of the mean squared gradient a step keeps.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Added to the root.</summary>
    public float Epsilon { get; init; } = 1e-7f;

    /// <summary>Decay of the parameters that decay, per unit of the learning rate.</summary>
    public float WeightDecay { get; init; }

    /// <summary>Changes every parameter against its gradient.</summary>
    /// <param name="rate">The learning rate of this step.</param>
    public void Step(float rate)
    {
        _steps++;
        float unbias1 = (float)(1 / (1 - Math.Pow(Beta1, _steps)));
        float unbias2 = (float)(1 / (1 - Math.Pow(Beta2, _steps)));
        for (int i = 0; i < _parameters.Count; i++)
        {
            Parameter<float> parameter = _parameters[i];
            float decay = parameter.Decays ? WeightDecay : 0;
            float[] mean = _mean[i];
            float[] square = _square[i];
            float[] values = parameter.Values;
            float[] gradient = parameter.Gradient;
            for (int j = 0; j < values.Length; j++)
            {
                mean[j] = (Beta1 * mean[j]) + ((1 - Beta1) * gradient[j]);
                square[j] = (Beta2 * square[j]) + ((1 - Beta2) * gradient[j] * gradient[j]);
                float step = mean[j] * unbias1 / (MathF.Sqrt(square[j] * unbias2) + Epsilon);
                values[j] -= rate * (step + (decay * values[j]));
            }
        }
    }
}
