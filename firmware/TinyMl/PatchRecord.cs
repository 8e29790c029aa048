using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>What the native part tells of the record that is received or sealed.</summary>
    internal sealed class PatchRecord
    {
        /// <summary>The bytes before everything else: a record of no more says "the factory's".</summary>
        internal const int HeaderBytes = 44;

        private const int LineBytes = 48;

        private readonly int[] _values = new int[7];

        /// <summary>The record's sequence number.</summary>
        internal int Sequence => _values[0];

        /// <summary>How often the memory was written that it comes from.</summary>
        internal int Commits => _values[1];

        /// <summary>The bytes of the record; those of its header until that is whole.</summary>
        internal int Bytes => _values[2];

        /// <summary>The bytes that are still to come.</summary>
        internal int Left => _values[2] - _values[3];

        /// <summary>A value indicating whether it has parameters, and not the factory's.</summary>
        internal bool IsLearnt => _values[4] > 0;

        /// <summary>The shots that it has.</summary>
        internal int Shots => _values[5];

        /// <summary>The most bytes that a record of the open model can have.</summary>
        internal int MostBytes => _values[6];

        /// <summary>The lines of text that it makes.</summary>
        internal int Lines => (Bytes + LineBytes - 1) / LineBytes;

        /// <summary>Asks the native part.</summary>
        /// <returns>False: the model does not learn.</returns>
        internal bool Read()
        {
            return Native.ReadPatch(_values) > 0;
        }
    }
}
