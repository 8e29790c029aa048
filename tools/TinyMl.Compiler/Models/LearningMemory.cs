using TinyMl.Compiler.Learning;

namespace TinyMl.Compiler.Models;

/// <summary>The arena of a model that learns, by part, in bytes; SPEC.md, "Learning".</summary>
/// <param name="Inference">What inference alone needs.</param>
/// <param name="Parameters">Both blocks, the active and the staged one.</param>
/// <param name="Residuals">Of trained int8 weights.</param>
/// <param name="Masks">Bits that survive the forward pass.</param>
/// <param name="Saved">Inputs of layers whose weights are trained, which survive the forward pass too.</param>
/// <param name="GradientsInside">Rows of gradients and sums that lie over dead activations, and so cost nothing.</param>
/// <param name="GradientsBehind">Those that lie behind the arena of inference.</param>
/// <param name="Shots">The store, the marked shot included.</param>
/// <param name="Total">All that an engine needs that infers and learns.</param>
public sealed record LearningMemory(
    int Inference, int Parameters, int Residuals, int Masks, int Saved, int GradientsInside, int GradientsBehind, int Shots, int Total)
{
    /// <summary>State, progress, marks and alignment.</summary>
    public int State => Total - Inference - Parameters - Residuals - Masks - Saved - GradientsBehind - Shots;

    /// <summary>All but the store.</summary>
    public int WithoutShots => Total - Shots;

    /// <summary>Adds up a model's.</summary>
    public static LearningMemory Of(ModelFile model)
    {
        bool IsBehind(int offset) => offset >= model.ArenaBytes;
        int rows = model.Gradients.Sum(g => g.RingBytes) + model.ScratchBytes;
        int behind = model.Gradients.Where(g => IsBehind(g.Ring)).Sum(g => g.RingBytes)
            + (IsBehind(model.Scratch) ? model.ScratchBytes : 0);
        return new LearningMemory(
            model.ArenaBytes,
            2 * model.Parameters.Sum(p => p.Bytes),
            model.Parameters.Where(p => p.Kind is ParameterKind.Weights or ParameterKind.Channels).Sum(p => p.Bytes),
            model.Gradients.Sum(g => g.MaskBytes),
            model.Parameters.Sum(model.SavedBytes),
            rows - behind,
            behind,
            model.StoreBytes,
            model.LearnArenaBytes);
    }
}
