namespace System
{
    /// <summary>Facade: part of a byte array, as nanoFramework 1.x has it.</summary>
    public readonly ref struct SpanByte
    {
        private readonly byte[] _array;
        private readonly int _start;
        private readonly int _length;

        /// <summary>Initializes a new instance of the <see cref="SpanByte"/> struct over a whole array.</summary>
        /// <param name="array">The array; null: an empty span.</param>
        public SpanByte(byte[] array)
        {
            _array = array;
            _start = 0;
            _length = array == null ? 0 : array.Length;
        }

        /// <summary>Initializes a new instance of the <see cref="SpanByte"/> struct over part of an array.</summary>
        /// <param name="array">The array.</param>
        /// <param name="start">Where the part starts.</param>
        /// <param name="length">The part's length.</param>
        /// <exception cref="ArgumentOutOfRangeException">The part is not inside the array.</exception>
        public SpanByte(byte[] array, int start, int length)
        {
            int all = array == null ? 0 : array.Length;
            if (start < 0 || length < 0 || start > all || length > all - start)
            {
                throw new ArgumentOutOfRangeException();
            }

            _array = array;
            _start = start;
            _length = length;
        }

        /// <summary>Gets a span without bytes.</summary>
        public static SpanByte Empty => default;

        /// <summary>Gets the length.</summary>
        public int Length => _length;

        /// <summary>Gets a value indicating whether there are no bytes.</summary>
        public bool IsEmpty => _length == 0;

        /// <summary>Gets or sets a byte.</summary>
        /// <param name="index">Its place.</param>
        /// <exception cref="ArgumentOutOfRangeException">The place is not inside the span.</exception>
        public byte this[int index]
        {
            get => _array[Place(index)];
            set => _array[Place(index)] = value;
        }

        /// <summary>Makes a span over a whole array.</summary>
        /// <param name="array">The array.</param>
        public static implicit operator SpanByte(byte[] array)
        {
            return new SpanByte(array);
        }

        /// <summary>Takes a part.</summary>
        /// <param name="start">Where the part starts.</param>
        /// <param name="length">The part's length.</param>
        /// <returns>The part.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The part is not inside the span.</exception>
        public SpanByte Slice(int start, int length)
        {
            if (start < 0 || length < 0 || length > _length - start)
            {
                throw new ArgumentOutOfRangeException();
            }

            return new SpanByte(_array, _start + start, length);
        }

        /// <summary>For the simulated hardware, which nanoFramework has not: the same bytes as .NET's own span.</summary>
        /// <returns>The bytes.</returns>
        internal Span<byte> AsSpan()
        {
            return new Span<byte>(_array, _start, _length);
        }

        private int Place(int index)
        {
            if ((uint)index >= (uint)_length)
            {
                throw new ArgumentOutOfRangeException();
            }

            return _start + index;
        }
    }
}
