namespace TinyMl.Engine;

/// <summary>What a model says of itself, for <see cref="Tml.Info"/>: the numbers of <c>tml_field</c> in <c>tinyml.h</c>.</summary>
public enum TmlField
{
    /// <summary>Low half of the model id.</summary>
    ModelIdLow = 0,

    /// <summary>High half of the model id.</summary>
    ModelIdHigh = 1,

    /// <summary>Layout of the weights.</summary>
    Profile = 2,

    /// <summary>Arena for inference.</summary>
    ArenaBytes = 3,

    /// <summary>Arena for inference and learning; 0: the model does not learn.</summary>
    LearnArenaBytes = 4,

    /// <summary>Multiply-accumulates of an inference.</summary>
    Macs = 5,

    /// <summary>Number of operators.</summary>
    Operators = 6,

    /// <summary>Number of inputs.</summary>
    Inputs = 7,

    /// <summary>Number of outputs.</summary>
    Outputs = 8,

    /// <summary>Channels of the last output.</summary>
    Classes = 9,

    /// <summary>Length of the file.</summary>
    FileBytes = 10,

    /// <summary>Number of self-test vectors.</summary>
    SelfTests = 11,

    /// <summary>Kind of the front end: 1 IMU, 2 audio, 0 none.</summary>
    FrontEnd = 20,

    /// <summary>Channels of the sensor.</summary>
    Channels = 21,

    /// <summary>Bytes of one raw sample.</summary>
    RecordBytes = 22,

    /// <summary>Raw samples in a row.</summary>
    Decimation = 23,

    /// <summary>Rows of a window.</summary>
    Rows = 24,

    /// <summary>Rows between two windows.</summary>
    Hop = 25,

    /// <summary>Raw samples a second, in mHz.</summary>
    SampleRate = 26,

    /// <summary>Sensor range of group 0, in g.</summary>
    FullScale0 = 27,

    /// <summary>Sensor range of group 1, in degrees per second.</summary>
    FullScale1 = 28,

    /// <summary>Sensor range of group 2.</summary>
    FullScale2 = 29,

    /// <summary>Sensor range of group 3.</summary>
    FullScale3 = 30,

    /// <summary>1: there is a detector.</summary>
    Detector = 40,

    /// <summary>Windows in the moving average.</summary>
    Smoothing = 41,

    /// <summary>Mean score that starts an event.</summary>
    ThresholdOn = 42,

    /// <summary>Mean score below which the class is released.</summary>
    ThresholdOff = 43,

    /// <summary>Windows after an event in which none starts.</summary>
    DeadWindows = 44,

    /// <summary>The class that is no event; 0xFFFF: none.</summary>
    IdleClass = 45,

    /// <summary>Windows above the threshold before the event.</summary>
    MinWindows = 46,

    /// <summary>What a shot keeps: 1 the head's input, 2 the window; 0: the model does not learn.</summary>
    Learning = 60,

    /// <summary>Capacity of the shot store.</summary>
    Shots = 61,

    /// <summary>Passes over the shots.</summary>
    Epochs = 62,

    /// <summary>Bytes of all parameters that are trained.</summary>
    ParameterBytes = 63,

    /// <summary>Bytes of one stored shot.</summary>
    ShotBytes = 64,

    /// <summary>The mean score that starts an event of class 0; 0: nothing does; the other classes follow.</summary>
    ClassThreshold = 256,

    /// <summary>Bytes of the arena that the kernel of operator 0 writes beside its output; the other operators follow.</summary>
    Scratch = 65536,
}
