using System.Runtime.InteropServices;

namespace TinyMl.VirtualBoard
{
    /// <summary>The functions of native-interop/device/tinyml_device.h, as they are.</summary>
    internal static unsafe class DeviceMethods
    {
        private const string Library = "tinyml";

        [DllImport(Library, EntryPoint = "tml_device_init")]
        internal static extern void Init(DeviceState* device, DeviceMemory* memory);

        [DllImport(Library, EntryPoint = "tml_device_begin")]
        internal static extern int Begin(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_open_built_in")]
        internal static extern int OpenBuiltIn(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_load_start")]
        internal static extern int LoadStart(DeviceState* device, int bytes);

        [DllImport(Library, EntryPoint = "tml_device_load_bytes")]
        internal static extern int LoadBytes(DeviceState* device, byte* bytes, int length, int offset, int count);

        [DllImport(Library, EntryPoint = "tml_device_open_loaded")]
        internal static extern int OpenLoaded(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_close")]
        internal static extern int Close(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_run")]
        internal static extern int Run(DeviceState* device, int maxMacs);

        [DllImport(Library, EntryPoint = "tml_device_restart")]
        internal static extern int Restart(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_feed")]
        internal static extern int Feed(DeviceState* device, byte* bytes, int length, int offset, int count);

        [DllImport(Library, EntryPoint = "tml_device_gap")]
        internal static extern int Gap(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_window")]
        internal static extern int Window(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_write_input")]
        internal static extern int WriteInput(DeviceState* device, byte* bytes, int length, int offset, int count);

        [DllImport(Library, EntryPoint = "tml_device_read_scores")]
        internal static extern int ReadScores(DeviceState* device, byte* scores, int length);

        [DllImport(Library, EntryPoint = "tml_device_selftest")]
        internal static extern int SelfTest(DeviceState* device, int index);

        [DllImport(Library, EntryPoint = "tml_device_mark")]
        internal static extern int Mark(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_label")]
        internal static extern int Label(DeviceState* device, int label);

        [DllImport(Library, EntryPoint = "tml_device_adapt")]
        internal static extern int Adapt(DeviceState* device, int maxMacs, int seed);

        [DllImport(Library, EntryPoint = "tml_device_factory")]
        internal static extern int Factory(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_read_learn")]
        internal static extern int ReadLearn(DeviceState* device, int* values, int length);

        [DllImport(Library, EntryPoint = "tml_device_read_bias")]
        internal static extern int ReadBias(DeviceState* device, int* values, int length);

        [DllImport(Library, EntryPoint = "tml_device_patch_seal")]
        internal static extern int PatchSeal(DeviceState* device, int sequence, int commits, int contents);

        [DllImport(Library, EntryPoint = "tml_device_patch_read")]
        internal static extern int PatchRead(DeviceState* device, int position, byte* bytes, int length, int offset, int count);

        [DllImport(Library, EntryPoint = "tml_device_patch_compare")]
        internal static extern int PatchCompare(
            DeviceState* device, int position, byte* bytes, int length, int offset, int count);

        [DllImport(Library, EntryPoint = "tml_device_patch_start")]
        internal static extern int PatchStart(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_patch_receive")]
        internal static extern int PatchReceive(DeviceState* device, byte* bytes, int length, int offset, int count);

        [DllImport(Library, EntryPoint = "tml_device_patch_check")]
        internal static extern int PatchCheck(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_patch_import")]
        internal static extern int PatchImport(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_patch_line")]
        internal static extern int PatchLine(DeviceState* device, int line, byte* text, int length, int offset);

        [DllImport(Library, EntryPoint = "tml_device_patch_take_line")]
        internal static extern int PatchTakeLine(DeviceState* device, byte* text, int length, int offset, int count);

        [DllImport(Library, EntryPoint = "tml_device_read_patch")]
        internal static extern int ReadPatch(DeviceState* device, int* values, int length);

        [DllImport(Library, EntryPoint = "tml_device_info")]
        internal static extern int Info(DeviceState* device, int field);

        [DllImport(Library, EntryPoint = "tml_device_arena_bytes")]
        internal static extern int ArenaBytes(DeviceState* device);

        [DllImport(Library, EntryPoint = "tml_device_read_name")]
        internal static extern int ReadName(DeviceState* device, byte* text, int length, int offset);

        [DllImport(Library, EntryPoint = "tml_device_read_label")]
        internal static extern int ReadLabel(DeviceState* device, int label, byte* text, int length, int offset);

        [DllImport(Library, EntryPoint = "tml_device_read_status")]
        internal static extern int ReadStatus(int status, byte* text, int length, int offset);

        [DllImport(Library, EntryPoint = "tml_device_pcm_start")]
        internal static extern int PcmStart(int* state, int words, int format, int rateIn, int rateOut);

        [DllImport(Library, EntryPoint = "tml_device_pcm_convert")]
        internal static extern int PcmConvert(
            int* state, int words, byte* bytes, int length, int count, int missing, byte* pcm, int capacity);

        [DllImport(Library, EntryPoint = "tml_device_format_records")]
        internal static extern int FormatRecords(
            byte* records, int length, int offset, int count, byte* layout, int layoutLength, byte* text, int textLength);
    }
}
