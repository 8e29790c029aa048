namespace TinyMl
{
    /// <summary>The figures that <see cref="TinyMl.Interop.Native.Info"/> gives: tml_field of tinyml.h.</summary>
    public static class ModelField
    {
        /// <summary>The lower half of the model's id.</summary>
        public const int IdLow = 0;

        /// <summary>The upper half of the model's id.</summary>
        public const int IdHigh = 1;

        /// <summary>Arena bytes needed for inference.</summary>
        public const int ArenaBytes = 3;

        /// <summary>Arena bytes needed to learn as well; 0: the model cannot learn.</summary>
        public const int LearnArenaBytes = 4;

        /// <summary>Multiply-accumulates of one inference.</summary>
        public const int Macs = 5;

        /// <summary>Classes of the last output.</summary>
        public const int Classes = 9;

        /// <summary>Bytes of the model.</summary>
        public const int ModelBytes = 10;

        /// <summary>Self-test vectors in the model.</summary>
        public const int SelfTests = 11;

        /// <summary>One of <see cref="FrontEndKind"/>.</summary>
        public const int FrontEnd = 20;

        /// <summary>Bytes of one raw sensor record.</summary>
        public const int RecordBytes = 22;

        /// <summary>Records averaged to one row.</summary>
        public const int Decimation = 23;

        /// <summary>Rows of a window.</summary>
        public const int Rows = 24;

        /// <summary>Rows between two windows.</summary>
        public const int Hop = 25;

        /// <summary>Raw records a second, in mHz.</summary>
        public const int SampleRate = 26;

        /// <summary>Acceleration range in g; 0: not used.</summary>
        public const int AccelerationRange = 27;

        /// <summary>Angular rate range in degrees per second; 0: not used.</summary>
        public const int RotationRange = 28;

        /// <summary>1: the model describes its detector.</summary>
        public const int Detector = 40;

        /// <summary>Windows in the moving average.</summary>
        public const int Smoothing = 41;

        /// <summary>Mean score below which an event ends.</summary>
        public const int ThresholdOff = 43;

        /// <summary>Windows after an event's start in which none starts.</summary>
        public const int DeadWindows = 44;

        /// <summary>The class that is no event; 65535: none.</summary>
        public const int IdleClass = 45;

        /// <summary>Windows in a row before an event.</summary>
        public const int MinWindows = 46;

        /// <summary>Scheme of learning; 0: none, 1: head biases.</summary>
        public const int Learning = 60;

        /// <summary>Shots that can be stored.</summary>
        public const int Shots = 61;

        /// <summary>Passes over the shots in an adaptation.</summary>
        public const int Epochs = 62;

        /// <summary>The mean score that starts an event of class 0; 0: nothing does; the other classes follow.</summary>
        public const int ClassThreshold = 256;
    }
}
