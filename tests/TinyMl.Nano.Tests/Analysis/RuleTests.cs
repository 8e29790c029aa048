using TinyMl.Nano.Tests.Analysis.Rules;

namespace TinyMl.Nano.Tests.Analysis;

/// <summary>Each rule finds what it is for, in the line marked with <c>!</c>, and leaves its nearest neighbour alone.</summary>
public class RuleTests
{
    private const string Mark = "// !";

    public static TheoryData<string, string> Faults => new()
    {
        { "api", "class C { System.Collections.Generic.List<int> a; // !\n}" },
        { "api", "class C { int? a; // !\n}" },
        { "api", "class C { (int, int) A() => (1, 2); // !\n}" },
        { "api", "class C { void A(byte[] b) { System.Span<byte> s = b; // !\n} }" },
        { "api", "class C { System.Collections.IEnumerable A()\n{ // !\nyield return 1; } }" },
        { "api", "class C { async void A() { } // !\n}" },
        { "api", "record R(int A); // !\n" },
        { "api", "record struct R(int A); // !\n" },
        { "api", "class C { object A() => 1.5m; // !\n}" },
        { "api", "class C { volatile int _a; // !\n}" },
        { "api", "class C { byte A(byte[] b) => b[^1]; // !\n}" },
        { "api", "class C { object A(string s) => s[1..]; // !\n}" },
        { "api", "class C { dynamic A(dynamic d) => d.B; // !\n}" },
        { "api", "class C { unsafe void A(byte* b) { } // !\n}" },
        { "api", "class C { int A(string s) => s.CompareOrdinal(\"\"); // !\n}" },
        { "api", "class C { void A(System.Device.I2c.I2cDevice d) { d.TryWrite(null); // !\n} }" },
        { "api", "class C { const string A = \"\"\"raw\"\"\"; // !\n}" },
        { "api", "class C { int[] A() => [1, 2]; // !\n}" },
        { "generic", "class C<T> // !\n{ }" },
        { "generic", "class C { void A<T>() { } // !\n}" },
        { "generic", "delegate void D<T>(T value); // !\n" },
        { "generic", "class C { System.Action<int> _a; // !\n}" },
        { "generic", "class C { void A() { B(1); // !\n} void B<T>(T value) { } }" },
        { "array", "class C { int[,] _a; // !\n}" },
        { "array", "class C { object A() => new int[2, 3]; // !\n}" },
        { "array", "class C { object A() => new[,] { { 1 }, { 2 } }; // !\n}" },
        { "stackalloc", "class C { void A() { unsafe { byte* b = stackalloc byte[4]; // !\n} } }" },
        { "stackalloc", "class C { void A() { System.Span<int> b = stackalloc[] { 1 }; // !\n} }" },
        { "interface", "interface I { int A() => 1; // !\n}" },
        { "interface", "interface I { int A { get { return 1; } } // !\n}" },
        { "interface", "interface I { const int A = 1; // !\n}" },
        { "literal", $"class C {{ byte[] _a = new byte[] {{ {Bytes(65_001)} }}; // !\n}}" },
        { "literal", $"class C {{ byte[] _a = new byte[] {{ 7, {Bytes(40_000)} }};\nbyte[] _b = new byte[] {{ {Bytes(40_000)} }}; // !\n}}" },
        { "exception", "class C { void A() { throw new System.Exception(\"text\"); // !\n} }" },
        { "exception", "class C { void A(int b) { throw new System.ArgumentNullException(nameof(b)); // !\n} }" },
        { "exception", "class E : System.Exception { public E(int n, string s) { } static void A(string s) {\nthrow new E(1, s); // !\n} }" },
        { "console", "class C { void A() { System.Console.WriteLine(\"a\"); // !\n} }" },
        { "console", "using System.Diagnostics; class C { void A() { Debug.WriteLine(\"a\"); // !\n} }" },
        { "docs", "public class C // !\n{ }" },
        { "docs", "/// <summary>A class.</summary>\npublic class C { public int A; // !\n}" },
        { "docs", "/// <summary>See <see cref=\"Nowhere\"/>.</summary> // !\npublic class C { }" },
        { "file", "class A { }\nclass B { } // !\n" },
        { "file", "namespace A; // !\nclass B { }" },
        { "interop", "class C { [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.InternalCall)] // !\nstatic extern int A(); }" },
        { "test", "using nanoFramework.TestFramework; [TestClass] public class C { int _a; // !\n}" },
        { "test", "using nanoFramework.TestFramework; [TestClass] public class C { public void A() {\nB(); // !\n} void B() { } }" },
        { "loop", "class C { int A(short[] b) { int n = 0; for (int i = 0; i < b.Length; i++) {\nn += b[i]; // !\n} return n; } }" },
        { "loop", "class C { void A(float[] b, int i) { while (i > 0) {\nb[--i] = 0; // !\n} } }" },
        { "loop", "class C { int A(sbyte[] b) { int n = 0; foreach (sbyte c in b) // !\n{ n += c; } return n; } }" },
        { "loop", "class C { void A(System.SpanByte b, int i) { do {\nb[i] = 1; // !\n} while (--i > 0); } }" },
        { "structure", "class C { int A(System.SpanByte a) // !\n{ return a.Length; } }" },
        { "structure", "class C { int D(int a) { return B(1); System.SpanByte E(byte[] b) // !\n{ return b; } int B(int c) { return c; } } }" },
        { "allocation", Step("_a = new byte[4]; // !") },
        { "allocation", Step("_a = new object(); // !") },
        { "allocation", Step("_a = 5; // !") },
        { "allocation", Step("System.Action b = () => _a = null; // !\nb();") },
        { "allocation", Step("_a = \"n=\" + _n; // !") },
        { "allocation", Step("_a = _n.ToString(); // !") },
        { "allocation", Step("A(); } void A() { B(); } void B() {\n_a = new object(); // !") },
        { "allocation", Step("_w.Work(); } IWork _w; interface IWork { void Work(); } class W : IWork { object _b; public void Work() {\n_b = new object(); } // !\n") },
    };

