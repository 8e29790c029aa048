using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TinyMl.Monitor;

/// <summary>The bytes of an open terminal; unlike a plain file's, a read under way ends soon after closing.</summary>
internal sealed class SerialStream(SafeFileHandle handle) : Stream
{
    private const int WaitMilliseconds = 100;
    private const short PollIn = 1;
    private const short PollOut = 4;

    private volatile bool _closed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Waits for bytes; 0: the other end has gone.</summary>
    public override unsafe int Read(Span<byte> buffer)
    {
        while (true)
        {
            short state = Wait(PollIn, WaitMilliseconds);
            if ((state & PollIn) != 0)
            {
                fixed (byte* bytes = buffer)
                {
                    return Math.Max(0, (int)read(handle, bytes, (nuint)buffer.Length));
                }
            }

            if (state != 0)
            {
                return 0;
            }
        }
    }

    public override unsafe void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            nint written;
            fixed (byte* bytes = buffer)
            {
                written = (Wait(PollOut, WaitMilliseconds * 10) & PollOut) == 0 ? 0 : write(handle, bytes + offset, (nuint)count);
            }

            if (written <= 0)
            {
                throw new IOException("The board does not take the command.");
            }

            offset += (int)written;
            count -= (int)written;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _closed = true;
        handle.Dispose();
        base.Dispose(disposing);
    }

    private short Wait(short events, int milliseconds)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        bool held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            PollRequest request = new() { File = (int)handle.DangerousGetHandle(), Events = events };
            return poll(ref request, 1, milliseconds) > 0 ? request.Results : (short)0;
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern unsafe nint read(SafeFileHandle file, byte* buffer, nuint count);

    [DllImport("libc", SetLastError = true)]
    private static extern unsafe nint write(SafeFileHandle file, byte* buffer, nuint count);

    [DllImport("libc", SetLastError = true)]
    private static extern int poll(ref PollRequest requests, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int File;
        public short Events;
        public short Results;
    }
}
