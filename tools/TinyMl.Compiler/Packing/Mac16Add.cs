using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The sum of two tensors of one shape on xtensa-mac16: tables of what each input adds to the output (SPEC.md).</summary>
internal static class Mac16Add
{
    private const int Kernel = 6;

    internal static PackedOperator? Pack(Binary step)
    {
        if (RescaledInputs.Of(step) is not { } inputs || OutputTables.Find(inputs, inputs.RequantizerOf(step)) is not { } tables)
        {
            return null;
        }

        uint[] stream = [.. InOrderOfBytes(tables.First).Concat(InOrderOfBytes(tables.Second)).Select(word => (uint)word)];
        return new PackedOperator(step, Kernel, 0, 0, stream, "two tables");
    }

    // The device reads inputs without a sign.
    private static IEnumerable<int> InOrderOfBytes(int[] table) => table.Skip(128).Concat(table.Take(128));
}
