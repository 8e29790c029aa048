namespace TinyMl.Compiler.Graphs;

/// <summary>
/// An operator on pairs of elements. Each dimension of an input equals that of the output or is 1 and is then repeated; an
/// int8 input may be a constant.
/// </summary>
public abstract class Binary : ClampedOperator;

/// <summary>ADD.</summary>
public sealed class Add : Binary;

/// <summary>SUB: the first input minus the second.</summary>
public sealed class Subtract : Binary;

/// <summary>MUL.</summary>
public sealed class Multiply : Binary;

/// <summary>MAXIMUM; inputs and output have one quantisation.</summary>
public sealed class Maximum : Binary;

/// <summary>MINIMUM; inputs and output have one quantisation.</summary>
public sealed class Minimum : Binary;

/// <summary>
/// Any function of one int8 element as a table of its 256 values: LOGISTIC, TANH, RELU, LEAKY_RELU, HARD_SWISH, QUANTIZE cost
/// the same and are exact by construction.
/// </summary>
public sealed class Lookup : Operator
{
    /// <summary>The value for element x at x + 128.</summary>
    public required sbyte[] Table { get; init; }

    /// <summary>What the table computes, for people.</summary>
    public required string Function { get; init; }
}
