namespace TinyMl
{
    /// <summary>What the guard made of an adaptation: tml_decision of tinyml.h.</summary>
    public static class Decision
    {
        /// <summary>There was no adaptation yet.</summary>
        public const int None = 0;

        /// <summary>Neither test got worse: what was trained is in use.</summary>
        public const int Confirmed = 1;

        /// <summary>Refused: fewer of the user's held-back shots came out right.</summary>
        public const int Worse = 2;

        /// <summary>Refused: fewer of the factory's examples came out right.</summary>
        public const int Forgets = 3;

        /// <summary>Refused: there are fewer than two shots, or no factory's examples, to test with.</summary>
        public const int Untested = 4;

        /// <summary>Refused: nothing got better.</summary>
        public const int NoGain = 5;

        /// <summary>Refused: the others contradict most of the labels.</summary>
        public const int Doubted = 6;
    }
}
