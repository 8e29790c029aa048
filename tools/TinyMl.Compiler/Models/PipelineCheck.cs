using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;

namespace TinyMl.Compiler.Models;

/// <summary>Refuses a pipeline that does not fit its network, with one sentence each.</summary>
internal static class PipelineCheck
{
    internal static void Verify(Graph graph, Pipeline pipeline)
    {
        Require(
            graph.Name.Length is > 0 and <= 31 && IsPrintable(graph.Name),
            $"The name '{graph.Name}' must be 1 to 31 printable ASCII characters.");
        Require(graph.Inputs.Count is > 0 and <= 16, "A model has 1 to 16 inputs.");
        Require(graph.Outputs.Count is > 0 and <= 16, "A model has 1 to 16 outputs.");
        if (pipeline.Labels.Length > 0)
        {
            int classes = graph.Outputs[^1].Shape.Channels;
            Require(
                pipeline.Labels.Length == classes,
                $"There are {pipeline.Labels.Length} labels for {classes} classes: give one label to each class.");
            string? bad = pipeline.Labels.FirstOrDefault(label => label.Length is 0 or > 15 || !IsPrintable(label));
            Require(bad is null, $"The label '{bad}' must be 1 to 15 printable ASCII characters.");
        }

        if (pipeline.FrontEnd is { } frontEnd)
        {
            FrontEndCheck.Verify(graph.Inputs[0].Shape, frontEnd);
        }

        if (pipeline.Detector is { } detector)
        {
            Verify(pipeline, detector, graph.Outputs[^1].Shape.Channels);
        }

        if (pipeline.Learning is { } learning)
        {
            Within("learning.shots", learning.Shots, 1, ModelFormat.MostShots);
            Within("learning.epochs", learning.Epochs, 1, 1000);
            Require(learning.Rate is > 0 and <= 10, "learning.rate must be above 0 and at most 10.");
            Require(learning.BiasRate is > 0 and <= 10, "learning.bias_rate must be above 0 and at most 10.");
            Require(learning.WeightRate is > 0 and <= 10, "learning.weight_rate must be above 0 and at most 10.");
            Require(learning.Decay is >= 0 and < 1, "learning.decay must be at least 0 and below 1.");
            Within("learning.folds", learning.Folds, 0, ModelFormat.MostShots);
            Within("learning.replay", learning.Replay, 0, byte.MaxValue);
            Require(learning.Doubt is >= 0 and < 256, "learning.doubt must be at least 0 and below 256 nats.");
            Require(
                learning.PrototypeStrength is > 0 and <= 255 / 32f,
                "learning.prototype_strength must be above 0 and at most 7.96 nats.");
            Require(learning.PrototypeWidth is > 0 and <= 10, "learning.prototype_width must be above 0 and at most 10.");
        }

        VerifyFactoryShots(graph, pipeline);

        Within("self_tests", pipeline.SelfTests, 0, 64);
    }

    private static void Verify(Pipeline pipeline, DetectorSettings detector, int classes)
    {
        Within("detector.smoothing", detector.Smoothing, 1, 16);
        Within("detector.threshold_on", detector.ThresholdOn, 1, 255);
        Within("detector.threshold_off", detector.ThresholdOff, 0, detector.ThresholdOn);
        Require(
            detector.Thresholds.Length == 0 || detector.Thresholds.Length == classes,
            $"detector.thresholds has {detector.Thresholds.Length} numbers for {classes} classes: give one to each class, or none.");
        Require(
            detector.Thresholds.All(on => on == 0 || (on >= detector.ThresholdOff && on <= byte.MaxValue)),
            "detector.thresholds must be 0 or from detector.threshold_off to 255.");
        Within("detector.dead_windows", detector.DeadWindows, 0, 1000);
        Within("detector.min_windows", detector.MinWindows, 1, 16);
        Require(
            detector.IdleLabel is null || pipeline.Labels.Contains(detector.IdleLabel),
            $"The detector's idle label '{detector.IdleLabel}' is none of the labels.");
    }

    private static void VerifyFactoryShots(Graph graph, Pipeline pipeline)
    {
        Within("The number of factory_shots", pipeline.FactoryShots.Count, 0, ModelFormat.MostShots);
        Require(
            pipeline.Learning is not null || pipeline.FactoryShots.Count == 0,
            "factory_shots test what a device learns, and nothing is learnt: say what with learning, or leave them out.");
        int elements = graph.Inputs[0].Shape.Elements;
        int classes = graph.Outputs[^1].Shape.Channels;
        for (int i = 0; i < pipeline.FactoryShots.Count; i++)
        {
            LearningExample shot = pipeline.FactoryShots[i];
            Require(
                shot.Window.Length == elements,
                $"factory_shots[{i}] has a window of {shot.Window.Length} bytes: the network's first input takes {elements}.");
            Within($"The label of factory_shots[{i}]", shot.Label, 0, classes - 1);
        }
    }

    internal static void Within(string name, int value, int least, int greatest) =>
        Require(value >= least && value <= greatest, $"{name} is {value}: it must be {least} to {greatest}.");

    internal static void Require(bool condition, string sentence)
    {
        if (!condition)
        {
            throw new CompileException(sentence);
        }
    }

    private static bool IsPrintable(string text) => text.All(c => c is >= ' ' and <= '~');
}
