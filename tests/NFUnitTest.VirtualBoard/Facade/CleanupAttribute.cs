using System;

namespace nanoFramework.TestFramework
{
    /// <summary>Facade: runs once, after the tests of its class.</summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
    public class CleanupAttribute : Attribute
    {
    }
}
