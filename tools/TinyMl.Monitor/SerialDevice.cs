using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TinyMl.Monitor;

/// <summary>A serial port or pseudo-terminal by termios: raw bytes, 8 bits, no parity, no handshake.</summary>
internal static class SerialDevice
{
    private const int ReadWrite = 2;

    // Larger than termios on any system.
    private const int TermiosBytes = 256;

    // Linux numbers the rates; macOS takes them as they are.
    private static readonly Dictionary<int, uint> LinuxRates = new()
    {
        [9600] = 0x000D,
        [19200] = 0x000E,
        [38400] = 0x000F,
        [57600] = 0x1001,
        [115200] = 0x1002,
        [230400] = 0x1003,
        [460800] = 0x1004,
        [500000] = 0x1005,
        [576000] = 0x1006,
        [921600] = 0x1007,
        [1000000] = 0x1008,
        [1152000] = 0x1009,
        [1500000] = 0x100A,
        [2000000] = 0x100B,
    };

    /// <summary>Refuses a rate that the system does not have.</summary>
    internal static void CheckBaud(int baud)
    {
        if (baud <= 0 || (OperatingSystem.IsLinux() && !LinuxRates.ContainsKey(baud)))
        {
            string rates = string.Join(", ", LinuxRates.Keys.Select(r => r.ToString(CultureInfo.InvariantCulture)));
            throw new MonitorException($"There is no serial rate of {baud} baud. Use one of {rates}.");
        }
    }

    /// <summary>Opens a port.</summary>
    /// <exception cref="IOException">It is not there now; it may come back.</exception>
    internal static Stream Open(string path, int baud)
    {
        int noControl = OperatingSystem.IsMacOS() ? 0x20000 : 0x100;
        int file = open(Encoding.UTF8.GetBytes(path + "\0"), ReadWrite | noControl);
        if (file < 0)
        {
            throw new IOException(Reason(path, Marshal.GetLastPInvokeError()));
        }

        SafeFileHandle handle = new(file, true);
        byte[] termios = new byte[TermiosBytes];
        if (tcgetattr(file, termios) != 0)
        {
            handle.Dispose();
            throw new IOException($"{path} is no serial port. Name a port such as /dev/ttyUSB0.");
        }

        cfmakeraw(termios);
        nuint rate = OperatingSystem.IsLinux() ? LinuxRates[baud] : (nuint)baud;
        cfsetispeed(termios, rate);
        cfsetospeed(termios, rate);
        tcsetattr(file, 0, termios);
        return new SerialStream(handle);
    }

    private static string Reason(string path, int error) => error switch
    {
        2 => $"{path} is not there. Connect the board or name its port.",
        13 => $"{path} may not be opened. Join the group of serial ports (often dialout) and log in again.",
        16 => $"{path} is in use. Close the other program.",
        _ => $"{path} cannot be opened (error {error}). Connect the board again.",
    };

    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int tcgetattr(int file, byte[] termios);

    [DllImport("libc", SetLastError = true)]
    private static extern int tcsetattr(int file, int when, byte[] termios);

    [DllImport("libc")]
    private static extern void cfmakeraw(byte[] termios);

    [DllImport("libc")]
    private static extern int cfsetispeed(byte[] termios, nuint rate);

    [DllImport("libc")]
    private static extern int cfsetospeed(byte[] termios, nuint rate);
}
