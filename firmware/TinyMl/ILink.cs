namespace TinyMl
{
    /// <summary>A byte stream to the user: a serial port.</summary>
    public interface ILink
    {
        /// <summary>Reads what has arrived, without waiting.</summary>
        /// <param name="buffer">Receives the bytes.</param>
        /// <returns>The number of bytes; 0: none.</returns>
        int Read(byte[] buffer);

        /// <summary>Sends bytes; what the other side does not take in time is lost.</summary>
        /// <param name="buffer">An array with the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        void Write(byte[] buffer, int offset, int count);
    }
}
