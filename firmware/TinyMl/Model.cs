using System;
using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>The open model: what it says of itself, and its inference in slices.</summary>
    public sealed class Model
    {
        /// <summary>The version of the native interface that this library was written for.</summary>
        public const int Abi = 0x544D0001;

        private readonly int _sliceMacs;
        private byte[] _scores = new byte[0];

        /// <summary>Initializes a new instance of the <see cref="Model"/> class; nothing is open yet.</summary>
        /// <param name="sliceMacs">Multiply-accumulates of one slice; 0: a whole inference at once.</param>
        public Model(int sliceMacs)
        {
            _sliceMacs = sliceMacs;
            State = Status.NoModel;
        }

        /// <summary>Gets how opening ended: <see cref="Status.Ok"/> where a model is open.</summary>
        public int State { get; private set; }

        /// <summary>Gets a value indicating whether a model is open.</summary>
        public bool IsOpen => State == Status.Ok;

        /// <summary>Gets a value indicating whether an inference is under way.</summary>
        public bool IsRunning { get; private set; }

        /// <summary>Gets the last finished inference's scores, one of 0 to 255 a class.</summary>
        public byte[] Scores => _scores;

        /// <summary>Gets the number of classes.</summary>
        public int Classes => _scores.Length;

        /// <summary>Gets a value indicating whether the model can learn in the arena that the firmware has.</summary>
        public bool CanLearn { get; private set; }

        /// <summary>Checks that the managed and the native part fit each other.</summary>
        /// <returns><see cref="Status.Ok"/> or <see cref="Status.Abi"/>.</returns>
        public static int CheckAbi()
        {
            try
            {
                // A table that is shifted by an entry answers at most one of the two.
                return Native.AbiFirst() == Abi && Native.AbiLast() == Abi ? Status.Ok : Status.Abi;
            }
            catch (NotSupportedException)
            {
                return Status.Abi;
            }
        }

        /// <summary>Takes over the model that the native side has opened.</summary>
        /// <param name="status">What opening it returned.</param>
        /// <returns>The same status.</returns>
        public int Opened(int status)
        {
            State = status;
            IsRunning = false;
            CanLearn = false;
            if (IsOpen)
            {
                _scores = new byte[Field(ModelField.Classes)];
                CanLearn = Field(ModelField.Learning) != 0
                    && Native.ArenaBytes() >= Field(ModelField.LearnArenaBytes);
            }

            return status;
        }

        /// <summary>Gets a figure of the open model.</summary>
        /// <param name="field">One of <see cref="ModelField"/>.</param>
        /// <returns>The figure; 0 where the model lacks that part or none is open.</returns>
        public int Field(int field)
        {
            return Native.Info(field);
        }

        /// <summary>Runs a slice of an inference; the scores are there when it returns <see cref="Status.Ok"/>.</summary>
        /// <returns><see cref="Status.Ok"/>, <see cref="Status.Again"/> or an error.</returns>
        public int RunSlice()
        {
            int status = Native.Run(_sliceMacs);
            IsRunning = status == Status.Again;
            if (status == Status.Ok)
            {
                int count = Native.ReadScores(_scores);
                return count < 0 ? count : Status.Ok;
            }

            return status;
        }

        /// <summary>Runs every self-test vector of the model; an inference under way is abandoned.</summary>
        /// <returns>The number of vectors, all of which gave the right bytes, or a status below 0.</returns>
        public int SelfTest()
        {
            int status = IsOpen ? Restart() : State;
            int vectors = Field(ModelField.SelfTests);
            if (status == Status.Ok && vectors == 0)
            {
                status = Status.Unsupported;
            }

            for (int i = 0; i < vectors && status == Status.Ok; i++)
            {
                status = Native.SelfTest(i);
            }

            return status == Status.Ok ? vectors : status;
        }

        /// <summary>Abandons an inference under way.</summary>
        /// <returns>A status.</returns>
        public int Restart()
        {
            IsRunning = false;
            return Native.Restart();
        }
    }
}
