using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The sum of two tensors of one shape, in every profile: tables of what each input adds to the output (SPEC.md).</summary>
internal static class TableSum
{
    /// <summary>Null: no tables give every pair of inputs its output.</summary>
    /// <param name="step">The operator.</param>
    /// <param name="kernel">The kernel's number in its profile.</param>
    internal static PackedOperator? Pack(Binary step, int kernel)
    {
        if (RescaledInputs.Of(step) is not { } inputs || OutputTables.Find(inputs, inputs.RequantizerOf(step)) is not { } tables)
        {
            return null;
        }

        uint[] stream = [.. InOrderOfBytes(tables.First).Concat(InOrderOfBytes(tables.Second)).Select(word => (uint)word)];
        return new PackedOperator(step, kernel, 0, 0, stream, "two tables");
    }

    /// <summary>A table of the inputs -128 to 127 as the device reads it, by inputs without a sign.</summary>
    internal static IEnumerable<int> InOrderOfBytes(int[] table) => table.Skip(128).Concat(table.Take(128));
}
