using System;

namespace nanoFramework.TestFramework
{
    /// <summary>Facade: a test.</summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
    public class TestMethodAttribute : Attribute
    {
    }
}
