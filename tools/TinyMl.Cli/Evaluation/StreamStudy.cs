using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Training;
using TinyMl.Training.Evaluation;
using TinyMl.Training.Recipes;
using TinyMl.Training.Speech;

namespace TinyMl.Cli.Evaluation;

/// <summary>A model of words in streams of words and backgrounds: what it detects, and what it takes for a word.</summary>
internal sealed class StreamStudy
{
    // Steps by which all thresholds are moved to draw a curve.
    private static readonly int[] Shifts = [.. Enumerable.Range(-8, 17).Select(i => 12 * i)];

    private readonly SpeechRecipe _recipe;
    private readonly string _model;
    private readonly HeardStream[] _choosing;
    private readonly HeardStream[] _testing;

    private StreamStudy(SpeechRecipe recipe, string model, HeardStream[] choosing, HeardStream[] testing) =>
        (_recipe, _model, _choosing, _testing) = (recipe, model, choosing, testing);

    /// <summary>Hears the streams: half of the words that are held aside choose thresholds, the others test.</summary>
    /// <param name="source">The recipe; its model lies beside it.</param>
    /// <param name="words">Words of a stream at most.</param>
    /// <param name="levels">Decibels from the background to the words, one stream each.</param>
    /// <param name="choose">Whether thresholds are to be chosen.</param>
    internal static StreamStudy Open(string source, int words, IReadOnlyList<int> levels, bool choose)
    {
        SpeechRecipe recipe = RecipeReader.ReadFile(source) as SpeechRecipe
            ?? throw new UserError(ExitCode.Content, $"{source} is no recipe of spoken words: --stream needs one, with its model beside it.");
        string model = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(source))!, recipe.Name + ".tml");
        (byte[] bytes, _) = ModelLoader.Load(model);
        using SpeechData data = SpeechData.Prepare(recipe, Workspace.Shared);
        return new StreamStudy(
            recipe, model, choose ? Hear(bytes, data, words, levels, 0) : [], Hear(bytes, data, words, levels, 1));
    }

    /// <summary>The model's file.</summary>
    internal string Model => _model;

    /// <summary>The detector of the model.</summary>
    internal DetectorSettings Settings => new ModelFile(File.ReadAllBytes(_model)).Detector!;

    /// <summary>Chooses thresholds and writes them into the model and its network.</summary>
    /// <param name="allowed">False accepts an hour.</param>
    internal void Choose(double allowed)
    {
        DetectorSettings chosen = ThresholdChoice.Choose(
            _choosing, _recipe.Detector, _recipe.Labels, _recipe.UnknownClass, allowed);
        string network = Path.ChangeExtension(_model, ".json");
        (Graph graph, Pipeline pipeline) = GraphFile.Read(Files.ReadText(network), network);
        pipeline = pipeline with { Detector = chosen };
        byte[] bytes = ModelCompiler.Compile(Quantizer.Quantize(graph, pipeline.FrontEnd!.InputQuantization), pipeline).Bytes;
        ModelLoader.Prove(bytes, _model);
        Files.WriteBytes(_model, bytes);
        Files.WriteText(network, GraphFile.Write(graph, pipeline));
    }

    /// <summary>What the model's own thresholds give, stream by stream.</summary>
    internal IReadOnlyList<StreamPoint> Points() => _testing.Select(heard => At(heard, 0)).ToArray();

    /// <summary>What they give moved down and up together.</summary>
    internal IReadOnlyList<StreamPoint> Curves() =>
        _testing.SelectMany(heard => Shifts.Select(shift => At(heard, shift))).ToArray();

    private StreamPoint At(HeardStream heard, int shift)
    {
        DetectorSettings settings = Settings;
        int[] own = settings.Thresholds.Length > 0
            ? settings.Thresholds
            : [.. _recipe.Labels.Select((_, c) => c < _recipe.UnknownClass ? settings.ThresholdOn : 0)];
        int[] moved = Array.ConvertAll(own, on => on == 0 ? 0 : Math.Clamp(on + shift, settings.ThresholdOff, byte.MaxValue));
        return new StreamPoint(
            heard.Stream.SignalToNoise, shift, StreamCounts.Of(heard, settings with { Thresholds = moved }, _recipe.Labels));
    }

    private static HeardStream[] Hear(byte[] model, SpeechData data, int words, IReadOnlyList<int> levels, int half)
    {
        SpokenWord[] said = [.. data.TestWords.Where((_, i) => i % 2 == half)];
        SpokenWord[] others = [.. data.TestNonWords.Where((_, i) => i % 2 == half)];
        return HeardStream.Of(model, levels.Select(level => SpeechStream.Make(Some(said, words), others, level, (1000 * half) + level))).ToArray();
    }

    // Evenly over speakers and words, in whose order they are.
    private static SpokenWord[] Some(SpokenWord[] words, int most)
    {
        int count = Math.Min(most, words.Length);
        return Enumerable.Range(0, count).Select(i => words[i * words.Length / count]).ToArray();
    }
}
