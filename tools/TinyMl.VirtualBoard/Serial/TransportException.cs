using System;

namespace TinyMl.VirtualBoard
{
    /// <summary>A transport cannot be opened; the message is one sentence for the user with cause and way out.</summary>
    public sealed class TransportException : Exception
    {
        /// <summary>Initializes a new instance of the <see cref="TransportException"/> class.</summary>
        /// <param name="message">The sentence.</param>
        public TransportException(string message)
            : base(message)
        {
        }
    }
}
