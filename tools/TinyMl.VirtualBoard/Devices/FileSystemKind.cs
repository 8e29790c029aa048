namespace TinyMl.VirtualBoard
{
    /// <summary>When a file system makes lasting what is written to a file.</summary>
    public enum FileSystemKind
    {
        /// <summary>When the file is closed, all at once: littlefs through the C library, as on ESP32.</summary>
        CommitsOnClose,

        /// <summary>When the file is flushed or closed, all at once: littlefs by itself, as on RP2040.</summary>
        CommitsOnFlush,

        /// <summary>With every operation, of which a power failure leaves a part: FAT, or littlefs set to flush every write.</summary>
        WritesThrough,
    }
}
