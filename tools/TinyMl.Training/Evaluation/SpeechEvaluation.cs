using System.Numerics.Tensors;
using TinyMl.Compiler.Models;
using TinyMl.Engine;
using TinyMl.Training.Recipes;
using TinyMl.Training.Speech;
using TinyMl.Training.Users;

namespace TinyMl.Training.Evaluation;

/// <summary>What a model of words makes of the clips that are held aside.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="File">The .tml file.</param>
/// <param name="Groups">By who or what is heard.</param>
public sealed record SpeechEvaluation(SpeechRecipe Recipe, ModelFile File, IReadOnlyList<SpeechGroup> Groups)
{
    /// <summary>The recorded speakers' words together.</summary>
    public SpeechGroup Speakers => SpeechGroup.Sum("all speakers", Groups.Where(g => g.IsSpeaker));

    /// <summary>Measures a model: int8 in the native engine, and the float network that it was made of.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">Its data.</param>
    /// <param name="model">The model.</param>
    public static SpeechEvaluation Of(SpeechRecipe recipe, SpeechData data, TrainedModel model)
    {
        using NativeEngine engine = new(model.Compiled.Bytes);
        FloatModel network = new(model.Float, data.Quantization);
        Dictionary<string, SpeechGroup> groups = [];
        for (int i = 0; i < data.Clips.Count; i++)
        {
            if (!data.IsHeldAside(i))
            {
                continue;
            }

            UserClip clip = data.Clips[i];
            bool speaks = data.Speakers.Contains(clip.User);
            bool word = clip.Label < recipe.UnknownClass;
            string name = speaks
                ? word ? clip.User : "words backwards, spliced or cut off"
                : clip.User == Sound.Nobody ? "backgrounds" : word ? "synthesised voices" : "other words by synthesised voices";
            if (!groups.TryGetValue(name, out SpeechGroup? group))
            {
                groups.Add(name, group = new SpeechGroup(name, speaks && word, new Confusion(data.Labels), new Confusion(data.Labels)));
            }

            clip.Window.CopyTo(engine.Input());
            engine.Run();
            group.Quantized.Add(clip.Label, TensorPrimitives.IndexOfMax<sbyte>(engine.Output()));
            group.Float.Add(clip.Label, TensorPrimitives.IndexOfMax(network.Classify(clip.Window)));
        }

        return new SpeechEvaluation(recipe, new ModelFile(model.Compiled.Bytes), [.. groups.Values]);
    }
}
