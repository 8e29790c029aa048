using System.Globalization;

namespace TinyMl.Compiler.Learning;

/// <summary>
/// Which parameters the device trains. As text, parts joined by '+': <c>head-bias</c>, <c>head</c> (weights and biases),
/// <c>bias:K</c> (of the last K layers before the head), <c>bias:all</c> (the head's too), <c>sparse:LAYER=RATIO,...</c> (of the
/// LAYER-th last layer before the head the weights of the RATIO of input channels with the largest weights), <c>lite-residual</c>
/// (weights and biases of the side branches that a recipe made); or by itself <c>prototypes</c>.
/// </summary>
public sealed record LearningScheme
{
    private const string Forms =
        "use head-bias, head, bias:K, bias:all, sparse:LAYER=RATIO,..., lite-residual or several joined by '+', or prototypes";

    /// <summary>The text that it was read from.</summary>
    public required string Text { get; init; }

    /// <summary>The head's biases.</summary>
    public bool HeadBias { get; init; }

    /// <summary>The head's weights.</summary>
    public bool HeadWeights { get; init; }

    /// <summary>The stored shots as prototypes of their classes.</summary>
    public bool Prototypes { get; init; }

    /// <summary>The biases of so many last layers before the head.</summary>
    public int BiasLayers { get; init; }

    /// <summary>The side branches.</summary>
    public bool LiteResidual { get; init; }

    /// <summary>Layers, counted from the last before the head, with the share of input channels whose weights are trained.</summary>
    public IReadOnlyDictionary<int, double> Sparse { get; init; } = new Dictionary<int, double>();

    /// <summary>Whether operators of this code are layers whose biases can be trained.</summary>
    internal static bool IsLayer(string code) => code is "CONV_2D" or "DEPTHWISE_CONV_2D" or "FULLY_CONNECTED";

    /// <summary>Reads a scheme.</summary>
    /// <exception cref="CompileException">The text is none.</exception>
    public static LearningScheme Parse(string text)
    {
        LearningScheme scheme = new() { Text = text };
        foreach (string part in text.Split('+'))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? part : part[..colon];
            string argument = colon < 0 ? string.Empty : part[(colon + 1)..];
            scheme = (name, argument) switch
            {
                ("head-bias", "") => scheme with { HeadBias = true },
                ("head", "") => scheme with { HeadBias = true, HeadWeights = true },
                ("prototypes", "") => scheme with { Prototypes = true },
                ("bias", "all") => scheme with { HeadBias = true, BiasLayers = int.MaxValue },
                ("bias", _) => scheme with { BiasLayers = Math.Max(scheme.BiasLayers, Layers(text, argument)) },
                ("lite-residual", "") => scheme with { LiteResidual = true },
                ("sparse", _) => scheme with { Sparse = SparseLayers(text, scheme.Sparse, argument) },
                _ => throw Fault(text, $"'{part}' is no scheme"),
            };
        }

        return scheme.Prototypes && text.Contains('+', StringComparison.Ordinal)
            ? throw Fault(text, "prototypes are learnt by themselves, for what else is trained would move them")
            : scheme;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static int Layers(string text, string argument) =>
        int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out int layers) && layers > 0
            ? layers
            : throw Fault(text, $"'{argument}' is no number of layers above 0");

    private static Dictionary<int, double> SparseLayers(string text, IReadOnlyDictionary<int, double> before, string argument)
    {
        Dictionary<int, double> layers = new(before);
        foreach (string item in argument.Split(','))
        {
            string[] sides = item.Split('=');
            bool isRatio = double.TryParse(
                sides[^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double ratio) && ratio is > 0 and <= 1;
            if (sides.Length != 2 || !isRatio)
            {
                throw Fault(text, $"'{item}' is not LAYER=RATIO with a ratio above 0 and up to 1");
            }

            if (!layers.TryAdd(Layers(text, sides[0]), ratio))
            {
                throw Fault(text, $"layer {sides[0]} is there twice");
            }
        }

        return layers;
    }

    private static CompileException Fault(string text, string cause) =>
        new($"The learning scheme '{text}' is wrong: {cause}; {Forms}.");
}
