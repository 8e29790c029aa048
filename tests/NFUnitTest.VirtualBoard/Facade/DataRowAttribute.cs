using System;

namespace nanoFramework.TestFramework
{
    /// <summary>Facade: a test with arguments; one test for each attribute.</summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    public class DataRowAttribute : Attribute
    {
        /// <summary>Initializes a new instance of the <see cref="DataRowAttribute"/> class.</summary>
        /// <param name="methodParameters">The arguments.</param>
        /// <exception cref="ArgumentNullException">There is no array of arguments.</exception>
        /// <exception cref="ArgumentException">There are no arguments.</exception>
        public DataRowAttribute(params object[] methodParameters)
        {
            if (methodParameters == null)
            {
                throw new ArgumentNullException();
            }

            if (methodParameters.Length == 0)
            {
                throw new ArgumentException();
            }

            MethodParameters = methodParameters;
        }

        /// <summary>Gets the arguments.</summary>
        public object[] MethodParameters { get; }
    }
}
