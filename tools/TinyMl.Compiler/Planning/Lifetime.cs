namespace TinyMl.Compiler.Planning;

/// <summary>The steps at which a tensor's bytes must be kept: from the operator that writes it to the last that reads it.</summary>
/// <param name="First">Operator index; -1 for an input of the model.</param>
/// <param name="Last">Operator index; the number of operators for what must survive the inference.</param>
public readonly record struct Lifetime(int First, int Last)
{
    /// <summary>Whether both are alive at one step.</summary>
    public bool Overlaps(Lifetime other) => First <= other.Last && other.First <= Last;
}
