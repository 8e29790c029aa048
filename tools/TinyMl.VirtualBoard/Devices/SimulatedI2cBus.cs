using System;
using System.Collections.Generic;
using System.Device.I2c;

namespace TinyMl.VirtualBoard
{
    /// <summary>A bus with simulated devices and faults on demand.</summary>
    public sealed class SimulatedI2cBus
    {
        private readonly BoardClock _clock;
        private readonly Dictionary<int, II2cTarget> _targets = new Dictionary<int, II2cTarget>();

        /// <summary>Initializes a new instance of the <see cref="SimulatedI2cBus"/> class without devices.</summary>
        /// <param name="clock">The board's time.</param>
        public SimulatedI2cBus(BoardClock clock)
        {
            _clock = clock;
        }

        /// <summary>Gets the faults; add at will.</summary>
        public List<I2cFault> Faults { get; } = new List<I2cFault>();

        /// <summary>Gets the number of transfers so far.</summary>
        public int Transfers { get; private set; }

        /// <summary>Gets or sets how fast the bus runs, as a part of what managed code asked for.</summary>
        public double ClockFactor { get; set; } = 1;

        /// <summary>Gets the clock of the transfer under way, in Hz.</summary>
        public double Hertz { get; private set; }

        /// <summary>Connects a device.</summary>
        /// <param name="address">Its 7-bit address.</param>
        /// <param name="target">The device.</param>
        public void Connect(int address, II2cTarget target)
        {
            _targets[address] = target;
        }

        /// <summary>Writes, then reads.</summary>
        /// <param name="address">The device's address.</param>
        /// <param name="write">The bytes to write.</param>
        /// <param name="read">Receives the bytes read.</param>
        /// <param name="hertz">The clock that was asked for.</param>
        /// <returns>How it went.</returns>
        public I2cTransferStatus Transfer(int address, ReadOnlySpan<byte> write, Span<byte> read, int hertz = 400000)
        {
            Transfers++;
            Hertz = hertz * ClockFactor;
            RestorePower();
            I2cFault fault = Active();
            if (!_targets.TryGetValue(address, out II2cTarget target) || !target.Acknowledges)
            {
                return I2cTransferStatus.SlaveAddressNotAcknowledged;
            }

            switch (fault?.Kind)
            {
                case I2cFaultKind.NotAcknowledged:
                case I2cFaultKind.Unplugged:
                    return I2cTransferStatus.SlaveAddressNotAcknowledged;

                case I2cFaultKind.StuckBus:
                    return I2cTransferStatus.ClockStretchTimeout;

                case I2cFaultKind.Partial:
                    target.Write(read.Length > 0 ? write : write.Slice(0, write.Length / 2));
                    target.Read(read.Slice(0, read.Length / 2));
                    return I2cTransferStatus.PartialTransfer;

                case I2cFaultKind.Unknown:
                    return I2cTransferStatus.UnknownError;

                case I2cFaultKind.Exception:
                    throw new InvalidOperationException();

                case I2cFaultKind.WritesLost:
                    target.Write(write.Slice(0, Math.Min(1, write.Length)));
                    break;

                default:
                    target.Write(write);
                    break;
            }

            target.Read(read);
            return I2cTransferStatus.FullTransfer;
        }

        private I2cFault Active()
        {
            long now = _clock.Microseconds;
            for (int i = 0; i < Faults.Count; i++)
            {
                I2cFault fault = Faults[i];
                bool on = fault.Kind != I2cFaultKind.PowerLoss && now >= fault.Start && now < fault.End;
                if (on && fault.Skip > 0)
                {
                    fault.Skip--;
                }
                else if (on && fault.Hits < fault.Transfers)
                {
                    fault.Hits++;
                    return fault;
                }
            }

            return null;
        }

        private void RestorePower()
        {
            long now = _clock.Microseconds;
            for (int i = 0; i < Faults.Count; i++)
            {
                I2cFault fault = Faults[i];
                bool over = fault.Kind == I2cFaultKind.Unplugged ? now >= fault.End
                    : fault.Kind == I2cFaultKind.PowerLoss && now >= fault.Start;
                if (over && !fault.Restored)
                {
                    fault.Restored = true;
                    foreach (KeyValuePair<int, II2cTarget> entry in _targets)
                    {
                        entry.Value.PowerOn();
                    }
                }
            }
        }
    }
}
