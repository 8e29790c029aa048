using System;

namespace TinyMl.VirtualBoard
{
    /// <summary>A simulated device on an I2C bus.</summary>
    public interface II2cTarget
    {
        /// <summary>Gets a value indicating whether the device acknowledges its address now.</summary>
        bool Acknowledges => true;

        /// <summary>Takes bytes from the bus.</summary>
        /// <param name="bytes">The bytes.</param>
        void Write(ReadOnlySpan<byte> bytes);

        /// <summary>Gives bytes to the bus.</summary>
        /// <param name="bytes">Receives the bytes.</param>
        void Read(Span<byte> bytes);

        /// <summary>Starts as after power came on.</summary>
        void PowerOn();
    }
}
