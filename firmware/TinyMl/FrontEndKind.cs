namespace TinyMl
{
    /// <summary>What a model's front end takes.</summary>
    public static class FrontEndKind
    {
        /// <summary>The model has none.</summary>
        public const int None = 0;

        /// <summary>Records of an inertial sensor.</summary>
        public const int Imu = 1;

        /// <summary>Samples of sound.</summary>
        public const int Audio = 2;
    }
}
