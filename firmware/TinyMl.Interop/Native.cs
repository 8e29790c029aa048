using System.Reflection;
using System.Runtime.CompilerServices;

namespace TinyMl.Interop
{
    /// <summary>
    /// The door to the native engine: one static method per native function, and nothing else.
    /// </summary>
    /// <remarks>
    /// Calls are dispatched by the index of the method in this assembly, so no other type and no managed method may be
    /// added here, and a method may only be inserted or moved together with the native method table.
    /// The engine, its arena and the model live on the native side: no array is kept between two calls.
    /// Every method returns a status (see <c>TinyMl.Status</c>) or a count; none throws for anything the device can meet.
    /// A missing native part makes the first call throw <see cref="System.NotSupportedException"/>.
    /// </remarks>
    public static class Native
    {
        /// <summary>Gets the version of the native interface and forgets a model that an earlier program left open.</summary>
        /// <remarks>The first entry of the table, so that a shifted one is noticed.</remarks>
        /// <returns>The number that <c>TinyMl.Model.Abi</c> repeats.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int AbiFirst();

        /// <summary>Opens the model that was linked into the firmware.</summary>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int OpenBuiltIn();

        /// <summary>Opens a model embedded in a managed assembly as a resource, in place.</summary>
        /// <param name="assembly">The assembly that carries the resource.</param>
        /// <param name="resourceFile">The resource file's name in the assembly.</param>
        /// <param name="id">The resource's id.</param>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int OpenResource(Assembly assembly, string resourceFile, short id);

        /// <summary>Closes the engine and begins to receive a model into memory kept for that.</summary>
        /// <param name="bytes">The model's length.</param>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int LoadStart(int bytes);

        /// <summary>Appends a piece of the model that <see cref="LoadStart"/> announced.</summary>
        /// <param name="bytes">An array with the piece.</param>
        /// <param name="offset">Where the piece starts in the array.</param>
        /// <param name="count">The piece's length.</param>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int LoadBytes(byte[] bytes, int offset, int count);

        /// <summary>Opens the model that was received.</summary>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int OpenLoaded();

        /// <summary>Forgets the model and everything learnt.</summary>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Close();

        /// <summary>Runs one slice of an inference.</summary>
        /// <param name="maxMacs">At most so many multiply-accumulates; 0: to the end.</param>
        /// <returns>A status: done, or call again.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Run(int maxMacs);

        /// <summary>Abandons an inference under way.</summary>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Restart();

        /// <summary>Gives raw sensor records to the front end, up to the next due window.</summary>
        /// <param name="bytes">An array with whole records.</param>
        /// <param name="offset">Where the first record starts.</param>
        /// <param name="count">The bytes of all records.</param>
        /// <returns>The bytes consumed, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Feed(byte[] bytes, int offset, int count);

        /// <summary>Tells the front end that samples were lost.</summary>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Gap();

        /// <summary>Writes a due window to the model's input.</summary>
        /// <returns>A status: done, or not ready.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Window();

        /// <summary>Copies raw bytes to the model's first input.</summary>
        /// <param name="bytes">An array with the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <returns>The bytes copied, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int WriteInput(byte[] bytes, int offset, int count);

        /// <summary>Copies the model's last output, one score of 0 to 255 a class.</summary>
        /// <param name="scores">Receives the scores.</param>
        /// <returns>The number of scores, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ReadScores(byte[] scores);

        /// <summary>Keeps the finished inference as the one that a label would mean.</summary>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Mark();

        /// <summary>Stores the marked inference as a shot of a class.</summary>
        /// <param name="label">The class.</param>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Label(int label);

        /// <summary>Runs one slice of an adaptation to the stored shots, the guard's tests included.</summary>
        /// <param name="maxMacs">At most so many multiply-accumulates; 0: to the end.</param>
        /// <param name="seed">Makes the adaptation reproducible.</param>
        /// <returns>A status: done, or call again.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Adapt(int maxMacs, int seed);

        /// <summary>Forgets all shots and returns to the factory's parameters.</summary>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Factory();

        /// <summary>Reads what learning has done and what the guard made of it, in the order of <c>TinyMl.LearnField</c>.</summary>
        /// <param name="values">Receives the fourteen values.</param>
        /// <returns>The number of values, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ReadLearn(int[] values);

        /// <summary>Reads the learnt biases, one a class.</summary>
        /// <param name="values">Receives the biases.</param>
        /// <returns>The number of biases, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ReadBias(int[] values);

        /// <summary>Runs one self-test vector.</summary>
        /// <param name="index">The vector's number.</param>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int SelfTest(int index);

        /// <summary>Gets a figure of the open model.</summary>
        /// <param name="field">One of <c>TinyMl.ModelField</c>.</param>
        /// <returns>The figure; 0 where the model lacks that part or none is open.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Info(int field);

        /// <summary>Gets the arena that the firmware keeps for models.</summary>
        /// <returns>Its bytes.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ArenaBytes();

        /// <summary>Copies the open model's name as ASCII.</summary>
        /// <param name="text">Receives the characters.</param>
        /// <param name="offset">Where to put them.</param>
        /// <returns>The number of characters, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ReadName(byte[] text, int offset);

