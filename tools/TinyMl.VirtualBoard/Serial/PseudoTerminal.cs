using System;
using System.Runtime.InteropServices;
using System.Text;

namespace TinyMl.VirtualBoard
{
    /// <summary>A pseudo-terminal: to every program it looks like a serial port.</summary>
    public sealed class PseudoTerminal : ISerialTransport
    {
        private const int ReadWrite = 2;
        private const short PollIn = 1;
        private const short PollOut = 4;
        private const short PollHangup = 16;

        // Larger than termios on any system.
        private const int TermiosBytes = 256;
        private const int PendingBytes = 1024;

        private readonly int _master;
        private readonly byte[] _pending = new byte[PendingBytes];
        private readonly byte[] _chunk = new byte[PendingBytes];
        private int _count;
        private bool _closed;

        /// <summary>Initializes a new instance of the <see cref="PseudoTerminal"/> class.</summary>
        /// <exception cref="TransportException">The system has no pseudo-terminals.</exception>
        public PseudoTerminal()
        {
            if (OperatingSystem.IsWindows())
            {
                throw new TransportException("Windows has no pseudo-terminals. Use TCP.");
            }

            int noControl = OperatingSystem.IsMacOS() ? 0x20000 : 0x100;
            _master = posix_openpt(ReadWrite | noControl);
            if (_master < 0 || grantpt(_master) != 0 || unlockpt(_master) != 0)
            {
                throw new TransportException("No pseudo-terminal can be opened. Use TCP.");
            }

            Name = Marshal.PtrToStringAnsi(ptsname(_master));

            // Bytes must pass as they are; and a terminal that was closed once tells whether somebody listens.
            int terminal = open(Encoding.ASCII.GetBytes(Name + "\0"), ReadWrite | noControl);
            byte[] termios = new byte[TermiosBytes];
            if (terminal < 0 || tcgetattr(terminal, termios) != 0)
            {
                throw new TransportException("The pseudo-terminal cannot be set up. Use TCP.");
            }

            cfmakeraw(termios);
            tcsetattr(terminal, 0, termios);
            close(terminal);
        }

        /// <inheritdoc/>
        public string Name { get; }

        /// <inheritdoc/>
        public int Available
        {
            get
            {
                if (_count == 0 && (Poll(PollIn, 0) & PollIn) != 0)
                {
                    _count = Math.Max(0, (int)read(_master, _pending, (nuint)_pending.Length));
                }

                return _count;
            }
        }

        /// <inheritdoc/>
        public int Read(byte[] buffer, int offset, int count)
        {
            int taken = Math.Min(Available, count);
            Array.Copy(_pending, 0, buffer, offset, taken);
            Array.Copy(_pending, taken, _pending, 0, _count - taken);
            _count -= taken;
            return taken;
        }

        /// <inheritdoc/>
        public bool Write(byte[] buffer, int offset, int count, int timeout)
        {
            while (count > 0)
            {
                // Without a listener the bytes are lost, as on a wire.
                short state = Poll(PollOut, timeout);
                if ((state & PollHangup) != 0)
                {
                    return true;
                }

                if ((state & PollOut) == 0)
                {
                    return false;
                }

                int piece = Math.Min(count, _chunk.Length);
                Array.Copy(buffer, offset, _chunk, 0, piece);
                int written = (int)write(_master, _chunk, (nuint)piece);
                if (written <= 0)
                {
                    return true;
                }

                offset += written;
                count -= written;
            }

            return true;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!_closed)
            {
                _closed = true;
                close(_master);
            }
        }

        private short Poll(short events, int timeout)
        {
            PollRequest request = new PollRequest { File = _master, Events = events };
            return poll(ref request, 1, timeout) > 0 ? request.Results : (short)0;
        }

        [DllImport("libc", SetLastError = true)]
        private static extern int posix_openpt(int flags);

        [DllImport("libc", SetLastError = true)]
        private static extern int grantpt(int file);

        [DllImport("libc", SetLastError = true)]
        private static extern int unlockpt(int file);

        [DllImport("libc", SetLastError = true)]
        private static extern IntPtr ptsname(int file);

        [DllImport("libc", SetLastError = true)]
        private static extern int open(byte[] path, int flags);

        [DllImport("libc", SetLastError = true)]
        private static extern int close(int file);

        [DllImport("libc", SetLastError = true)]
        private static extern nint read(int file, byte[] buffer, nuint count);

        [DllImport("libc", SetLastError = true)]
        private static extern nint write(int file, byte[] buffer, nuint count);

        [DllImport("libc", SetLastError = true)]
        private static extern int poll(ref PollRequest requests, nuint count, int timeout);

        [DllImport("libc", SetLastError = true)]
        private static extern int tcgetattr(int file, byte[] termios);

        [DllImport("libc", SetLastError = true)]
        private static extern int tcsetattr(int file, int when, byte[] termios);

        [DllImport("libc")]
        private static extern void cfmakeraw(byte[] termios);

        [StructLayout(LayoutKind.Sequential)]
        private struct PollRequest
        {
            public int File;
            public short Events;
            public short Results;
        }
    }
}
