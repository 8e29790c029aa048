using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Planning;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Tests;

/// <summary>
/// An independent statement of a plan's correctness: every byte remembers the element written to it last, the operators run
/// pixel by pixel, and whoever reads an element must find it.
/// </summary>
internal static class ArenaSimulation
{
    /// <summary>Whether every read of every operator finds what it needs, and the kept tensors are there at the end.</summary>
    internal static bool IsSafe(Graph graph, MemoryPlan plan, params Tensor[] kept)
    {
        (Tensor? Tensor, int Element)[] memory = new (Tensor?, int)[plan.Bytes];
        void Write(Tensor tensor, int element) => memory[plan.Offsets[tensor] + element] = (tensor, element);
        bool Holds(Tensor tensor, int element) =>
            tensor.IsConstant || memory[plan.Offsets[tensor] + element] == (tensor, element);
        bool HoldsAll(Tensor tensor) => Enumerable.Range(0, tensor.Shape.Elements).All(i => Holds(tensor, i));

        foreach (Tensor input in graph.Inputs)
        {
            Array.ForEach(Enumerable.Range(0, input.Shape.Elements).ToArray(), i => Write(input, i));
        }

        foreach (Operator step in graph.Operators)
        {
            bool safe = step is Conv2D or DepthwiseConv2D or Pool2D
                ? RunWindow(step, plan.Backwards.Contains(step), Write, Holds)
                : RunWhole(step, plan.InPlace.Contains(step), Write, HoldsAll);
            if (!safe)
            {
                return false;
            }
        }

        return graph.Outputs.Concat(kept).All(HoldsAll);
    }

    private static bool RunWhole(Operator step, bool inPlace, Action<Tensor, int> write, Func<Tensor, bool> holdsAll)
    {
        // In place: reads an element, then writes over it. Else no output byte may fall on any input.
        bool before = step.Inputs.All(holdsAll);
        for (int i = 0; i < step.Output.Shape.Elements; i++)
        {
            write(step.Output, i);
        }

        return before && step.Inputs.Skip(inPlace ? 1 : 0).All(holdsAll);
    }

    private static bool RunWindow(Operator step, bool backwards, Action<Tensor, int> write, Func<Tensor, int, bool> holds)
    {
        (Extent filter, Extent stride, Extent dilation, Padding padding) = step switch
        {
            WindowedOperator w => (new Extent(w.Weights.Shape.Height, w.Weights.Shape.Width), w.Stride, w.Dilation, w.Padding),
            Pool2D pool => (pool.Filter, pool.Stride, Extent.One, pool.Padding),
            _ => throw new InvalidOperationException(),
        };
        Shape input = step.Input.Shape;
        Shape output = step.Output.Shape;
        int pixels = output.Height * output.Width;
        for (int i = 0; i < pixels; i++)
        {
            int pixel = backwards ? pixels - 1 - i : i;
            for (int channel = 0; channel < output.Channels; channel++)
            {
                write(step.Output, (pixel * output.Channels) + channel);
            }

            // After the writes: the last channel of a pixel is computed when all others are written.
            foreach ((int row, int column, _) in Windows.Covered(
                input, filter, stride, dilation, padding, pixel / output.Width, pixel % output.Width))
            {
                for (int channel = 0; channel < input.Channels; channel++)
                {
                    if (!holds(step.Input, (((row * input.Width) + column) * input.Channels) + channel))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }
}