        /// <summary>Copies the label of a class as ASCII.</summary>
        /// <param name="label">The class.</param>
        /// <param name="text">Receives the characters.</param>
        /// <param name="offset">Where to put them.</param>
        /// <returns>The number of characters, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ReadLabel(int label, byte[] text, int offset);

        /// <summary>Copies the sentence of a status as ASCII.</summary>
        /// <param name="status">The status.</param>
        /// <param name="text">Receives the characters.</param>
        /// <param name="offset">Where to put them.</param>
        /// <returns>The number of characters, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ReadStatus(int status, byte[] text, int offset);

        /// <summary>Turns raw sensor records into lines of numbers separated by TAB.</summary>
        /// <param name="records">An array with whole records.</param>
        /// <param name="offset">Where the first record starts.</param>
        /// <param name="count">The bytes of all records.</param>
        /// <param name="layout">The bytes of one record, then the offset of each channel's big-endian number in it.</param>
        /// <param name="text">Receives the lines.</param>
        /// <returns>The number of characters, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int FormatRecords(byte[] records, int offset, int count, byte[] layout, byte[] text);

        /// <summary>Begins to convert what a microphone sends to 16-bit PCM at the model's rate.</summary>
        /// <param name="state">Receives all that is kept, in the order of <c>TinyMl.PcmState</c>.</param>
        /// <param name="format">One of <c>TinyMl.PcmFormat</c>.</param>
        /// <param name="rateIn">Samples a second that come, in mHz.</param>
        /// <param name="rateOut">Samples a second that the model wants, in mHz; a quarter to four times the other.</param>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int PcmStart(int[] state, int format, int rateIn, int rateOut);

        /// <summary>Converts samples.</summary>
        /// <param name="state">What <see cref="PcmStart"/> made.</param>
        /// <param name="bytes">An array that begins with whole samples.</param>
        /// <param name="count">Their bytes.</param>
        /// <param name="missing">Samples that were lost before them; a straight line goes in their place.</param>
        /// <param name="pcm">Receives the samples.</param>
        /// <returns>Their bytes, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int PcmConvert(int[] state, byte[] bytes, int count, int missing, byte[] pcm);

        /// <summary>Makes the header of a patch of what was learnt, which must not change until it has been read.</summary>
        /// <param name="sequence">The number by which the newer of two patches is known.</param>
        /// <param name="commits">How often the memory has been written, this time included.</param>
        /// <param name="contents">1: the parameters, 2: the shots, 3: both; 0: neither, which means the factory's.</param>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int PatchSeal(int sequence, int commits, int contents);

        /// <summary>Copies bytes of the sealed patch.</summary>
        /// <param name="position">The first of them.</param>
        /// <param name="bytes">Receives them.</param>
        /// <param name="offset">Where to put them.</param>
        /// <param name="count">How many.</param>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int PatchRead(int position, byte[] bytes, int offset, int count);

        /// <summary>Compares bytes with those of the sealed patch.</summary>
        /// <param name="position">Where in the patch.</param>
        /// <param name="bytes">An array with the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <returns>A status: equal, or that the memory is worn.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int PatchCompare(int position, byte[] bytes, int offset, int count);

        /// <summary>Begins to receive a patch, into the parameters that training uses.</summary>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int PatchStart();

        /// <summary>Takes the next bytes of a patch.</summary>
        /// <param name="bytes">An array with the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <returns>A status; a wrong header is refused as soon as it is whole.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int PatchReceive(byte[] bytes, int offset, int count);

        /// <summary>Proves the patch that was received.</summary>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int PatchCheck();

        /// <summary>Proves the patch that was received, and makes its parameters the active ones.</summary>
        /// <returns>A status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int PatchImport();

        /// <summary>Copies a line of the sealed patch as ASCII.</summary>
        /// <param name="line">The line's number.</param>
        /// <param name="text">Receives the characters.</param>
        /// <param name="offset">Where to put them.</param>
        /// <returns>The number of characters, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int PatchLine(int line, byte[] text, int offset);

        /// <summary>Takes the next line of a patch.</summary>
        /// <param name="text">An array with the line.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its characters.</param>
        /// <returns>The line's number, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int PatchTakeLine(byte[] text, int offset, int count);

        /// <summary>
        /// Reads what the patch is that was sealed or received: sequence, commits, its bytes, bytes received, bytes of its
        /// parameters, shots, and the most bytes that a patch of this model can have.
        /// </summary>
        /// <param name="values">Receives the seven values.</param>
        /// <returns>The number of values, or a status below 0.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ReadPatch(int[] values);

        /// <summary>Gets the time of a clock that never jumps; on a board it starts at reset, on a PC's nanoCLR anywhere.</summary>
        /// <returns>Microseconds.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern long Microseconds();

        /// <summary>Gets the version of the native interface; the table's last entry.</summary>
        /// <returns>The number that <c>TinyMl.Model.Abi</c> repeats.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int AbiLast();
    }
}
