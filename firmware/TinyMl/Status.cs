namespace TinyMl
{
    /// <summary>
    /// How a call can end: the numbers of native-interop/include/tinyml/status.h, of which the managed code uses these.
    /// The sentence of any number comes from <see cref="TinyMl.Interop.Native.ReadStatus"/>.
    /// </summary>
    public static class Status
    {
        /// <summary>Done.</summary>
        public const int Ok = 0;

        /// <summary>The work is not finished: call again.</summary>
        public const int Again = 1;

        /// <summary>The window is not full yet.</summary>
        public const int NotReady = 2;

        /// <summary>An argument is out of range.</summary>
        public const int Argument = -1;

        /// <summary>The engine is not open.</summary>
        public const int State = -2;

        /// <summary>The model has no such part.</summary>
        public const int Unsupported = -5;

        /// <summary>An inference or an adaptation is under way.</summary>
        public const int Busy = -6;

        /// <summary>There is no class with this number.</summary>
        public const int Label = -8;

        /// <summary>There is no patch.</summary>
        public const int PatchNone = -70;

        /// <summary>The patch belongs to another model.</summary>
        public const int PatchModel = -73;

        /// <summary>The patch is cut or too long.</summary>
        public const int PatchCut = -74;

        /// <summary>The patch is no newer than what was learnt here.</summary>
        public const int PatchStale = -76;

        /// <summary>A line of a patch was damaged.</summary>
        public const int PatchLine = -77;

        /// <summary>A line of a patch is missing.</summary>
        public const int PatchOrder = -78;

        /// <summary>No import is under way.</summary>
        public const int PatchImport = -79;

        /// <summary>The sensor does not answer.</summary>
        public const int SensorAbsent = -80;

        /// <summary>The sensor is of another kind.</summary>
        public const int SensorKind = -81;

        /// <summary>The sensor does not keep its settings.</summary>
        public const int SensorSettings = -82;

        /// <summary>A transfer to the sensor failed.</summary>
        public const int SensorBus = -83;

        /// <summary>The sensor's FIFO overflowed.</summary>
        public const int SensorOverflow = -84;

        /// <summary>The sensor sends no samples.</summary>
        public const int SensorSilent = -85;

        /// <summary>The sensor has no such range or rate.</summary>
        public const int SensorRange = -86;

        /// <summary>The board has no sensor of the kind that the model wants.</summary>
        public const int SensorMissing = -87;

        /// <summary>The microphone sends the same value all the time.</summary>
        public const int SensorStuck = -88;

        /// <summary>Samples come at another rate than the sensor was set to.</summary>
        public const int SensorRate = -89;

        /// <summary>There is no such command.</summary>
        public const int Command = -90;

        /// <summary>A command's argument is missing or wrong.</summary>
        public const int CommandArgument = -91;

        /// <summary>A command line is too long.</summary>
        public const int CommandLength = -92;

        /// <summary>A command line has bytes that are not printable ASCII.</summary>
        public const int CommandBytes = -93;

        /// <summary>Managed and native code are of different versions.</summary>
        public const int Abi = -94;

        /// <summary>There is no model.</summary>
        public const int NoModel = -95;

        /// <summary>The model file cannot be read.</summary>
        public const int ModelFile = -96;

        /// <summary>The patch memory does not answer.</summary>
        public const int StoreAbsent = -100;

        /// <summary>The patch memory cannot be read or written.</summary>
        public const int StoreFailed = -101;

        /// <summary>The patch is larger than a slot of the patch memory.</summary>
        public const int StoreSize = -102;

        /// <summary>Sound cannot be captured over the serial port.</summary>
        public const int CaptureSound = -105;
    }
}
