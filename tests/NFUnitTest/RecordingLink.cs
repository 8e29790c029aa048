using TinyMl;

namespace NFUnitTest
{
    /// <summary>A link that plays the user: gives the bytes that it was told to, and keeps what is written.</summary>
    internal sealed class RecordingLink : ILink
    {
        private const int Capacity = 2048;
        private readonly char[] _written = new char[Capacity];
        private byte[] _bytes = new byte[0];
        private int _next;
        private int _length;

        /// <summary>Takes what was written since the last call.</summary>
        internal string Take()
        {
            string text = new string(_written, 0, _length);
            _length = 0;
            return text;
        }

        /// <summary>Tells what the user sends next.</summary>
        internal void Send(string text)
        {
            _bytes = Line.Word(text);
            _next = 0;
        }

        /// <summary>Tells what the user sends next.</summary>
        internal void Send(byte[] bytes)
        {
            _bytes = bytes;
            _next = 0;
        }

        /// <inheritdoc/>
        public int Read(byte[] buffer)
        {
            // In pieces of changing length, as a port gives them.
            int count = 1 + (_next % 7);
            count = count < buffer.Length ? count : buffer.Length;
            count = count < _bytes.Length - _next ? count : _bytes.Length - _next;
            for (int i = 0; i < count; i++)
            {
                buffer[i] = _bytes[_next++];
            }

            return count;
        }

        /// <inheritdoc/>
        public void Write(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count && _length < Capacity; i++)
            {
                _written[_length++] = (char)buffer[offset + i];
            }
        }
    }
}
