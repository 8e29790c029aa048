namespace TinyMl.Tests.Shared;

/// <summary>A fact that needs the shared recordings and reference models; reported as skipped where they are absent.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedData.Root is null)
        {
            Skip = "The shared data is absent: set TINYML_SHARED to its folder.";
        }
    }
}
