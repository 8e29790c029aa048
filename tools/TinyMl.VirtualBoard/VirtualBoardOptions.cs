using System.Collections.Generic;

namespace TinyMl.VirtualBoard
{
    /// <summary>What a virtual board consists of.</summary>
    public sealed class VirtualBoardOptions
    {
        /// <summary>Gets or sets the model linked into the firmware; null: none.</summary>
        public byte[] Model { get; set; }

        /// <summary>
        /// Gets or sets a file of this computer that is put on the internal drive and replaces the built-in model where it
        /// exists; null: none.
        /// </summary>
        public string ModelFile { get; set; }

        /// <summary>Gets or sets what moves the sensor; null: it lies still.</summary>
        public IMotionSource Motion { get; set; }

        /// <summary>Gets or sets the sensor; null: none is connected.</summary>
        public MpuKind? Sensor { get; set; } = MpuKind.Mpu6886;

        /// <summary>Gets or sets the microphone that the board has.</summary>
        public MicrophoneKind Microphone { get; set; } = MicrophoneKind.I2s;

        /// <summary>Gets or sets a value indicating whether the microphone is connected.</summary>
        public bool MicrophoneConnected { get; set; } = true;

        /// <summary>Gets or sets what the microphone hears; null: silence.</summary>
        public ISoundSource Sound { get; set; }

        /// <summary>
        /// Gets or sets the standard deviation of the microphone's noise; 32768 is full scale. As delivered 87 dB below full
        /// scale, as that of an INMP441.
        /// </summary>
        public double MicrophoneNoise { get; set; } = 1.5;

        /// <summary>Gets or sets the standard deviation of the sensor's noise, in LSB.</summary>
        public double SensorNoise { get; set; }

        /// <summary>Gets or sets the seed of the sensor's noise.</summary>
        public int Seed { get; set; }

        /// <summary>
        /// Gets or sets a value indicating whether the board's time is the real one; else it is simulated, as fast as can be.
        /// </summary>
        public bool RealTime { get; set; }

        /// <summary>Gets or sets the transport; null: one inside the process, see <see cref="VirtualBoardHost.Send"/>.</summary>
        public ISerialTransport Serial { get; set; }

        /// <summary>Gets or sets the arena that the firmware keeps for models.</summary>
        public int ArenaBytes { get; set; } = 96 * 1024;

        /// <summary>Gets or sets the memory that the firmware keeps for loaded models.</summary>
        public int LoadBytes { get; set; } = 512 * 1024;

        /// <summary>Gets or sets the speed of the processor in simulated time; 0: computing takes no time.</summary>
        public double MacsPerMicrosecond { get; set; }

        /// <summary>Gets or sets the version that the native part claims, to try what a wrong one does; 0: it is absent.</summary>
        public int NativeAbi { get; set; } = EngineMemory.Abi;

        /// <summary>Gets or sets the power: a board has it from one start to the next.</summary>
        public PowerSupply Power { get; set; } = new PowerSupply();

        /// <summary>Gets or sets the internal drive, which outlives the board.</summary>
        public SimulatedFileSystem Files { get; set; } = new SimulatedFileSystem();

        /// <summary>
        /// Gets or sets a memory on the sensor's bus, which outlives the board and keeps what is learnt; null: there is
        /// none, and files on the internal drive keep it.
        /// </summary>
        public SimulatedI2cMemory Memory { get; set; }

        /// <summary>Gets the faults of a microphone on I2S.</summary>
        public List<I2sFault> SoundFaults { get; } = new List<I2sFault>();

        /// <summary>Gets the faults of the sensor's bus.</summary>
        public List<I2cFault> Faults { get; } = new List<I2cFault>();
    }
}
