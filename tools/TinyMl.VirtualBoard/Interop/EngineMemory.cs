using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using TinyMl.Engine;

namespace TinyMl.VirtualBoard
{
    /// <summary>What lies in static memory on a device: the built-in model, room for a loaded one, arena and engine.</summary>
    internal sealed unsafe class EngineMemory : IDisposable
    {
        internal const int Abi = 0x544D0001;

        private const int Alignment = 16;
        private readonly byte[] _builtIn;
        private readonly int _loadCapacity;
        private readonly Dictionary<int, byte[]> _sentences = new Dictionary<int, byte[]>();
        private byte[][] _labels = Array.Empty<byte[]>();
        private IntPtr _model;
        private IntPtr _arena;
        private int _loadLength;
        private int _loaded;

        internal EngineMemory(byte[] builtIn, int arenaBytes, int loadCapacity)
        {
            _builtIn = builtIn;
            _loadCapacity = loadCapacity;
            ArenaBytes = arenaBytes;
            _arena = (IntPtr)NativeMemory.AlignedAlloc((nuint)Math.Max(arenaBytes, 1), Alignment);
            new Span<byte>((void*)_arena, arenaBytes).Clear();
        }

        ~EngineMemory()
        {
            Free();
        }

        /// <summary>The engine; usable while <see cref="IsOpen"/>.</summary>
        internal EngineHandle Handle;

        internal bool IsOpen { get; private set; }

        internal int ArenaBytes { get; }

        internal IntPtr Model => _model;

        internal int Classes => _labels.Length;

        internal int OpenBuiltIn()
        {
            if (_builtIn == null)
            {
                Close();
                return (int)TmlStatus.NoModel;
            }

            Allocate(_builtIn.Length);
            _builtIn.CopyTo(new Span<byte>((void*)_model, _builtIn.Length));
            return Open(_builtIn.Length);
        }

        internal int LoadStart(int bytes)
        {
            Close();
            if (bytes <= 0 || bytes > _loadCapacity)
            {
                return (int)(bytes <= 0 ? TmlStatus.Argument : TmlStatus.ModelMemory);
            }

            Allocate(bytes);
            _loadLength = bytes;
            _loaded = 0;
            return (int)TmlStatus.Ok;
        }

        internal int LoadBytes(ReadOnlySpan<byte> bytes)
        {
            if (IsOpen || bytes.Length > _loadLength - _loaded)
            {
                return (int)TmlStatus.Argument;
            }

            bytes.CopyTo(new Span<byte>((byte*)_model + _loaded, bytes.Length));
            _loaded += bytes.Length;
            return (int)TmlStatus.Ok;
        }

        internal int OpenLoaded()
        {
            return _loaded == 0 || _loaded < _loadLength ? (int)TmlStatus.Truncated : Open(_loaded);
        }

        internal void Close()
        {
            IsOpen = false;
            Handle = default;
            _labels = Array.Empty<byte[]>();
            _loadLength = 0;
            _loaded = 0;
        }

        internal byte[] Label(int label)
        {
            return label >= 0 && label < _labels.Length ? _labels[label] : null;
        }

        /// <summary>A status's sentence, made only once: the firmware's steady state allocates nothing.</summary>
        internal byte[] Sentence(int status)
        {
            if (!_sentences.TryGetValue(status, out byte[] sentence))
            {
                sentence = Encoding.ASCII.GetBytes(Tml.StatusText((TmlStatus)status));
                _sentences.Add(status, sentence);
            }

            return sentence;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Close();
            Free();
            GC.SuppressFinalize(this);
        }

        private int Open(int length)
        {
            TmlStatus status = Tml.Check(_model, (uint)length);
            if (status == TmlStatus.Ok)
            {
                status = Tml.Open(ref Handle, _model, _arena, (uint)ArenaBytes);
            }

            IsOpen = status == TmlStatus.Ok;
            if (IsOpen)
            {
                _labels = new byte[Tml.Info(_model, TmlField.Classes)][];
                for (int i = 0; i < _labels.Length; i++)
                {
                    _labels[i] = Encoding.ASCII.GetBytes(Tml.ClassLabel(_model, (uint)i));
                }
            }

            return (int)status;
        }

        private void Allocate(int bytes)
        {
            Close();
            NativeMemory.AlignedFree((void*)_model);
            _model = (IntPtr)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        }

        private void Free()
        {
            NativeMemory.AlignedFree((void*)_model);
            NativeMemory.AlignedFree((void*)_arena);
            _model = IntPtr.Zero;
            _arena = IntPtr.Zero;
        }
    }
}
