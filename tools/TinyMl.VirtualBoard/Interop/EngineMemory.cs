using System;
using System.Runtime.InteropServices;
using TinyMl.Engine;

namespace TinyMl.VirtualBoard
{
    /// <summary>What lies in static memory on a device: the built-in model, room for a loaded one, arena and state.</summary>
    internal sealed unsafe class EngineMemory : IDisposable
    {
        internal const int Abi = Tml.Abi;

        private const int Alignment = 16;
        private DeviceMemory* _memory;
        private DeviceState* _device;

        internal EngineMemory(byte[] builtIn, int arenaBytes, int roomBytes)
        {
            _memory = (DeviceMemory*)Allocate(sizeof(DeviceMemory));
            *_memory = new DeviceMemory
            {
                Arena = Allocate(arenaBytes),
                Room = Allocate(roomBytes),
                BuiltIn = builtIn == null ? IntPtr.Zero : Allocate(builtIn.Length),
                ArenaBytes = arenaBytes,
                RoomBytes = roomBytes,
                BuiltInBytes = builtIn == null ? 0 : builtIn.Length,
            };
            if (builtIn != null)
            {
                Marshal.Copy(builtIn, 0, _memory->BuiltIn, builtIn.Length);
            }

            _device = (DeviceState*)Allocate(sizeof(DeviceState));
            DeviceMethods.Init(_device, _memory);
        }

        ~EngineMemory()
        {
            Free();
        }

        /// <summary>The one device of the board; every function of <see cref="DeviceMethods"/> takes it.</summary>
        /// <exception cref="ObjectDisposedException">The board is switched off.</exception>
        internal DeviceState* Device => _device != null ? _device : throw new ObjectDisposedException(nameof(EngineMemory));

        /// <inheritdoc/>
        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private static IntPtr Allocate(int bytes)
        {
            IntPtr memory = (IntPtr)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), Alignment);
            NativeMemory.Clear((void*)memory, (nuint)bytes);
            return memory;
        }

        private void Free()
        {
            if (_memory == null)
            {
                return;
            }

            NativeMemory.AlignedFree(_device);
            NativeMemory.AlignedFree((void*)_memory->Arena);
            NativeMemory.AlignedFree((void*)_memory->Room);
            NativeMemory.AlignedFree((void*)_memory->BuiltIn);
            NativeMemory.AlignedFree(_memory);
            _memory = null;
            _device = null;
        }
    }
}
