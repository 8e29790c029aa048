namespace TinyMl.Compiler.Models;

/// <summary>Profiles as SPEC.md writes them.</summary>
public static class ProfileName
{
    // In the order of their numbers; the compiler need not have them all.
    private static readonly string[] Names = ["portable", "cortex-m-dsp", "xtensa-mac16", "rv32"];

    /// <summary>The names of the profiles that there are, for sentences.</summary>
    public static string All => string.Join(", ", Enum.GetValues<Profile>().Select(Of));

    /// <summary>A profile's name.</summary>
    public static string Of(Profile profile) => Names[(int)profile];

    /// <summary>The profile with a name; null: there is none.</summary>
    public static Profile? Find(string name) =>
        Enum.GetValues<Profile>().Where(profile => Of(profile) == name).Select(profile => (Profile?)profile).FirstOrDefault();
}
