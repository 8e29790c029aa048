using TinyMl.Compiler.Graphs;
using TinyMl.Tests.Shared;
using TinyMl.Training.Recipes;

namespace TinyMl.Training.Tests;

/// <summary>Recipes: the shipped one is valid; every fault is one sentence with file, property, cause and way out.</summary>
public sealed class RecipeTests
{
    private const string Minimal = """
        {
          "name": "m",
          "labels": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "nothing"],
          "architecture": [{ "filters": 8 }]
        }
        """;

    [Fact]
    public void TheShippedRecipeIsValid()
    {
        string file = Path.Combine(SharedData.Repository, "models", "gesture-digits", "recipe.json");
        Recipe recipe = RecipeReader.ReadFile(file);
        Assert.Equal("gesture-digits", recipe.Name);
        Assert.Equal(10, recipe.IdleClass);
        Assert.Equal(recipe.Labels.Length, NetworkBuilder.Build(recipe, 1).Outputs[0].Shape.Channels);
    }

    [Fact]
    public void TheShippedRecipeOfWordsIsValid()
    {
        string file = Path.Combine(SharedData.Repository, "models", "keyword-digits", "recipe.json");
        SpeechRecipe recipe = Assert.IsType<SpeechRecipe>(RecipeReader.ReadFile(file));
        Assert.Equal(("unknown", "silence"), (recipe.Labels[recipe.UnknownClass], recipe.Labels[recipe.IdleClass]));
        Assert.Equal(8_000_000, recipe.FrontEnd.SampleRate);
        Assert.Empty(recipe.Voices!.Names.Intersect(recipe.Voices.HeldAside));
        Assert.Empty(recipe.Voices.OtherWords.Intersect(recipe.Voices.OtherWordsHeldAside));
        Assert.Equal(recipe.Labels.Length, NetworkBuilder.Build(recipe, 1).Outputs[0].Shape.Channels);
    }

    [Theory]
    [InlineData("\"unknown\", ", "", "r.json, labels: do not end with \"unknown\" and \"silence\" after two words or more; write the words in the order of their numbers, then these two.")]
    [InlineData("\"name\"", "\"front_end\": { \"preset\": \"mfcc\" }, \"name\"", "r.json, front_end.preset: is \"mfcc\"; write one of mfcc-49x10, mfcc-49x10-8k, log-mel-49x40, log-mel-49x40-8k.")]
    [InlineData("\"name\"", "\"front_end\": { \"preset\": \"mfcc-49x10\" }, \"name\"", "r.json, front_end.preset: is \"mfcc-49x10\"; write one for 8000 Hz, the rate of the recordings.")]
    [InlineData("\"name\"", "\"front_end\": { \"high_hertz\": 5000 }, \"name\"", "r.json, front_end.high_hertz: is 5000; write a number from 1 to 4000.")]
    [InlineData("\"name\"", "\"augmentation\": { \"rooms\": 2 }, \"name\"", "r.json, augmentation.rooms: is 2; write a number from 0 to 1.")]
    [InlineData("\"name\"", "\"voices\": { \"names\": [\"en\"] }, \"name\"", "r.json, voices.held_aside: is missing; add it.")]
    [InlineData("\"speech\"", "\"song\"", "r.json, kind: is \"song\"; write one of gesture, speech.")]
    public void EveryFaultOfWordsIsOneSentence(string part, string fault, string sentence)
    {
        const string words = """
            {
              "kind": "speech", "name": "w", "labels": ["zero", "one", "unknown", "silence"],
              "recordings": { "folder": "f", "source": "s", "licence": "l" }, "architecture": [{ "filters": 8 }]
            }
            """;
        Assert.IsType<SpeechRecipe>(RecipeReader.Read(words, "r.json"));
        Assert.Contains(part, words, StringComparison.Ordinal);
        RecipeException e = Assert.Throws<RecipeException>(
            () => RecipeReader.Read(words.Replace(part, fault, StringComparison.Ordinal), "r.json"));
        Assert.Equal(sentence, e.Message);
    }

    [Fact]
    public void EverythingButNameLabelsAndLayersHasADefault()
    {
        GestureRecipe recipe = Assert.IsType<GestureRecipe>(RecipeReader.Read(Minimal, "r.json"));
        Assert.Null(recipe.Recordings);
        Assert.Equal(new LayerRecipe(LayerKind.Conv, 8, new Extent(3, 1), Extent.One), Assert.Single(recipe.Architecture));
    }

    /// <summary>A side branch reads the layer's input, averaged over the stride, and is added to what the layer makes of it.</summary>
    [Theory]
    [InlineData("conv")]
    [InlineData("separable")]
    public void ALiteResidualIsASideBranchOfItsLayer(string kind)
    {
        Recipe recipe = RecipeReader.Read(
            Minimal.Replace("\"filters\": 8", $"\"layer\": \"{kind}\", \"filters\": 8, \"stride\": 2, \"lite_residual\": true"), "r.json");
        Graph graph = NetworkBuilder.Build(recipe, 1);
        Add add = Assert.Single(graph.Operators.OfType<Add>());
        Conv2D branch = graph.Operators.OfType<Conv2D>().Single(step => step.Output == add.Inputs[1]);
        AveragePool2D average = graph.Operators.OfType<AveragePool2D>().Single(step => step.Output == branch.Input);
        Assert.Equal(graph.Inputs[0], average.Input);
        Assert.Equal(new Extent(2, 1), average.Stride);
        Assert.Equal(Extent.One, new Extent(branch.Weights.Shape.Height, branch.Weights.Shape.Width));
        Assert.Equal(Activation.Relu, add.Activation);
        Assert.IsType<BatchNormalization>(graph.Operators.Single(step => step.Output == add.Inputs[0]));
    }

