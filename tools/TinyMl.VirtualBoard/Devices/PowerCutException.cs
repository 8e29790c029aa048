using System;

namespace TinyMl.VirtualBoard
{
    /// <summary>The power has failed: the board stands still.</summary>
    public sealed class PowerCutException : Exception
    {
        /// <summary>Initializes a new instance of the <see cref="PowerCutException"/> class.</summary>
        public PowerCutException()
            : base("The board has no power.")
        {
        }
    }
}
