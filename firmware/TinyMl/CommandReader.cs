using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>Assembles command lines from serial bytes: survives noise, overlong lines and either kind of line end.</summary>
    public sealed class CommandReader
    {
        private readonly ILink _link;
        private readonly byte[] _chunk = new byte[32];
        private readonly byte[] _line = new byte[Line.MaxLength];
        private readonly byte[] _label = new byte[64];
        private int _next;
        private int _count;
        private int _length;
        private int _fault;
        private bool _taken;

        /// <summary>Initializes a new instance of the <see cref="CommandReader"/> class.</summary>
        /// <param name="link">Where the bytes come from.</param>
        public CommandReader(ILink link)
        {
            _link = link;
        }

        /// <summary>Gets the line's bytes, from the start on.</summary>
        public byte[] Text => _line;

        /// <summary>Gets the line's length.</summary>
        public int Length => _length;

        /// <summary>Reads up to the end of a line.</summary>
        /// <returns>
        /// <see cref="Status.Ok"/>: a line is there; <see cref="Status.NotReady"/>: not yet; else what is wrong with the line.
        /// </returns>
        public int Poll()
        {
            if (_taken)
            {
                _taken = false;
                _length = 0;
                _fault = Status.Ok;
            }

            while (true)
            {
                if (_next == _count)
                {
                    _next = 0;
                    _count = _link.Read(_chunk);
                    if (_count == 0)
                    {
                        return Status.NotReady;
                    }
                }

                byte value = _chunk[_next++];
                if (value == '\n')
                {
                    if (_length > 0 || _fault != Status.Ok)
                    {
                        _taken = true;
                        return _fault;
                    }
                }
                else if (value != '\r')
                {
                    Take(value);
                }
            }
        }

        /// <summary>Tells whether a word of the line is this one, in upper or lower case.</summary>
        /// <param name="index">The word's number.</param>
        /// <param name="word">The word in lower case.</param>
        /// <returns>True: it is.</returns>
        public bool Is(int index, byte[] word)
        {
            int start = Start(index);
            for (int i = 0; i < word.Length; i++)
            {
                if (start + i >= _length || Lower(_line[start + i]) != word[i])
                {
                    return false;
                }
            }

            return start + word.Length == _length || _line[start + word.Length] == ' ';
        }

        /// <summary>Tells whether the line starts with these very bytes.</summary>
        /// <param name="bytes">The bytes.</param>
        /// <returns>True: it does.</returns>
        public bool StartsWith(byte[] bytes)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                if (i >= _length || _line[i] != bytes[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Tells whether the line has a word with this number.</summary>
        /// <param name="index">The word's number.</param>
        /// <returns>True: it has.</returns>
        public bool Has(int index)
        {
            return Start(index) < _length;
        }

        /// <summary>Finds the class that the rest of the line names: by its label, else by its number.</summary>
        /// <param name="index">The number of the word where the name starts.</param>
        /// <param name="classes">The number of classes.</param>
        /// <returns>The class, or -1.</returns>
        public int Class(int index, int classes)
        {
            int start = Start(index);
            int end = _length;
            while (end > start && _line[end - 1] == ' ')
            {
                end--;
            }

            for (int c = 0; c < classes; c++)
            {
                int length = Native.ReadLabel(c, _label, 0);
                bool same = length > 0 && length == end - start;
                for (int i = 0; i < length && same; i++)
                {
                    same = _label[i] == _line[start + i];
                }

                if (same)
                {
                    return c;
                }
            }

            int number = start < end ? 0 : -1;
            for (int i = start; i < end && number >= 0; i++)
            {
                int digit = _line[i] - '0';
                number = digit < 0 || digit > 9 || number > 9999 ? -1 : (number * 10) + digit;
            }

            return number < classes ? number : -1;
        }

        private static byte Lower(byte value)
        {
            return value >= 'A' && value <= 'Z' ? (byte)(value + 32) : value;
        }

        private void Take(byte value)
        {
            if (value < ' ' || value > '~')
            {
                _fault = Status.CommandBytes;
            }
            else if (_length < _line.Length)
            {
                _line[_length++] = value;
            }
            else if (_fault == Status.Ok)
            {
                _fault = Status.CommandLength;
            }
        }

        private int Start(int index)
        {
            int at = 0;
            for (int word = 0; ; word++)
            {
                while (at < _length && _line[at] == ' ')
                {
                    at++;
                }

                if (word == index)
                {
                    return at;
                }

                while (at < _length && _line[at] != ' ')
                {
                    at++;
                }
            }
        }
    }
}
