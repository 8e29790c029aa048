using System.Runtime.InteropServices;

namespace TinyMl.Engine;

/// <summary>The functions of <c>tinyml/tinyml.h</c>, as they are.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "tinyml";

    [LibraryImport(Library, EntryPoint = "tml_status_text")]
    internal static partial byte* StatusText(int status);

    [LibraryImport(Library, EntryPoint = "tml_check")]
    internal static partial TmlStatus Check(IntPtr model, uint length);

    [LibraryImport(Library, EntryPoint = "tml_open")]
    internal static partial TmlStatus Open(EngineHandle* engine, IntPtr model, IntPtr arena, uint arenaBytes);

    [LibraryImport(Library, EntryPoint = "tml_input")]
    internal static partial IntPtr Input(EngineHandle* engine, uint index, uint* bytes);

    [LibraryImport(Library, EntryPoint = "tml_output")]
    internal static partial IntPtr Output(EngineHandle* engine, uint index, uint* bytes);

    [LibraryImport(Library, EntryPoint = "tml_run")]
    internal static partial TmlStatus Run(EngineHandle* engine, uint maxMacs);

    [LibraryImport(Library, EntryPoint = "tml_restart")]
    internal static partial void Restart(EngineHandle* engine);

    [LibraryImport(Library, EntryPoint = "tml_feed")]
    internal static partial int Feed(EngineHandle* engine, byte* bytes, uint count);

    [LibraryImport(Library, EntryPoint = "tml_gap")]
    internal static partial TmlStatus Gap(EngineHandle* engine);

    [LibraryImport(Library, EntryPoint = "tml_window")]
    internal static partial TmlStatus Window(EngineHandle* engine);

    [LibraryImport(Library, EntryPoint = "tml_mark")]
    internal static partial TmlStatus Mark(EngineHandle* engine);

    [LibraryImport(Library, EntryPoint = "tml_label")]
    internal static partial TmlStatus Label(EngineHandle* engine, uint label);

    [LibraryImport(Library, EntryPoint = "tml_adapt")]
    internal static partial TmlStatus Adapt(EngineHandle* engine, uint maxMacs, uint seed);

    [LibraryImport(Library, EntryPoint = "tml_step")]
    internal static partial TmlStatus Step(EngineHandle* engine, uint shot, uint maxMacs, uint seed);

    [LibraryImport(Library, EntryPoint = "tml_staged_parameters")]
    internal static partial byte* StagedParameters(EngineHandle* engine);

    [LibraryImport(Library, EntryPoint = "tml_factory")]
    internal static partial TmlStatus Factory(EngineHandle* engine);

    [LibraryImport(Library, EntryPoint = "tml_learn_status")]
    internal static partial TmlStatus LearnStatus(EngineHandle* engine, LearnInfo* info);

    [LibraryImport(Library, EntryPoint = "tml_learnt_bias")]
    internal static partial int* LearntBias(EngineHandle* engine, uint* count);

    [LibraryImport(Library, EntryPoint = "tml_parameters")]
    internal static partial byte* Parameters(EngineHandle* engine, uint* bytes);

    [LibraryImport(Library, EntryPoint = "tml_selftest")]
    internal static partial TmlStatus SelfTest(EngineHandle* engine, uint index);

    [LibraryImport(Library, EntryPoint = "tml_info")]
    internal static partial uint Info(IntPtr model, uint field);

    [LibraryImport(Library, EntryPoint = "tml_name")]
    internal static partial byte* Name(IntPtr model);

    [LibraryImport(Library, EntryPoint = "tml_class_label")]
    internal static partial byte* ClassLabel(IntPtr model, uint index);

    [LibraryImport(Library, EntryPoint = "tml_format_records")]
    internal static partial int FormatRecords(
        byte* records, uint count, byte* layout, uint layoutBytes, byte* text, uint capacity);
}
