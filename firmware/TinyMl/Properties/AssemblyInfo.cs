using System.Reflection;

[assembly: AssemblyTitle("TinyMl")]
[assembly: AssemblyVersion("0.1.0.0")]
