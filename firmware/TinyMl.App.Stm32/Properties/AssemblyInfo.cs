using System.Reflection;

[assembly: AssemblyTitle("TinyMl.App.Stm32")]
[assembly: AssemblyVersion("0.1.0.0")]
