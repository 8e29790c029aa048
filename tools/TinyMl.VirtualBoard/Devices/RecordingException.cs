using System;

namespace TinyMl.VirtualBoard
{
    /// <summary>A recording cannot be replayed; the message is one sentence for the user with file, line, cause and way out.</summary>
    public sealed class RecordingException : Exception
    {
        /// <summary>Initializes a new instance of the <see cref="RecordingException"/> class.</summary>
        /// <param name="message">The sentence.</param>
        public RecordingException(string message)
            : base(message)
        {
        }
    }
}
