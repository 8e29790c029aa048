using System.Reflection;

[assembly: AssemblyTitle("TinyMl.App.Esp32")]
[assembly: AssemblyVersion("0.1.0.0")]
