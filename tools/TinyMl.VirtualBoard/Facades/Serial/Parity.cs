namespace System.IO.Ports
{
    /// <summary>Facade: the parity bit.</summary>
    public enum Parity
    {
        /// <summary>None.</summary>
        None,

        /// <summary>Even.</summary>
        Even,

        /// <summary>Odd.</summary>
        Odd,
    }
}
