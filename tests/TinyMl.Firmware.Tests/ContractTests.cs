using System.Reflection;
using System.Text.RegularExpressions;
using TinyMl.Engine;
using TinyMl.Interop;

namespace TinyMl.Firmware.Tests;

/// <summary>C, firmware and host must agree on numbers and signatures; nothing else would notice.</summary>
public partial class ContractTests
{
    private static readonly Dictionary<string, Type> Types = new()
    {
        ["int"] = typeof(int),
        ["long"] = typeof(long),
        ["short"] = typeof(short),
        ["string"] = typeof(string),
        ["byte[]"] = typeof(byte[]),
        ["int[]"] = typeof(int[]),
        ["Assembly"] = typeof(Assembly),
    };

    [Fact]
    public void Host_Has_The_Device_Methods_In_The_Same_Order()
    {
        string source = Repository.Read("firmware", "TinyMl.Interop", "Native.cs");
        string[] device = Extern().Matches(source)
            .Select(m => Signature(Types[m.Groups[1].Value], m.Groups[2].Value, Parameters(m.Groups[3].Value)))
            .ToArray();
        string[] host = typeof(Native).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .OrderBy(m => m.MetadataToken)
            .Select(m => Signature(m.ReturnType, m.Name, m.GetParameters().Select(p => (p.ParameterType, p.Name!))))
            .ToArray();
        Assert.Equal(device, host);
        Assert.EndsWith(" AbiFirst()", device[0]);
        Assert.EndsWith(" AbiLast()", device[^1]);
    }

    [Fact]
    public void Interop_Assembly_Has_One_Class_With_Externs_Only()
    {
        string folder = Path.Combine(TinyMl.Tests.Shared.SharedData.Repository, "firmware", "TinyMl.Interop");
        string[] files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories);
        Assert.Equal(["AssemblyInfo.cs", "Native.cs"], files.Select(Path.GetFileName).Order());
        string source = Regex.Replace(Repository.Read("firmware", "TinyMl.Interop", "Native.cs"), "//.*", string.Empty);
        Assert.Single(Regex.Matches(source, @"\b(class|struct|interface|enum|delegate) \w"));
        Assert.Equal(Regex.Count(source, @"\bpublic static "), Regex.Count(source, @"\bpublic static extern ") + 1);
        Assert.Equal(Regex.Count(source, @"\bextern "), Regex.Count(source, @"\[MethodImpl\(MethodImplOptions\.InternalCall\)\]"));
        Assert.Contains("[assembly: AssemblyNativeVersion(\"1.0.0.0\")]", Repository.Read("firmware", "TinyMl.Interop", "Properties", "AssemblyInfo.cs"));
    }

    [Fact]
    public void Abi_Number_Is_The_Header_One()
    {
        string header = Repository.Read("native-interop", "include", "tinyml", "tinyml.h");
        int abi = Convert.ToInt32(Regex.Match(header, "#define TML_ABI 0x([0-9A-F]{8})").Groups[1].Value, 16);
        Assert.Equal(Model.Abi, abi);
        Assert.Equal(abi, new TinyMl.VirtualBoard.VirtualBoardOptions().NativeAbi);
    }

    [Fact]
    public void Firmware_Statuses_Are_The_Header_Ones()
    {
        HashSet<int> numbers = Repository.Statuses().Values.Select(s => s.Number).ToHashSet();
        Assert.All(Constants(typeof(Status)), c => Assert.Contains(c.Value, numbers));
        Assert.Equal(numbers.Order(), Enum.GetValues<TmlStatus>().Select(s => (int)s).Order());

        // By name where the names differ only in style: a number under a wrong name would pass the test above.
        Dictionary<string, int> byName = Repository.Statuses().ToDictionary(
            s => s.Key.Replace("TML_E_", "").Replace("TML_", "").Replace("_", "").ToUpperInvariant(), s => s.Value.Number);
        Assert.All(Constants(typeof(Status)), c => Assert.Equal(byName[c.Key.ToUpperInvariant()], c.Value));
    }

    [Fact]
    public void Sentences_Fit_A_Line_Of_The_Protocol()
    {
        Assert.All(Repository.Statuses().Values, s =>
        {
            Assert.InRange(s.Sentence.Length, 1, 70);
            Assert.All(s.Sentence, c => Assert.InRange(c, ' ', '~'));
            Assert.EndsWith(".", s.Sentence);
            Assert.Equal(s.Sentence, Tml.StatusText((TmlStatus)s.Number));
        });
    }

    [Fact]
    public void Model_Fields_Are_The_Header_Ones()
    {
        HashSet<int> fields = Repository.Fields();
        Assert.NotEmpty(fields);
        Assert.All(Constants(typeof(ModelField)), c => Assert.Contains(c.Value, fields));
        Assert.Equal(Constants(typeof(ModelField)).Count, Constants(typeof(ModelField)).Values.Distinct().Count());
    }

    [Fact]
    public void Firmware_Keeps_To_What_NanoFramework_Can_Compile_And_Run()
    {
        (string Pattern, string Why)[] forbidden =
        [
            (@"\b(List|Dictionary|Action|Func|IEnumerable|Nullable|Span|Memory|Queue)<", "there are no generics"),
            (@"\bstackalloc\b", "it crashes"),
            (@"\[,\]", "it crashes"),
            (@"\b(yield|async|await|dynamic|decimal|volatile)\b", "it does not compile"),
            (@"\brecord (struct|class)?\s*\w", "it does not compile"),
            (@"\b(int|long|bool|byte|double|float)\?", "there is no Nullable"),
            (@"\^\d+\]", "there is no Index"),
            (@"throw new \w+\([^)]", "a text costs flash"),
            (@"\$""", "it allocates"),
            (@"\bstring\.Format|\.ToString\(", "it allocates"),
            (@"\bConsole\b|\bDebug\.", "the log goes to the serial port"),
            (@"^namespace [\w.]+;", "the device's tools want blocks"),
        ];
        foreach (string file in Repository.FirmwareSources())
        {
            string code = Regex.Replace(File.ReadAllText(file), "//.*", string.Empty);
            Assert.All(forbidden, f => Assert.False(Regex.IsMatch(code, f.Pattern, RegexOptions.Multiline), $"{file}: {f.Pattern}: {f.Why}"));
        }
    }

    private static Dictionary<string, int> Constants(Type type) => type.GetFields()
        .ToDictionary(f => f.Name, f => (int)f.GetRawConstantValue()!);

    private static IEnumerable<(Type, string)> Parameters(string list) => list.Length == 0
        ? []
        : list.Split(", ").Select(p => (Types[p.Split(' ')[0]], p.Split(' ')[1]));

    private static string Signature(Type result, string name, IEnumerable<(Type Type, string Name)> parameters) =>
        $"{result} {name}({string.Join(", ", parameters.Select(p => $"{p.Type} {p.Name}"))})";

    [GeneratedRegex(@"public static extern (\S+) (\w+)\((.*)\);")]
    private static partial Regex Extern();
}
