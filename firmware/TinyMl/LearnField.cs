namespace TinyMl
{
    /// <summary>The places of what <see cref="TinyMl.Interop.Native.ReadLearn"/> gives: tml_learn_info of tinyml.h.</summary>
    public static class LearnField
    {
        /// <summary>Shots that are stored.</summary>
        public const int Shots = 0;

        /// <summary>Gradient steps of the last adaptation.</summary>
        public const int Steps = 1;

        /// <summary>Mean loss over the shots with the factory's parameters, Q16.16 nats.</summary>
        public const int LossBefore = 2;

        /// <summary>The same with what was trained.</summary>
        public const int LossAfter = 3;

        /// <summary>Largest change of a bias in use, in accumulator units.</summary>
        public const int Change = 4;

        /// <summary>One of <see cref="TinyMl.Decision"/>.</summary>
        public const int Decision = 5;

        /// <summary>Shots that were held back in turn, to test with.</summary>
        public const int UserTested = 6;

        /// <summary>Those of them that the factory's parameters name right.</summary>
        public const int UserBefore = 7;

        /// <summary>Those that parameters trained without them name right.</summary>
        public const int UserAfter = 8;

        /// <summary>The factory's examples.</summary>
        public const int FactoryTested = 9;

        /// <summary>Those of them that the factory's parameters name right.</summary>
        public const int FactoryBefore = 10;

        /// <summary>Those that the trained parameters name right.</summary>
        public const int FactoryAfter = 11;

        /// <summary>Shots whose label the others contradict: they took no part in training.</summary>
        public const int Doubtful = 12;

        /// <summary>How often the change was halved before it passed, 0 to 3.</summary>
        public const int Level = 13;

        /// <summary>How many there are.</summary>
        public const int Count = 14;
    }
}
