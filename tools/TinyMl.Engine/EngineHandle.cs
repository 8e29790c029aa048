using System.Runtime.InteropServices;

namespace TinyMl.Engine;

/// <summary>The C struct <c>tml_engine</c>: where the model and the arena lie. The caller keeps both in place.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct EngineHandle
{
    /// <summary>A proved .tml model, aligned to 4.</summary>
    public IntPtr Model;

    /// <summary>The arena, aligned to 16.</summary>
    public IntPtr Arena;
}

/// <summary>What learning has done so far: the C struct <c>tml_learn_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LearnInfo
{
    /// <summary>Stored shots.</summary>
    public uint Shots;

    /// <summary>Gradient steps of the last adaptation.</summary>
    public uint Steps;

    /// <summary>Mean cross-entropy with the factory's biases, Q16.16 nats.</summary>
    public int LossBefore;

    /// <summary>Mean cross-entropy with the learnt biases, Q16.16 nats.</summary>
    public int LossAfter;

    /// <summary>Largest change of a bias, in accumulator LSB.</summary>
    public int MaxChange;
}
