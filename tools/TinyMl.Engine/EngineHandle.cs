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

    /// <summary>Gradient steps of the last adaptation, its tests included.</summary>
    public uint Steps;

    /// <summary>Mean cross-entropy over the user's shots with the factory's parameters, Q16.16 nats.</summary>
    public int LossBefore;

    /// <summary>The same with learnt ones, each shot while it was held back.</summary>
    public int LossAfter;

    /// <summary>Largest change of a bias in use, in accumulator LSB.</summary>
    public int MaxChange;

    /// <summary>How the last adaptation ended.</summary>
    public LearnDecision Decision;

    /// <summary>The user's shots that were tested, each while it was held back.</summary>
    public uint UserTested;

    /// <summary>Of these, named right with the factory's parameters.</summary>
    public uint UserBefore;

    /// <summary>And with learnt ones.</summary>
    public uint UserAfter;

    /// <summary>The factory's shots that were tested.</summary>
    public uint FactoryTested;

    /// <summary>Of these, named right with the factory's parameters.</summary>
    public uint FactoryBefore;

    /// <summary>And with learnt ones.</summary>
    public uint FactoryAfter;

    /// <summary>The user's shots whose labels the others contradict: not learnt.</summary>
    public uint Doubtful;

    /// <summary>How often the change was halved for the test.</summary>
    public uint Level;
}
