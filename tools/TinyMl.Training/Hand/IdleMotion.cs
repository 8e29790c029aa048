namespace TinyMl.Training.Hand;

/// <summary>What a hand does that is no digit.</summary>
public enum IdleMotion
{
    /// <summary>Held or lying still.</summary>
    Still,

    /// <summary>Walking with the device in the hand.</summary>
    Walk,

    /// <summary>Taken from a table to the upright posture or put back.</summary>
    PickUp,

    /// <summary>Waving to and fro.</summary>
    Wave,

    /// <summary>Round and round, two turns at least.</summary>
    Circles,

    /// <summary>A quick straight line sideways or upwards and back.</summary>
    Swipe,

    /// <summary>A random curve that crosses itself.</summary>
    Scribble,

    /// <summary>A shaken hand.</summary>
    Shake,

    /// <summary>Slowly changing the posture.</summary>
    Shift,

    /// <summary>A few knocks.</summary>
    Bump,
}
