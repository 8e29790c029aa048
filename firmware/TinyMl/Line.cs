using System;
using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>
    /// One line of the serial protocol, built in place: at most 80 ASCII characters and LF, without allocation.
    /// Whatever does not fit is cut.
    /// </summary>
    public sealed class Line
    {
        /// <summary>The most characters of a line, LF not counted.</summary>
        public const int MaxLength = 80;

        // The sentence of a status is copied behind what stands there already, so it must not be able to run out.
        private const int Spare = 128;

        private readonly byte[] _bytes = new byte[MaxLength + Spare];
        private readonly byte[] _digits = new byte[20];
        private readonly ILink _link;
        private int _length;

        /// <summary>Initializes a new instance of the <see cref="Line"/> class.</summary>
        /// <param name="link">Where finished lines go.</param>
        public Line(ILink link)
        {
            _link = link;
        }

        /// <summary>Turns a constant into bytes once, at start-up.</summary>
        /// <param name="text">ASCII characters.</param>
        /// <returns>The bytes.</returns>
        public static byte[] Word(string text)
        {
            byte[] word = new byte[text.Length];
            for (int i = 0; i < word.Length; i++)
            {
                word[i] = (byte)text[i];
            }

            return word;
        }

        /// <summary>Starts a new line; what was not sent is dropped.</summary>
        /// <param name="word">The first word.</param>
        /// <returns>This line.</returns>
        public Line Start(byte[] word)
        {
            _length = 0;
            return Text(word);
        }

        /// <summary>Appends bytes.</summary>
        /// <param name="word">The bytes.</param>
        /// <returns>This line.</returns>
        public Line Text(byte[] word)
        {
            int count = word.Length <= MaxLength - _length ? word.Length : MaxLength - _length;
            Array.Copy(word, 0, _bytes, _length, count);
            _length += count;
            return this;
        }

        /// <summary>Appends a decimal number.</summary>
        /// <param name="value">The number.</param>
        /// <returns>This line.</returns>
        public Line Number(long value)
        {
            int i = _digits.Length;
            long rest = value;
            do
            {
                int digit = (int)(rest % 10);
                _digits[--i] = (byte)('0' + (digit < 0 ? -digit : digit));
                rest /= 10;
            }
            while (rest != 0);

            if (value < 0)
            {
                Byte('-');
            }

            while (i < _digits.Length)
            {
                Byte((char)_digits[i++]);
            }

            return this;
        }

        /// <summary>Appends a 32-bit number without sign, in decimal.</summary>
        /// <param name="value">Its bits.</param>
        /// <returns>This line.</returns>
        public Line Unsigned(int value)
        {
            return Number((uint)value);
        }

        /// <summary>Appends a number in hexadecimal.</summary>
        /// <param name="value">The number.</param>
        /// <param name="digits">How many digits, leading zeros included.</param>
        /// <returns>This line.</returns>
        public Line Hex(int value, int digits)
        {
            for (int shift = (digits * 4) - 4; shift >= 0; shift -= 4)
            {
                int digit = (value >> shift) & 15;
                Byte((char)(digit < 10 ? '0' + digit : 'a' + digit - 10));
            }

            return this;
        }

        /// <summary>Appends a Q16.16 number with four decimals.</summary>
        /// <param name="value">The number times 65536.</param>
        /// <returns>This line.</returns>
        public Line Fixed(int value)
        {
            long scaled = (((long)value * 10000) + (value < 0 ? -32768 : 32768)) / 65536;
            if (scaled < 0)
            {
                Byte('-');
                scaled = -scaled;
            }

            Number(scaled / 10000);
            Byte('.');
            int decimals = (int)(scaled % 10000);
            for (int place = 1000; place > 0; place /= 10)
            {
                Byte((char)('0' + (decimals / place % 10)));
            }

            return this;
        }

        /// <summary>Appends the label of a class.</summary>
        /// <param name="label">The class.</param>
        /// <returns>This line.</returns>
        public Line Label(int label)
        {
            return Copied(Native.ReadLabel(label, _bytes, _length));
        }

        /// <summary>Appends the open model's name.</summary>
        /// <returns>This line.</returns>
        public Line Name()
        {
            return Copied(Native.ReadName(_bytes, _length));
        }

        /// <summary>Appends a line of the sealed patch: "TML:" and base64.</summary>
        /// <param name="number">The line's number.</param>
        /// <returns>This line.</returns>
        public Line Patch(int number)
        {
            return Copied(Native.PatchLine(number, _bytes, _length));
        }

        /// <summary>Appends a status: its number and its sentence.</summary>
        /// <param name="status">The status.</param>
        /// <returns>This line.</returns>
        public Line Status(int status)
        {
            Number(status);
            Byte(' ');
            return Copied(Native.ReadStatus(status, _bytes, _length));
        }

        /// <summary>Sends the line.</summary>
        public void Send()
        {
            _bytes[_length] = (byte)'\n';
            _link.Write(_bytes, 0, _length + 1);
            _length = 0;
        }

        private Line Copied(int count)
        {
            if (count > 0)
            {
                _length = _length + count <= MaxLength ? _length + count : MaxLength;
            }

            return this;
        }

        private void Byte(char value)
        {
            if (_length < MaxLength)
            {
                _bytes[_length++] = (byte)value;
            }
        }
    }
}
