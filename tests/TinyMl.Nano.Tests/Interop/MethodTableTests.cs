using Mono.Cecil;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Interop;

/// <summary>
/// Calls are dispatched by a method's index in the assembly, and neither compiler nor runtime compares the two tables: a
/// shifted one runs the neighbouring function.
/// </summary>
public class MethodTableTests
{
    private static readonly NativeTable Native = NativeTable.Read();

    [Fact]
    public void Assembly_And_Native_Table_Agree_Entry_By_Entry()
    {
        ManagedTable managed = ManagedTable.Of(InteropAssembly.Compile(InteropAssembly.Sources));
        IReadOnlyList<string> differences = Native.Differences(managed);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.StartsWith("AbiFirst_", Native.Methods[0]);
        Assert.StartsWith("AbiLast_", Native.Methods[^1]);
    }

    public static TheoryData<string, string, string> Changes => new()
    {
        { "two methods change places", "public static extern int Gap();", "public static extern int Window();" },
        { "a managed method is inserted", "public static extern int Gap();", "public static int Gap() { return 0; }\n[MethodImpl(MethodImplOptions.InternalCall)] public static extern int Gap2();" },
        { "a managed method stands in front", "    {\n        /// <summary>", "    {\n        public static int Zero() { return 0; }\n        /// <summary>" },
        { "the class gets a constructor", "public static class Native", "public class Native" },
        { "a type stands in front", "    /// <summary>\n    /// The door", "    public class Before { public int One() { return 1; } }\n    /// <summary>\n    /// The door" },
        { "a parameter changes", "extern int Run(int maxMacs)", "extern int Run(long maxMacs)" },
        { "a result changes", "extern long Microseconds()", "extern int Microseconds()" },
        { "a method is renamed", "extern int Factory()", "extern int Reset()" },
        { "a method goes", "[MethodImpl(MethodImplOptions.InternalCall)]\n        public static extern int Mark();", string.Empty },
    };

    /// <summary>Every change that would make the device call something else is noticed.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public void A_Change_Is_Noticed(string change, string old, string replacement)
    {
        (string Path, string Text)[] sources = InteropAssembly.Sources.Select(s => Path.GetFileName(s.Path) == "Native.cs"
            ? (s.Path, Change(s.Text, old, replacement))
            : s).ToArray();
        ManagedTable managed = ManagedTable.Of(InteropAssembly.Compile(sources));
        Assert.True(Native.Differences(managed).Count > 0, change);
    }

    [Fact]
    public void A_File_In_Front_Is_Noticed()
    {
        (string, string) first = ("A.cs", "namespace TinyMl.Interop { public static class A { public static int B() { return 0; } } }");
        ManagedTable managed = ManagedTable.Of(InteropAssembly.Compile([first, .. InteropAssembly.Sources]));
        Assert.Contains("TinyMl_Interop_A::B", Native.Differences(managed)[0]);
    }

    [Fact]
    public void Another_Native_Version_Is_Noticed()
    {
        IEnumerable<(string, string)> sources = InteropAssembly.Sources.Select(s => (s.Path, s.Text.Replace(
            "AssemblyNativeVersion(\"1.0.0.0\")", "AssemblyNativeVersion(\"1.0.0.1\")", StringComparison.Ordinal)));
        Assert.Contains("1.0.0.1", Native.Differences(ManagedTable.Of(InteropAssembly.Compile(sources)))[0]);
    }

    /// <summary>The checksum's rules give the checksums of nanoFramework's own assemblies.</summary>
    [Fact]
    public void Known_Checksums_Are_Found()
    {
        string[] lines = File.ReadAllLines(Path.Combine(
            SharedData.Repository, "tests", "TinyMl.Nano.Tests", "Interop", "KnownChecksums.txt"));
        string assembly = string.Empty;
        uint expected = 0;
        int found = 0;
        List<ManagedMethod> methods = [];
        foreach (string[] words in lines.Where(l => !l.StartsWith('#')).Append("end 00000000").Select(l => l.Split(' ')))
        {
            if (words.Length == 2 && words[1].Length == 8 && !words[1].Contains('_'))
            {
                if (methods.Count > 0)
                {
                    Assert.Equal($"{assembly} {expected:X8}", $"{assembly} {NativeChecksum.Of(assembly, methods):X8}");
                    found++;
                }

                (assembly, expected) = (words[0], Convert.ToUInt32(words[1], 16));
                methods.Clear();
            }
            else
            {
                methods.Add(words[0] == "-" ? new("", "", false) : new(words[0], words[1], true));
            }
        }

        Assert.Equal(5, found);
    }

    /// <summary>The packages tell which firmware they need.</summary>
    [Theory]
    [InlineData("TinyMl.Interop")]
    [InlineData("TinyMl")]
    public void A_Package_States_Version_And_Checksum(string name)
    {
        string package = File.ReadAllText(Path.Combine(SharedData.Repository, "firmware", name, name + ".nuspec"));
        Assert.Contains($"requires a target with TinyMl.Interop v{Native.Version} (checksum 0x{Native.Checksum:X8})", package);
    }

    /// <summary>The key gives the assembly its strong name, and changes nothing in the table.</summary>
    [Fact]
    public void A_Signed_Assembly_Has_The_Same_Table()
    {
        string key = Path.Combine(SharedData.Repository, "firmware", "key.snk");
        AssemblyDefinition signed = InteropAssembly.Compile(InteropAssembly.Sources, key);
        Assert.True(signed.Name.HasPublicKey);
        Assert.Equal(8, signed.Name.PublicKeyToken.Length);
        Assert.Empty(Native.Differences(ManagedTable.Of(signed)));
    }

    private static string Change(string text, string old, string replacement)
    {
        Assert.Contains(old, text);
        if (!text.Contains(replacement) || replacement.Length == 0)
        {
            return text.Replace(old, replacement, StringComparison.Ordinal);
        }

        // Both are there: they change places.
        return text.Replace(old, "\0", StringComparison.Ordinal)
            .Replace(replacement, old, StringComparison.Ordinal).Replace("\0", replacement, StringComparison.Ordinal);
    }
}
