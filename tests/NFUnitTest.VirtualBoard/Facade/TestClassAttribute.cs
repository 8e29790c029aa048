using System;

namespace nanoFramework.TestFramework
{
    /// <summary>Facade: a class with tests.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public class TestClassAttribute : Attribute
    {
    }
}
