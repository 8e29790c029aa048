namespace System.IO.Ports
{
    /// <summary>Facade: the parity bit.</summary>
    public enum Parity
    {
        /// <summary>None.</summary>
        None,

        /// <summary>Odd.</summary>
        Odd,

        /// <summary>Even.</summary>
        Even,
    }
}
