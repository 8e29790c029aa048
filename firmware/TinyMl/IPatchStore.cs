namespace TinyMl
{
    /// <summary>
    /// Two slots that keep bytes without power. One slot is open at a time, and is read or written from its start on.
    /// </summary>
    /// <remarks>
    /// No call waits: <see cref="Status.Again"/> means that the memory is busy and that the same call shall be made again,
    /// a millisecond later or so. What a slot held is undefined from <see cref="OpenToWrite"/> until
    /// <see cref="Close"/> has returned <see cref="Status.Ok"/>; the other slot is never touched. Power may fail at any
    /// moment. Whether a slot holds something valid is for others to find out.
    /// </remarks>
    public interface IPatchStore
    {
        /// <summary>Gets the most bytes that a slot holds.</summary>
        int SlotBytes { get; }

        /// <summary>Gets the most bytes of one <see cref="Read"/> or <see cref="Write"/>.</summary>
        int PieceBytes { get; }

        /// <summary>Opens a slot to read it.</summary>
        /// <param name="slot">0 or 1.</param>
        /// <returns>A status; <see cref="Status.PatchNone"/>: nothing was ever written there.</returns>
        int OpenToRead(int slot);

        /// <summary>Reads the next bytes.</summary>
        /// <param name="bytes">Receives them, from its start on.</param>
        /// <param name="count">How many.</param>
        /// <returns>A status; <see cref="Status.PatchCut"/>: the slot has fewer.</returns>
        int Read(byte[] bytes, int count);

        /// <summary>Opens a slot to write it.</summary>
        /// <param name="slot">0 or 1.</param>
        /// <returns>A status.</returns>
        int OpenToWrite(int slot);

        /// <summary>Writes the next bytes. All pieces but the last have <see cref="PieceBytes"/>.</summary>
        /// <param name="bytes">The bytes, from its start on.</param>
        /// <param name="count">How many.</param>
        /// <returns>A status.</returns>
        int Write(byte[] bytes, int count);

        /// <summary>Ends reading or writing.</summary>
        /// <returns>A status; <see cref="Status.Ok"/>: what was written outlives the power.</returns>
        int Close();

        /// <summary>Wipes a slot, its beginning last.</summary>
        /// <param name="slot">0 or 1.</param>
        /// <returns>A status.</returns>
        int Erase(int slot);
    }
}
