using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Training.Examples;
using TinyMl.Training.Optimization;

namespace TinyMl.Training.Recipes;

/// <summary>Reads and checks recipes; every fault is one sentence with file, property, cause and way out.</summary>
public static class RecipeReader
{
    private const int Digits = 10;

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
        Recipe recipe = new()
        {
            Name = root.Text("name"),
            Labels = Labels(root),
            Seed = seed,
            Recordings = root.Has("recordings") ? Recordings(root.Section("recordings")) : null,
            Simulation = Simulation(root.Section("simulation")),
            Augmentation = Augmentation(root.Section("augmentation")),
            Architecture = root.Sections("architecture").Select(Layer).ToArray(),
            Training = Training(root.Section("training"), seed),
            FrontEnd = FrontEnd(root.Section("front_end")),
            Detector = Detector(root.Section("detector")),
            Learning = Learning(root.Section("learning")),
            FactoryShotsPerClass = root.Int("factory_shots_per_class", 4, 0, 90),
        };
        root.End();
        Detector(recipe, root);
        return recipe;
    }

    private static string[] Labels(RecipeNode root)
    {
        string[] labels = root.Texts("labels");
        bool digits = labels.Length == Digits + 1 && Enumerable.Range(0, Digits).All(d => labels[d] == $"{d}");
        return digits ? labels : throw root.Fault(
            "labels", "are not the ten digits and a last class for everything else", "write \"0\" to \"9\", then \"nothing\"");
    }

    private static void Detector(Recipe recipe, RecipeNode root)
    {
        if (recipe.Detector.IdleLabel != recipe.Labels[^1])
        {
            throw root.Fault(
                "detector.idle_label", $"is \"{recipe.Detector.IdleLabel}\"", $"write the last label, \"{recipe.Labels[^1]}\"");
        }
    }

    private static RecordingsRecipe Recordings(RecipeNode node)
    {
        int folds = node.Int("folds", 5, 2, 100);
        return Ended(node, new RecordingsRecipe
        {
            Folder = node.Text("folder"),
            Source = node.Text("source"),
            Licence = node.Text("licence"),
            Folds = folds,
            HeldAside = node.Int("held_aside", 0, 0, folds - 1),
            Repeats = node.Int("repeats", 12, 1, 1000),
        });
    }

    private static SimulationRecipe Simulation(RecipeNode node)
    {
        SimulationRecipe usual = new();
        return Ended(node, new SimulationRecipe
        {
            Writers = node.Int("writers", usual.Writers, 1, 100_000),
            FirstSeed = node.Int("first_seed", usual.FirstSeed, 0, 1_000_000),
            Spread = node.Number("spread", usual.Spread, 0, 3),
            DigitDraws = node.Int("digit_draws", usual.DigitDraws, 0, 1_000_000),
            PartDraws = node.Int("part_draws", usual.PartDraws, 0, 1_000_000),
            IdleDraws = node.Int("idle_draws", usual.IdleDraws, 0, 1_000_000),
            IdleMinutes = node.Int("idle_minutes", usual.IdleMinutes, 1, 10_000),
        });
    }

    private static Augmentation Augmentation(RecipeNode node)
    {
        Augmentation usual = new();
        return Ended(node, new Augmentation
        {
            Speed = node.Number("speed", usual.Speed, 0, 1),
            Warp = node.Number("warp", usual.Warp, 0, 0.9),
            Grip = node.Number("grip", usual.Grip, 0, 90),
            Size = node.Number("size", usual.Size, 0, 0.9),
            ChannelGain = node.Number("channel_gain", usual.ChannelGain, 0, 0.9),
            AccelerationNoise = node.Number("acceleration_noise", usual.AccelerationNoise, 0, 10),
            RotationNoise = node.Number("rotation_noise", usual.RotationNoise, 0, 10),
            RotationBias = node.Number("rotation_bias", usual.RotationBias, 0, 1),
            Wander = node.Number("wander", usual.Wander, 0, 10),
        });
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
            Average = (float)node.Number("average", usual.Average, 0, 0.99999),
            Seed = seed,
        });
    }

    private static ImuFrontEnd FrontEnd(RecipeNode node)
    {
        ImuFrontEnd usual = new();
        ImuFrontEnd frontEnd = new()
        {
            SubtractMean = node.Flag("subtract_mean", usual.SubtractMean),
            DivideByRms = node.Flag("divide_by_rms", usual.DivideByRms),
            Decimation = node.Int("decimation", usual.Decimation, 1, 16),
            Rows = node.Int("rows", usual.Rows, 8, 1000),
            Hop = node.Int("hop", usual.Hop, 1, 1000),
            Gain = node.Int("gain", usual.Gain, 1, 127),
            SampleRate = node.Int("sample_rate_millihertz", usual.SampleRate, 1000, 10_000_000),
            Floors = node.Ints("floors", usual.Floors, 1, 65_535),
            FullScales = node.Ints("full_scales", usual.FullScales, 1, 65_535),
        };
        return frontEnd.Floors.Length != 2 ? throw node.Fault("floors", "are not two", "write one for g, one for degrees/s")
            : frontEnd.FullScales.Length != 2 ? throw node.Fault("full_scales", "are not two", "write g and degrees/s")
            : frontEnd.Hop > frontEnd.Rows ? throw node.Fault("hop", "is more than rows", "write at most as many rows")
            : Ended(node, frontEnd);
    }

    private static DetectorSettings Detector(RecipeNode node)
    {
        DetectorSettings usual = new();
        int on = node.Int("threshold_on", usual.ThresholdOn, 1, 255);
        return Ended(node, new DetectorSettings
        {
            Smoothing = node.Int("smoothing", usual.Smoothing, 1, 16),
            ThresholdOn = on,
            ThresholdOff = node.Int("threshold_off", Math.Min(on, usual.ThresholdOff), 0, on),
            DeadWindows = node.Int("dead_windows", usual.DeadWindows, 0, 1000),
            MinWindows = node.Int("min_windows", usual.MinWindows, 1, 16),
            IdleLabel = node.Text("idle_label", usual.IdleLabel),
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

    private static T Ended<T>(RecipeNode node, T value)
    {
        node.End();
        return value;
    }
}
