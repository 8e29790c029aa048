using System;
using System.Collections.Generic;
using nanoFramework.Hardware.Esp32;

namespace TinyMl.VirtualBoard
{
    /// <summary>
    /// What the facades are connected to. It belongs to the thread that runs the firmware, so that any number of boards
    /// can live in one process, each as alone as a real one.
    /// </summary>
    internal sealed class VirtualHardware
    {
        [ThreadStatic]
        private static VirtualHardware _current;

        internal VirtualHardware(
            BoardClock clock,
            ISerialTransport serial,
            EngineMemory engine,
            PowerSupply power = null,
            SimulatedFileSystem files = null)
        {
            Power = power ?? new PowerSupply();
            Files = files ?? new SimulatedFileSystem();
            Clock = clock;
            Serial = serial;
            Engine = engine;
            I2c = new SimulatedI2cBus(clock);
            I2s = new SimulatedI2s(clock);
        }

        /// <summary>The board of this thread.</summary>
        /// <exception cref="InvalidOperationException">This thread runs no board.</exception>
        internal static VirtualHardware Current
        {
            get => _current ?? throw new InvalidOperationException("This thread runs no virtual board.");
            set => _current = value;
        }

        internal BoardClock Clock { get; }

        internal ISerialTransport Serial { get; }

        internal EngineMemory Engine { get; }

        internal SimulatedI2cBus I2c { get; }

        internal SimulatedI2s I2s { get; }

        internal PowerSupply Power { get; }

        internal SimulatedFileSystem Files { get; }

        /// <summary>The version that the native part claims; 0: the firmware image lacks it.</summary>
        internal int NativeAbi { get; set; } = EngineMemory.Abi;

        /// <summary>How fast the simulated processor is; 0: computing takes no simulated time.</summary>
        internal double MacsPerMicrosecond { get; set; }

        internal Dictionary<DeviceFunction, int> Pins { get; } = new Dictionary<DeviceFunction, int>();

        internal HashSet<string> PortsInUse { get; } = new HashSet<string>();

        internal void SpendMacs(int macs)
        {
            if (MacsPerMicrosecond > 0)
            {
                Clock.Spend((long)(macs / MacsPerMicrosecond));
            }
        }
    }
}
