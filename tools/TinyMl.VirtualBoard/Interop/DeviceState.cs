using System;
using System.Runtime.InteropServices;

namespace TinyMl.VirtualBoard
{
    /// <summary>The C struct <c>tml_device_memory</c>: what a board gives the engine.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct DeviceMemory
    {
        internal IntPtr Arena;
        internal IntPtr Room;
        internal IntPtr BuiltIn;
        internal int ArenaBytes;
        internal int RoomBytes;
        internal int BuiltInBytes;
    }

    /// <summary>The C struct <c>tml_device</c>; C alone reads and writes it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct DeviceState
    {
        private readonly IntPtr _memory;
        private readonly IntPtr _model;
        private readonly IntPtr _arena;
        private readonly uint _announced;
        private readonly uint _received;
        private fixed uint _patch[15];
    }
}