    [Theory]
    [InlineData("\"name\": \"m\"", "\"nam\": \"m\"", "r.json, name: is missing; add it.")]
    [InlineData("\"name\": \"m\"", "\"name\": 5", "r.json, name: is no text; write a text in quotation marks.")]
    [InlineData("\"filters\": 8", "\"filters\": 0", "r.json, architecture[0].filters: is 0; write a number from 1 to 512.")]
    [InlineData("\"filters\": 8", "\"filters\": 8.5", "r.json, architecture[0].filters: is 8.5; write a whole number.")]
    [InlineData("\"filters\": 8", "\"filters\": \"x\"", "r.json, architecture[0].filters: is no number; write a number from 1 to 512.")]
    [InlineData("\"filters\": 8", "\"layer\": \"lstm\"", "r.json, architecture[0].layer: is \"lstm\"; write one of conv, separable, residual, maxpool, averagepool.")]
    [InlineData("\"filters\": 8", "\"filters\": 8, \"widht\": 1", "r.json, architecture[0].widht: is unknown; remove it or write one of filter, filters, layer, lite_residual, stride.")]
    [InlineData("\"filters\": 8", "\"filters\": 8, \"lite_residual\": true", "r.json, architecture[0].lite_residual: needs a stride, over which its branch takes the average; give the layer a stride of 2.")]
    [InlineData("[{ \"filters\": 8 }]", "[]", "r.json, architecture: is no list of objects; write it as [{ ... }, { ... }].")]
    [InlineData("\"0\", ", "", "r.json, labels: are not the ten digits and a last class for everything else; write \"0\" to \"9\", then \"nothing\".")]
    [InlineData("\"name\"", "\"seed\": -1, \"name\"", "r.json, seed: is -1; write a number from 0 to 2147483647.")]
    [InlineData("\"name\"", "\"training\": [], \"name\"", "r.json, training: is no object; write it as { ... }.")]
    [InlineData("\"name\"", "\"training\": { \"schedule\": \"linear\" }, \"name\"", "r.json, training.schedule: is \"linear\"; write one of cosine, step.")]
    [InlineData("\"name\"", "\"front_end\": { \"floors\": [1] }, \"name\"", "r.json, front_end.floors: are not two; write one for g, one for degrees/s.")]
    [InlineData("\"name\"", "\"front_end\": { \"floors\": [1, 0] }, \"name\"", "r.json, front_end.floors: contains 0; write whole numbers from 1 to 65535.")]
    [InlineData("\"name\"", "\"front_end\": { \"rows\": 10, \"hop\": 11 }, \"name\"", "r.json, front_end.hop: is more than rows; write at most as many rows.")]
    [InlineData("\"name\"", "\"front_end\": { \"subtract_mean\": 1 }, \"name\"", "r.json, front_end.subtract_mean: is neither true nor false; write one of the two.")]
    [InlineData("\"name\"", "\"detector\": { \"idle_label\": \"x\" }, \"name\"", "r.json, detector.idle_label: is \"x\"; write the last label, \"nothing\".")]
    [InlineData("\"name\"", "\"recordings\": { \"folder\": \"f\" }, \"name\"", "r.json, recordings.source: is missing; add it.")]
    [InlineData("\"name\"", "\"factory_shots_per_class\": 91, \"name\"", "r.json, factory_shots_per_class: is 91; write a number from 0 to 90.")]
    [InlineData("]\n}", "]", "r.json, line 4, column 37: is no JSON; mend the text there.")]
    public void EveryFaultIsOneSentence(string part, string fault, string sentence)
    {
        Assert.Contains(part, Minimal, StringComparison.Ordinal);
        RecipeException e = Assert.Throws<RecipeException>(
            () => RecipeReader.Read(Minimal.Replace(part, fault, StringComparison.Ordinal), "r.json"));
        Assert.Equal(sentence, e.Message);
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        RecipeException e = Assert.Throws<RecipeException>(() => RecipeReader.ReadFile("none.json"));
        Assert.Equal("none.json: there is no such file; give the path of a recipe.json.", e.Message);
    }

    [Fact]
    public void EveryKindOfLayerCanBeBuilt()
    {
        Recipe recipe = RecipeReader.Read(
            Minimal.Replace(
                "[{ \"filters\": 8 }]",
                "[{ \"filters\": 8 }, { \"layer\": \"separable\", \"filters\": 12, \"stride\": 2 }, { \"layer\": \"residual\" }, "
                    + "{ \"layer\": \"maxpool\", \"filter\": 2, \"stride\": 2 }, { \"layer\": \"averagepool\", \"filter\": 2 }]",
                StringComparison.Ordinal),
            "r.json");
        Graph graph = NetworkBuilder.Build(recipe, 1);
        Assert.Equal(new Shape(1, 25, 1, 12), graph.Operators[^4].Output.Shape);
    }
}
