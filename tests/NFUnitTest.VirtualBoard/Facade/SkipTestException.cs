using System;

namespace nanoFramework.TestFramework
{
    /// <summary>Facade: a test cannot run here.</summary>
    public class SkipTestException : Exception
    {
        /// <summary>Initializes a new instance of the <see cref="SkipTestException"/> class.</summary>
        /// <param name="message">Why.</param>
        /// <param name="innerException">What led to it.</param>
        public SkipTestException(string message = null, Exception innerException = null)
            : base(message, innerException)
        {
        }
    }
}
