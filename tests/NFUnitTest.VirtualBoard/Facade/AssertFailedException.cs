using System;

namespace TestFrameworkShared
{
    /// <summary>Facade: a condition of a test does not hold.</summary>
    public class AssertFailedException : Exception
    {
        /// <summary>Initializes a new instance of the <see cref="AssertFailedException"/> class.</summary>
        /// <param name="msg">Which.</param>
        public AssertFailedException(string msg)
            : base(msg)
        {
        }
    }
}
