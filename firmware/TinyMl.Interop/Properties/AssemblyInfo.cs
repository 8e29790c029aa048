using System.Reflection;

[assembly: AssemblyTitle("TinyMl.Interop")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyNativeVersion("1.0.0.0")]
