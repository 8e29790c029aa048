using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Training.Optimization;

namespace TinyMl.Training.Recipes;

/// <summary>Reads and checks recipes; every fault is one sentence with file, property, cause and way out.</summary>
public static class RecipeReader
{
    /// <summary>Reads a recipe file.</summary>
    public static Recipe ReadFile(string file)
    {
        if (!File.Exists(file))
        {
            throw new RecipeException($"{file}: there is no such file; give the path of a recipe.json.");
        }

        return Read(File.ReadAllText(file), file);
    }

    /// <summary>Reads a recipe's text.</summary>
    /// <param name="text">The JSON; comments and trailing commas are welcome.</param>
    /// <param name="file">Its name, for messages.</param>
    public static Recipe Read(string text, string file)
    {
        RecipeNode root = RecipeNode.Parse(text, file);
        int seed = root.Int("seed", 1, 0, int.MaxValue);
        Recipe recipe = root.Choice("kind", RecipeKind.Gesture) == RecipeKind.Speech
            ? SpeechRecipeReader.Read(root)
            : GestureRecipeReader.Read(root);
        recipe = recipe with
        {
            Seed = seed,
            Training = Training(root.Section("training"), seed),
            Detector = Detector(root.Section("detector"), recipe.Labels[^1]),
            Learning = Learning(root.Section("learning")),
            FactoryShotsPerClass = root.Int("factory_shots_per_class", 4, 0, 90),
        };
        root.End();
        return recipe.Detector.IdleLabel == recipe.Labels[^1] ? recipe : throw root.Fault(
            "detector.idle_label", $"is \"{recipe.Detector.IdleLabel}\"", $"write the last label, \"{recipe.Labels[^1]}\"");
    }

    /// <summary>The layers of any kind of model.</summary>
    internal static LayerRecipe[] Layers(RecipeNode root) => root.Sections("architecture").Select(Layer).ToArray();

    /// <summary>The recordings of any kind of model.</summary>
    internal static RecordingsRecipe Recordings(RecipeNode node, int repeats)
    {
        int folds = node.Int("folds", 5, 2, 100);
        return Ended(node, new RecordingsRecipe
        {
            Folder = node.Text("folder"),
            Source = node.Text("source"),
            Licence = node.Text("licence"),
            Folds = folds,
            HeldAside = node.Int("held_aside", 0, 0, folds - 1),
            Repeats = node.Int("repeats", repeats, 1, 1000),
        });
    }

    /// <summary>A section of which everything was read.</summary>
    internal static T Ended<T>(RecipeNode node, T value)
    {
        node.End();
        return value;
    }

    private static LayerRecipe Layer(RecipeNode node)
    {
        LayerKind kind = node.Choice("layer", LayerKind.Conv);
        bool widens = kind is LayerKind.Conv or LayerKind.Separable;
        LayerRecipe layer = Ended(node, new LayerRecipe(
            kind,
            widens ? node.Int("filters", null, 1, 512) : 0,
            node.Extent("filter", 3, 1, 31),
            kind == LayerKind.Residual ? Extent.One : node.Extent("stride", 1, 1, 8),
            widens && node.Flag("lite_residual", false)));
        return !layer.LiteResidual || layer.Stride != Extent.One ? layer : throw node.Fault(
            "lite_residual", "needs a stride, over which its branch takes the average", "give the layer a stride of 2");
    }

    private static TrainingOptions Training(RecipeNode node, int seed)
    {
        TrainingOptions usual = new();
        return Ended(node, new TrainingOptions
        {
            Epochs = node.Int("epochs", usual.Epochs, 1, 10_000),
            Batch = node.Int("batch", usual.Batch, 8, 4096),
            Rate = (float)node.Number("rate", usual.Rate, 1e-7, 1),
            Schedule = node.Choice("schedule", usual.Schedule),
            WarmUpEpochs = (float)node.Number("warm_up_epochs", usual.WarmUpEpochs, 0, 100),
            WeightDecay = (float)node.Number("weight_decay", usual.WeightDecay, 0, 1),
            LabelSmoothing = (float)node.Number("label_smoothing", usual.LabelSmoothing, 0, 0.5),
            Balance = node.Flag("balance", usual.Balance),
            Average = (float)node.Number("average", usual.Average, 0, 0.99999),
            Seed = seed,
        });
    }

    private static DetectorSettings Detector(RecipeNode node, string idle)
    {
        DetectorSettings usual = new();
        int on = node.Int("threshold_on", usual.ThresholdOn, 1, 255);
        return Ended(node, new DetectorSettings
        {
            Smoothing = node.Int("smoothing", usual.Smoothing, 1, 16),
            ThresholdOn = on,
            ThresholdOff = node.Int("threshold_off", Math.Min(on, usual.ThresholdOff), 0, on),
            Thresholds = node.Ints("thresholds", usual.Thresholds, 0, 255),
            DeadWindows = node.Int("dead_windows", usual.DeadWindows, 0, 1000),
            MinWindows = node.Int("min_windows", usual.MinWindows, 1, 16),
            IdleLabel = node.Text("idle_label", idle),
        });
    }

    private static LearningSettings Learning(RecipeNode node)
    {
        LearningSettings usual = new();
        return Ended(node, new LearningSettings
        {
            Shots = node.Int("shots", usual.Shots, 1, 1024),
            Epochs = node.Int("epochs", usual.Epochs, 1, 1000),
            Scheme = node.Text("scheme", usual.Scheme),
            Rate = (float)node.Number("rate", usual.Rate, 1e-6, 10),
            BiasRate = (float)node.Number("bias_rate", usual.BiasRate, 1e-6, 10),
            WeightRate = (float)node.Number("weight_rate", usual.WeightRate, 1e-6, 10),
            Decay = (float)node.Number("decay", usual.Decay, 0, 0.999),
            PrototypeStrength = (float)node.Number("prototype_strength", usual.PrototypeStrength, 1 / 32.0, 255 / 32.0),
            PrototypeWidth = (float)node.Number("prototype_width", usual.PrototypeWidth, 1e-3, 10),
            Policy = node.Choice("policy", usual.Policy),
            Replay = node.Int("replay", usual.Replay, 0, 255),
            Folds = node.Int("folds", usual.Folds, 0, 1024),
            Doubt = (float)node.Number("doubt", usual.Doubt, 0, 255),
        });
    }
}
