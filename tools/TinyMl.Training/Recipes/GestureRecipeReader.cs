using TinyMl.Compiler.Models;
using TinyMl.Training.Examples;

namespace TinyMl.Training.Recipes;

/// <summary>Reads what only recipes of gestures have.</summary>
internal static class GestureRecipeReader
{
    private const int Digits = 10;

    /// <summary>Reads the sections.</summary>
    internal static GestureRecipe Read(RecipeNode root) => new()
    {
        Name = root.Text("name"),
        Labels = Labels(root),
        Recordings = root.Has("recordings") ? RecipeReader.Recordings(root.Section("recordings"), 12) : null,
        Simulation = Simulation(root.Section("simulation")),
        Augmentation = Augmentation(root.Section("augmentation")),
        Architecture = RecipeReader.Layers(root),
        FrontEnd = FrontEnd(root.Section("front_end")),
    };

    private static string[] Labels(RecipeNode root)
    {
        string[] labels = root.Texts("labels");
        bool digits = labels.Length == Digits + 1 && Enumerable.Range(0, Digits).All(d => labels[d] == $"{d}");
        return digits ? labels : throw root.Fault(
            "labels", "are not the ten digits and a last class for everything else", "write \"0\" to \"9\", then \"nothing\"");
    }

    private static SimulationRecipe Simulation(RecipeNode node)
    {
        SimulationRecipe usual = new();
        return RecipeReader.Ended(node, new SimulationRecipe
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
        return RecipeReader.Ended(node, new Augmentation
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
            : RecipeReader.Ended(node, frontEnd);
    }
}
