namespace TinyMl.Compiler.Graphs;

/// <summary>RESHAPE: the same elements in the same order under another shape.</summary>
public sealed class Reshape : Operator;

/// <summary>
/// Takes elements at regular distances: y[h, w, c] = x[Start + h * Steps.Height + w * Steps.Width + c * Steps.Channel], all in
/// elements of the flat input. TRANSPOSE, STRIDED_SLICE and SPLIT are this.
/// </summary>
public sealed class StridedCopy : Operator
{
    /// <summary>The element that the first output takes.</summary>
    public required int Start { get; init; }

    /// <summary>Distances in the input of neighbours in the output; may be negative.</summary>
    public required (int Height, int Width, int Channel) Steps { get; init; }

    /// <summary>TensorFlow Lite's name, for people.</summary>
    public required string Function { get; init; }
}

/// <summary>CONCATENATION of two or more inputs of one quantisation.</summary>
public sealed class Concatenation : Operator
{
    /// <summary>1: height, 2: width, 3: channels.</summary>
    public required int Axis { get; init; }
}

/// <summary>PAD and PADV2: a border of one value around rows, columns and channels.</summary>
public sealed class Pad : Operator
{
    /// <summary>Rows and columns.</summary>
    public required Padding Padding { get; init; }

    /// <summary>Channels before the first; those behind follow from the shapes.</summary>
    public int ChannelsBefore { get; init; }

    /// <summary>The value of the border.</summary>
    public required sbyte Value { get; init; }
}

/// <summary>RESIZE_NEAREST_NEIGHBOR: y[h, w, c] = x[Rows[h], Columns[w], c].</summary>
public sealed class ResizeNearestNeighbor : Operator
{
    /// <summary>The input row of each output row.</summary>
    public required int[] Rows { get; init; }

    /// <summary>The input column of each output column.</summary>
    public required int[] Columns { get; init; }
}

/// <summary>MEAN over the axes that the output has not: where its dimension is 1 and the input's is larger.</summary>
public sealed class Mean : Operator;
