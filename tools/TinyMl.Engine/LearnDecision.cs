namespace TinyMl.Engine;

/// <summary>How an adaptation ended: the C enum <c>tml_decision</c>.</summary>
public enum LearnDecision
{
    /// <summary>None has ended yet.</summary>
    Undecided = 0,

    /// <summary>What was learnt is in use.</summary>
    Confirmed = 1,

    /// <summary>The user's shots, each held back, would be named worse.</summary>
    RefusedUser = 2,

    /// <summary>The factory's would.</summary>
    RefusedFactory = 3,

    /// <summary>There are fewer than two shots, or none of the factory's.</summary>
    Untested = 4,

    /// <summary>Nothing would be named better.</summary>
    NoGain = 5,

    /// <summary>Most labels are contradicted by the others.</summary>
    RefusedLabels = 6,
}
