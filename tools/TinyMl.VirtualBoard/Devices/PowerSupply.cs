using System;

namespace TinyMl.VirtualBoard
{
    /// <summary>
    /// The power of a board, from one start to the next: counts what is done to lasting memories, and fails at one of these
    /// operations.
    /// </summary>
    public sealed class PowerSupply
    {
        private readonly int _cutAt;
        private readonly PowerCut _moment;

        /// <summary>Initializes a new instance of the <see cref="PowerSupply"/> class that never fails.</summary>
        public PowerSupply()
        {
            _cutAt = int.MaxValue;
            Chance = new Random(0);
        }

        /// <summary>Initializes a new instance of the <see cref="PowerSupply"/> class that fails once.</summary>
        /// <param name="operation">At this operation of a lasting memory; 0: the first.</param>
        /// <param name="moment">Within it or after it.</param>
        /// <param name="seed">What becomes of the bytes that it was at.</param>
        public PowerSupply(int operation, PowerCut moment, int seed)
        {
            _cutAt = operation;
            _moment = moment;
            Chance = new Random(seed);
        }

        /// <summary>Gets a value indicating whether the board has power.</summary>
        public bool IsOn { get; private set; } = true;

        /// <summary>Gets the operations of lasting memories so far.</summary>
        public int Operations { get; private set; }

        /// <summary>What decides which bytes an interrupted operation leaves.</summary>
        internal Random Chance { get; }

        /// <summary>Does an operation of a lasting memory.</summary>
        /// <param name="whole">Does it.</param>
        /// <param name="part">Leaves what a failure within it leaves.</param>
        /// <exception cref="PowerCutException">The power is off, or has failed now.</exception>
        internal void Operate(Action whole, Action part)
        {
            Check();
            bool fails = Operations++ == _cutAt;
            IsOn = !fails;
            if (fails && _moment == PowerCut.Within)
            {
                part();
            }
            else
            {
                whole();
            }

            Check();
        }

        /// <summary>Makes sure that there is power.</summary>
        /// <exception cref="PowerCutException">There is none.</exception>
        internal void Check()
        {
            if (!IsOn)
            {
                throw new PowerCutException();
            }
        }
    }
}
