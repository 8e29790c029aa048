using System;
using System.Collections.Generic;
using System.IO;

namespace TinyMl.VirtualBoard
{
    /// <summary>The board's internal drive. Its contents outlive the board.</summary>
    public sealed class SimulatedFileSystem
    {
        private readonly SortedDictionary<string, byte[]> _files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        private readonly HashSet<string> _open = new HashSet<string>(StringComparer.Ordinal);

        /// <summary>Initializes a new instance of the <see cref="SimulatedFileSystem"/> class without files.</summary>
        /// <param name="kind">When it makes lasting what is written.</param>
        public SimulatedFileSystem(FileSystemKind kind = FileSystemKind.CommitsOnClose)
        {
            Kind = kind;
        }

        /// <summary>Gets when it makes lasting what is written.</summary>
        public FileSystemKind Kind { get; }

        /// <summary>Gets the files by their paths, as they are on the medium.</summary>
        public IDictionary<string, byte[]> Files => _files;

        /// <summary>Gets or sets a value indicating whether every access fails.</summary>
        public bool IsBroken { get; set; }

        /// <summary>The power that the medium has.</summary>
        internal PowerSupply Power { get; private set; } = new PowerSupply();

        /// <summary>Joins a board that was just switched on; what was open is not.</summary>
        internal void Connect(PowerSupply power)
        {
            Power = power;
            _open.Clear();
        }

        internal bool Exists(string path)
        {
            Check();
            return _files.ContainsKey(path);
        }

        internal byte[] Open(string path)
        {
            Check();
            if (!_open.Add(path))
            {
                throw new IOException();
            }

            if (!_files.ContainsKey(path))
            {
                // A new file is entered at once, without contents.
                Power.Operate(() => _files[path] = Array.Empty<byte>(), () => { });
            }

            return (byte[])_files[path].Clone();
        }

        /// <summary>Makes the contents of an open file lasting, whole or not at all.</summary>
        internal void Commit(string path, byte[] contents)
        {
            Check();
            Power.Operate(() => _files[path] = contents, () => { });
        }

        /// <summary>Changes part of a file on the medium.</summary>
        internal void Overwrite(string path, byte[] contents, int from)
        {
            Check();
            Power.Operate(
                () => _files[path] = contents,
                () =>
                {
                    byte[] part = contents.AsSpan(0, Power.Chance.Next(from, contents.Length + 1)).ToArray();
                    Power.Chance.NextBytes(part.AsSpan(Power.Chance.Next(from, part.Length + 1)));
                    _files[path] = part;
                });
        }

        internal void Close(string path)
        {
            _open.Remove(path);
        }

        internal void Delete(string path)
        {
            Check();
            if (_open.Contains(path))
            {
                throw new IOException();
            }

            if (_files.ContainsKey(path))
            {
                Power.Operate(() => _files.Remove(path), () => { });
            }
        }

        internal void Check()
        {
            Power.Check();
            if (IsBroken)
            {
                throw new IOException();
            }
        }
    }
}
