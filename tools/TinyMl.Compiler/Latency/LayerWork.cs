using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Latency;

/// <summary>
/// How often each part of a kernel runs for a layer, from its shapes alone: calls, rows, pixels, blocks of pixels by filters by groups of
/// taps, windows at the edge that are copied. What a part costs on a core is in <see cref="LatencyTable"/>.
/// </summary>
internal static class LayerWork
{
    /// <summary>Which kernel runs; layers of one key share the costs of their parts.</summary>
    internal static string KernelOf(ModelFile model, OperatorRecord step)
    {
        // To packed kernels a depthwise convolution of one channel is a convolution, and a difference a sum.
        string code = step switch
        {
            { Kernel: 0 } => step.Code,
            { Code: "DEPTHWISE_CONV_2D" } when model.Tensors[step.Inputs[0]].Shape.Channels == 1 => "CONV_2D",
            { Code: "SUB" } => "ADD",
            _ => step.Code,
        };
        return step.Kernel != 0 ? $"{code} kernel {step.Kernel}" : step.IsFolded ? $"{code} folded" : code;
    }

    /// <summary>The parts that run, by name.</summary>
    internal static IReadOnlyDictionary<string, double> Of(ModelFile model, OperatorRecord step)
    {
        Work work = new();
        WindowGrid grid = WindowGrid.Of(model, step);
        work.Add("call", 1);
        switch (step.Kernel == 0 ? Profile.Portable : model.Profile)
        {
            case Profile.Portable:
                PortableWork.Add(work, step, grid);
                break;
            case var _ when step.Code is "ADD" or "SUB":
                work.Add("output", grid.Out.Elements);
                break;
            case Profile.CortexMDsp:
                DspWork.Add(work, step, grid);
                break;
            case Profile.XtensaMac16:
                Mac16Work.Add(work, step, grid);
                break;
            case Profile.Rv32:
                Rv32Work.Add(work, model, step, grid);
                break;
        }

        return work.Parts;
    }
}
