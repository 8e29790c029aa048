namespace StandInNanoff;

/// <summary>Something that went to the device.</summary>
/// <param name="Where">An address, or a path on the device.</param>
/// <param name="What">The file; "official" for what nanoff downloads.</param>
/// <param name="By">How it went.</param>
internal sealed record Written(string Where, string What, string By);
