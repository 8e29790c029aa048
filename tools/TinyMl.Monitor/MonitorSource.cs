using System.Globalization;
using System.Net.Sockets;

namespace TinyMl.Monitor;

/// <summary>Where the lines come from: a serial port, a file, <c>tcp:HOST:PORT</c>, or <c>-</c> for standard input.</summary>
public sealed class MonitorSource
{
    private readonly Func<Stream> _open;

    private MonitorSource(string name, bool comesBack, Func<Stream> open)
    {
        Name = name;
        ComesBack = comesBack;
        _open = open;
    }

    /// <summary>What the user named.</summary>
    public string Name { get; }

    /// <summary>Whether an end means a disconnection, after which the source is opened again.</summary>
    public bool ComesBack { get; }

    /// <summary>Finds out what the user means.</summary>
    /// <param name="name">A port, a file, <c>tcp:HOST:PORT</c> or <c>-</c>.</param>
    /// <param name="baud">The rate of a serial port.</param>
    /// <returns>The source, not open yet.</returns>
    /// <exception cref="MonitorException">The name cannot be a source.</exception>
    public static MonitorSource Of(string name, int baud = 115200)
    {
        if (name == "-")
        {
            return new MonitorSource("standard input", false, Console.OpenStandardInput);
        }

        if (name.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase))
        {
            return Tcp(name);
        }

        if (File.Exists(name) && !IsDevice(File.ResolveLinkTarget(name, true)?.FullName ?? name))
        {
            return new MonitorSource(
                name, false, () => new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        }

        if (OperatingSystem.IsWindows())
        {
            throw new MonitorException(
                $"{name} is no file, and serial ports are not supported on Windows. Use tcp:HOST:PORT or a file.");
        }

        if (!name.StartsWith("/dev/", StringComparison.Ordinal) && !File.Exists(name))
        {
            throw new MonitorException($"{name} does not exist. Name a port such as /dev/ttyUSB0, a file, tcp:HOST:PORT or -.");
        }

        SerialDevice.CheckBaud(baud);
        return new MonitorSource(name, true, () => SerialDevice.Open(name, baud));
    }

    /// <summary>Reads from a stream that is open already; its end is the end.</summary>
    /// <param name="name">How to call it.</param>
    /// <param name="stream">The stream.</param>
    /// <returns>The source.</returns>
    public static MonitorSource Of(string name, Stream stream) => new(name, false, () => stream);

    /// <summary>Opens the source.</summary>
    /// <returns>Its bytes.</returns>
    /// <exception cref="IOException">It cannot be opened now.</exception>
    internal Stream Open()
    {
        try
        {
            return _open();
        }
        catch (Exception e) when (e is SocketException or UnauthorizedAccessException)
        {
            throw new IOException($"{Name} cannot be opened: {e.Message}", e);
        }
    }

    private static bool IsDevice(string name) =>
        name.StartsWith("/dev/", StringComparison.Ordinal) && !name.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static MonitorSource Tcp(string name)
    {
        int colon = name.LastIndexOf(':');
        string host = colon > 4 ? name[4..colon] : string.Empty;
        if (host.Length == 0
            || !int.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port is < 1 or > 65535)
        {
            throw new MonitorException($"{name} is no address. Write tcp:HOST:PORT with a port of 1 to 65535.");
        }

        return new MonitorSource(name, true, () => new NetworkStream(Connect(host, port), true));
    }

    private static Socket Connect(string host, int port)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(host, port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
