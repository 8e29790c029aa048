using nanoFramework.TestFramework;
using TinyMl;
using TinyMl.Interop;

namespace NFUnitTest
{
    /// <summary>
    /// A model whose weights were set by hand, so that its answers are known without running it: a shake about x, y or z
    /// is "roll", "pitch" or "yaw", everything else "nothing".
    /// </summary>
    internal static class ShakeModel
    {
        internal const int Classes = 4;

        /// <summary>Rows of a window, each the mean of <see cref="Decimation"/> records.</summary>
        internal const int Rows = 20;

        /// <summary>Rows between two windows.</summary>
        internal const int Hop = 5;

        /// <summary>Records of a row.</summary>
        internal const int Decimation = 2;

        /// <summary>Records of a window.</summary>
        internal const int WindowRecords = Rows * Decimation;

        /// <summary>Records between two windows.</summary>
        internal const int HopRecords = Hop * Decimation;

        private const int ModelMemory = -97;

        /// <summary>The .tml file.</summary>
        internal static byte[] Bytes => ShakeModelData.Bytes;

        /// <summary>Opens the model; inferences run in one piece.</summary>
        internal static Model Open()
        {
            return Open(0);
        }

        /// <summary>Opens the model.</summary>
        internal static Model Open(int sliceMacs)
        {
            Model model = new Model(sliceMacs);
            int status = model.Opened(Load(Bytes));
            if (status == ModelMemory)
            {
                Assert.SkipTest("This firmware keeps no memory for models that are loaded.");
            }

            Assert.AreEqual(Status.Ok, status);
            return model;
        }

        /// <summary>Gives a model to the native side, in pieces, as from a file.</summary>
        internal static int Load(byte[] bytes)
        {
            const int Piece = 100;
            int status = Native.LoadStart(bytes.Length);
            for (int offset = 0; offset < bytes.Length && status == Status.Ok; offset += Piece)
            {
                int rest = bytes.Length - offset;
                status = Native.LoadBytes(bytes, offset, rest < Piece ? rest : Piece);
            }

            return status == Status.Ok ? Native.OpenLoaded() : status;
        }

        /// <summary>Copies the first bytes of the file, to damage them.</summary>
        internal static byte[] Copy(int length)
        {
            byte[] copy = new byte[length];
            System.Array.Copy(Bytes, 0, copy, 0, length);
            return copy;
        }

        /// <summary>Writes a whole window of one strong movement to the model's input.</summary>
        internal static void Feed(int axis)
        {
            Feed(axis, FakeImu.Strong);
        }

        /// <summary>Writes a whole window of one movement at a given rate to the model's input.</summary>
        internal static void Feed(int axis, short rate)
        {
            FakeImu imu = new FakeImu();
            SampleWindow window = new SampleWindow(imu);
            window.Break();
            imu.Move(axis, rate, WindowRecords);
            window.Poll(0);
            Assert.AreEqual(Status.Ok, window.Next(false, 0));
        }
    }
}
