using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Training;

/// <summary>A trained model in its three forms.</summary>
/// <param name="Float">The float graph as trained.</param>
/// <param name="Calibrated">The float graph without batch normalisations, with the ranges of its activations.</param>
/// <param name="Pipeline">What surrounds the network.</param>
/// <param name="Compiled">The .tml file and the int8 graph in it.</param>
public sealed record TrainedModel(Graph Float, Graph Calibrated, Pipeline Pipeline, CompiledModel Compiled);
