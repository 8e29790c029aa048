using System;

namespace TinyMl.VirtualBoard
{
    /// <summary>The far end of the board's serial port.</summary>
    public interface ISerialTransport : IDisposable
    {
        /// <summary>Gets what the user connects to.</summary>
        string Name { get; }

        /// <summary>Gets the bytes that have arrived.</summary>
        int Available { get; }

        /// <summary>Reads bytes that have arrived.</summary>
        /// <param name="buffer">Receives them.</param>
        /// <param name="offset">Where to put them.</param>
        /// <param name="count">The most bytes.</param>
        /// <returns>The number of bytes.</returns>
        int Read(byte[] buffer, int offset, int count);

        /// <summary>Sends bytes. Where nobody is connected they are lost, as on a wire.</summary>
        /// <param name="buffer">An array with the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <param name="timeout">Milliseconds to wait for the other side; -1: for ever.</param>
        /// <returns>False: the other side did not take all of them in time.</returns>
        bool Write(byte[] buffer, int offset, int count, int timeout);
    }
}