    public static TheoryData<string, string> Neighbours => new()
    {
        { "api", "class C { System.Collections.ArrayList a; int[] b = { 1 }; byte c => 7; }" },
        { "api", "class C { void A(byte[] b) { System.SpanByte s = b; s = s.Slice(1, 2); } }" },
        { "api", "class C { System.Collections.IEnumerable A() => new int[3]; }" },
        { "api", "class C { int A(object o) => o is int i ? i : o switch { string s => s.Length, _ => 0 }; }" },
        { "api", "class C { string A(int n) => $\"n={n}\"; }" },
        { "api", "class C { int A(byte[] b) => b[b.Length - 1]; string B(string s) => s.Substring(1); }" },
        { "api", "class C { ref int A(int[] b) { ref int c = ref b[0]; return ref c; } void B(out int d) { d = 1; } }" },
        { "api", "class C { System.Device.I2c.I2cTransferResult A(System.Device.I2c.I2cDevice d, byte[] b) => d.Write(new System.SpanByte(b)); }" },
        { "api", "class C { int A { get; init; } void B() { lock (this) { foreach (int c in new int[2]) { } } } }" },
        { "generic", "delegate void D(int value); class C { System.Action _a; event System.EventHandler B; bool E(int a, int b) => a < b; }" },
        { "array", "class C { int[][] _a = new int[2][]; int A(int[] b, int c) => b[c]; }" },
        { "stackalloc", "class C { byte[] _stackalloc = new byte[4]; }" },
        { "interface", "interface I { int A(); int B { get; set; } event System.EventHandler D; } class C { const int A = 1; }" },
        { "literal", $"class C {{ byte[] _a = new byte[] {{ {Bytes(65_000)} }}; byte[] _b = new byte[70000]; }}" },
        { "exception", "class C { void A(System.Exception e) { throw new System.InvalidOperationException(); } object B() => new string('a', 3); }" },
        { "console", "class Console { public static void WriteLine() { } } class C { void A() { Console.WriteLine(); } }" },
        { "docs", "/// <summary>A class.</summary>\npublic class C { int _a; internal int A => _a; }" },
        { "file", "namespace A { class B { class C { } enum D { } } }" },
        { "interop", "class C { static int A() => 1; }" },
        { "test", "using nanoFramework.TestFramework; [TestClass] public class C { static int _a; const int B = 1; public void A() { D(); new E().F(); } static void D() { } } class E { int _f; public void F() { _f++; } }" },
        { "loop", "class C { int A(short[] b, string c) { int n = b[3]; for (int i = 0; i < c.Length; i++) { n += c[i] + b[0]; B(b, i); } return n; } static void B(short[] b, int at) { } }" },
        { "loop", "class C { int A(int i, short[] b) { while (i > 7) { i >>= 1; } foreach (string s in new string[] { null }) { i++; } return b[i]; } }" },
        { "structure", "enum E { F } class C { int A(byte[] a, E b, long c, object d) { System.SpanByte e = new System.SpanByte(a, 0, 1); return e.Length; } void B(ref System.SpanByte f) { } }" },
        { "allocation", Step("Work(1); } struct S { public int A; public S(int a) { A = a; } } void Work(int n) { S s = new S(n); _n = s.A; if (n > 2) { throw new System.Exception(); } } void Start() { _a = new object();") },
        { "allocation", Step("Word(); } string Word() => _word; const string _word = \"a\"; void A() { string b = \"n=\" + _n;") },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fires(string rule, string source)
    {
        int line = 1 + source[..source.IndexOf(Mark, StringComparison.Ordinal)].Count(c => c == '\n');
        Assert.Contains(Find(rule, source), finding => finding.Line == line && finding.File == Specimen.File);
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void Leaves_Neighbours_Alone(string rule, string source)
    {
        Assert.Empty(Find(rule, source));
        Assert.Empty(Find("api", source));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("latest", true)]
    [InlineData("11", true)]
    [InlineData("13", true)]
    [InlineData("10", false)]
    [InlineData("9", false)]
    public void Language_Is_Stated_And_At_Most_10(string? version, bool fires) =>
        Assert.Equal(fires, Find("language", "class C { }", language: version).Any());

    [Theory]
    [InlineData("System.Device.Wire", true)]
    [InlineData("System.Device.I2c", false)]
    public void References_Are_Known(string reference, bool fires) =>
        Assert.Equal(fires, Find("reference", "class C { }", references: ["mscorlib", reference]).Any());

    [Theory]
    [InlineData("13", true)]
    [InlineData("11", true)]
    [InlineData("10", false)]
    public void Types_Of_The_Compilers_Own_Are_Found(string language, bool fires)
    {
        const string Source = "namespace TinyMl.Interop { public static class Native { public static void A(ref int b) { b = 1; } } }";
        Assert.Equal(fires, Find("synthesised", Source, "TinyMl.Interop", language).Any());
    }

    [Fact]
    public void A_Lambda_Or_A_Literal_Adds_A_Type_To_The_Externs_Only()
    {
        const string Source = "public static class Native { public static System.Action A() => () => { }; }";
        Assert.NotEmpty(Find("synthesised", Source, "TinyMl.Interop"));
        Assert.Empty(Find("synthesised", Source));
    }

    [Theory]
    [InlineData("public static int A() => 1;", true)]
    [InlineData("static Native() { }", true)]
    [InlineData("const int A = 1;", true)]
    [InlineData("enum E { }", true)]
    [InlineData("[MethodImpl(MethodImplOptions.Synchronized)] public static extern int A();", true)]
    [InlineData("public static extern int A();", true)]
    [InlineData("[MethodImpl(MethodImplOptions.InternalCall)] public static extern int A();", false)]
    public void The_Interop_Assembly_Holds_Externs_And_Nothing_Else(string member, bool fires)
    {
        string source = "using System.Runtime.CompilerServices; namespace TinyMl.Interop { public static class Native {\n" + member + "\n} }";
        Assert.Equal(fires, Find("interop", source, "TinyMl.Interop").Any(finding => finding.Line == 2));
    }

    [Theory]
    [InlineData("public class Other { }")]
    [InlineData("public static class Other { }")]
    [InlineData("public enum Other { A }")]
    [InlineData("public delegate void Other();")]
    public void The_Interop_Assembly_Has_One_Class(string type) => Assert.Contains(
        Find("interop", "namespace TinyMl.Interop { public static class Native { }\n" + type + "\n}", "TinyMl.Interop"),
        finding => finding.Line == 2);

    [Theory]
    [InlineData("exception", "class C { void A() { throw new System.Exception(\"text\"); } }")]
    [InlineData("docs", "public class C { }")]
    public void Unit_Tests_May_Do_What_Devices_Should_Not(string rule, string source)
    {
        Assert.NotEmpty(Find(rule, source));
        Assert.Empty(Find(rule, source, "NFUnitTest"));
    }

    [Fact]
    public void Only_Loops_That_Exist_Are_Listed_As_Short() => Assert.Equal(
        LoopRule.Short.Keys.Order(StringComparer.Ordinal),
        CompiledProject.All.Where(project => !project.Project.IsTest).SelectMany(LoopRule.All)
            .Select(place => place.Method).Where(LoopRule.Short.ContainsKey).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_Rule_Has_Its_Test()
    {
        string[] elsewhere = ["language", "reference", "synthesised"];
        Assert.All(Rule.All.Select(rule => rule.Name).Except(elsewhere), rule =>
        {
            Assert.Contains(Faults, row => (string)row[0] == rule);
            Assert.Contains(Neighbours, row => (string)row[0] == rule);
        });
    }

    private static Finding[] Find(
        string rule, string source, string project = "TinyMl", string? language = "10", string[]? references = null) =>
        Rule.All.Single(r => r.Name == rule).Check(Specimen.Compile(source, project, language, references)).ToArray();

    private static string Bytes(int count) => string.Join(',', Enumerable.Repeat("1", count));

    private static string Step(string statements) =>
        "namespace TinyMl { class Application { object _a; int _n; void Step() {\n" + statements + "\n} } }";

    private static class Specimen
    {
        internal const string File = "specimen.cs";

        internal static CompiledProject Compile(string source, string project, string? language, string[]? references)
        {
            references ??= ["mscorlib", "System.Device.I2c", "nanoFramework.TestFramework"];
            return CompiledProject.Compile(
                new DeviceProject(project, "specimen.nfproj", language, [File], references, []), [(File, source)], []);
        }
    }
}
