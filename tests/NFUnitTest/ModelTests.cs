using nanoFramework.TestFramework;
using TinyMl;
using TinyMl.Interop;

namespace NFUnitTest
{
    [TestClass]
    public class ModelTests
    {
        // The numbers of native-interop/include/tinyml/status.h that the managed code itself does not need.
        private const int Truncated = -20;
        private const int Magic = -22;
        private const int Crc = -24;
        private const int ModelMemory = -97;

        [TestMethod]
        public void Managed_And_Native_Part_Fit_Each_Other()
        {
            Assert.AreEqual(Model.Abi, Native.AbiFirst());
            Assert.AreEqual(Model.Abi, Native.AbiLast());
            Assert.AreEqual(Status.Ok, Model.CheckAbi());
        }

        [TestMethod]
        public void An_Open_Model_Says_What_It_Is()
        {
            Model model = ShakeModel.Open();
            Assert.IsTrue(model.IsOpen);
            Assert.AreEqual(ShakeModel.Classes, model.Classes);
            Assert.AreEqual(ShakeModel.Bytes.Length, model.Field(ModelField.ModelBytes));
            Assert.AreEqual(1, model.Field(ModelField.FrontEnd));
            Assert.AreEqual(14, model.Field(ModelField.RecordBytes));
            Assert.AreEqual(ShakeModel.Rows, model.Field(ModelField.Rows));
            Assert.AreEqual(100000, model.Field(ModelField.SampleRate));
            Assert.AreEqual(0, model.Field(1000));

            RecordingLink link = new RecordingLink();
            new Line(link).Start(Line.Word(string.Empty)).Name().Text(Line.Word(" ")).Label(2).Send();
            Assert.AreEqual("test-shake yaw\n", link.Take());
        }

        [TestMethod]
        public void The_Arena_Holds_The_Model()
        {
            Model model = ShakeModel.Open();
            Assert.IsTrue(Native.ArenaBytes() >= model.Field(ModelField.ArenaBytes));
            Assert.IsTrue(model.Field(ModelField.LearnArenaBytes) > model.Field(ModelField.ArenaBytes));
            Assert.AreEqual(model.CanLearn, Native.ArenaBytes() >= model.Field(ModelField.LearnArenaBytes));
        }

        [TestMethod]
        public void Every_Self_Test_Vector_Gives_The_Bytes_Of_The_Compiler()
        {
            Assert.AreEqual(3, ShakeModel.Open().SelfTest());
            Assert.AreEqual(Status.Argument, Native.SelfTest(3));
        }

        [DataRow(0, 0)]
        [DataRow(1, 1)]
        [DataRow(2, 2)]
        [DataRow(-1, 3)]
        public void A_Shake_Is_Named_By_Its_Axis(int axis, int expected)
        {
            Model model = ShakeModel.Open();
            ShakeModel.Feed(axis);
            Assert.AreEqual(Status.Ok, model.RunSlice());
            for (int c = 0; c < ShakeModel.Classes; c++)
            {
                Assert.IsTrue(c == expected ? model.Scores[c] > 160 : model.Scores[c] < 96, "class " + c.ToString());
            }
        }

        [TestMethod]
        public void Slices_Give_The_Scores_Of_A_Whole_Inference()
        {
            Model whole = ShakeModel.Open();
            ShakeModel.Feed(1);
            Assert.AreEqual(Status.Ok, whole.RunSlice());

            Model sliced = ShakeModel.Open(1);
            ShakeModel.Feed(1);
            int slices = 1;
            while (sliced.RunSlice() == Status.Again)
            {
                Assert.IsTrue(sliced.IsRunning);
                slices++;
            }

            Assert.IsFalse(sliced.IsRunning);
            Assert.IsTrue(slices > 10);
            for (int c = 0; c < ShakeModel.Classes; c++)
            {
                Assert.AreEqual(whole.Scores[c], sliced.Scores[c]);
            }
        }

        [TestMethod]
        public void An_Inference_Can_Be_Abandoned()
        {
            Model model = ShakeModel.Open(1);
            ShakeModel.Feed(0);
            Assert.AreEqual(Status.Again, model.RunSlice());
            Assert.AreEqual(Status.Ok, model.Restart());
            Assert.IsFalse(model.IsRunning);
        }

        [TestMethod]
        public void A_Damaged_Model_Is_Refused()
        {
            byte[] damaged = ShakeModel.Copy(ShakeModel.Bytes.Length);
            damaged[damaged.Length - 8] ^= 1;
            Refuse(damaged, Crc);
        }

        [TestMethod]
        public void Something_Else_Is_Refused()
        {
            byte[] other = ShakeModel.Copy(ShakeModel.Bytes.Length);
            other[0] ^= 0xFF;
            Refuse(other, Magic);
        }

        [TestMethod]
        public void A_Cut_Model_Is_Refused()
        {
            Refuse(ShakeModel.Copy(ShakeModel.Bytes.Length - 4), Truncated);
        }

        [TestMethod]
        public void A_Model_That_Did_Not_Arrive_Whole_Is_Refused()
        {
            ShakeModel.Open();
            Assert.AreEqual(Status.Ok, Native.LoadStart(ShakeModel.Bytes.Length));
            Assert.AreEqual(Status.Ok, Native.LoadBytes(ShakeModel.Bytes, 0, 100));
            Assert.AreEqual(Truncated, Native.OpenLoaded());
            Assert.AreEqual(Status.State, Native.Run(0));
        }

        [TestMethod]
        public void Pieces_Outside_Array_Or_Announcement_Are_Refused()
        {
            ShakeModel.Open();
            byte[] bytes = new byte[8];
            Assert.AreEqual(Status.Ok, Native.LoadStart(bytes.Length));
            Assert.AreEqual(Status.Argument, Native.LoadBytes(bytes, -1, 4));
            Assert.AreEqual(Status.Argument, Native.LoadBytes(bytes, 0, -4));
            Assert.AreEqual(Status.Argument, Native.LoadBytes(bytes, 4, 5));
            Assert.AreEqual(Status.Argument, Native.LoadBytes(bytes, 2147483647, 2147483647));
            Assert.AreEqual(Status.Argument, Native.LoadBytes(null, 0, 4));
            Assert.AreEqual(Status.Ok, Native.LoadBytes(bytes, 0, 8));
            Assert.AreEqual(Status.Argument, Native.LoadBytes(bytes, 0, 1));
        }

        [TestMethod]
        public void A_Model_That_Is_Too_Large_Is_Refused_Before_It_Comes()
        {
            ShakeModel.Open();
            Assert.AreEqual(ModelMemory, Native.LoadStart(2147483647));
            Assert.AreEqual(Status.Argument, Native.LoadStart(0));
            Assert.AreEqual(Status.Argument, Native.LoadStart(-1));
        }

        [TestMethod]
        public void Without_A_Model_Every_Call_Says_So()
        {
            ShakeModel.Open();
            Assert.AreEqual(Status.Ok, Native.Close());
            byte[] bytes = new byte[64];
            Assert.AreEqual(Status.State, Native.Run(0));
            Assert.AreEqual(Status.State, Native.Restart());
            Assert.AreEqual(Status.State, Native.Feed(bytes, 0, 14));
            Assert.AreEqual(Status.State, Native.Gap());
            Assert.AreEqual(Status.State, Native.Window());
            Assert.AreEqual(Status.State, Native.WriteInput(bytes, 0, 1));
            Assert.AreEqual(Status.State, Native.ReadScores(bytes));
            Assert.AreEqual(Status.State, Native.Mark());
            Assert.AreEqual(Status.State, Native.Label(0));
            Assert.AreEqual(Status.State, Native.Adapt(0, 1));
            Assert.AreEqual(Status.State, Native.Factory());
            Assert.AreEqual(Status.State, Native.ReadLearn(new int[LearnField.Count]));
            Assert.AreEqual(Status.State, Native.ReadBias(new int[5]));
            Assert.AreEqual(Status.State, Native.SelfTest(0));
            Assert.AreEqual(Status.State, Native.ReadName(bytes, 0));
            Assert.AreEqual(Status.State, Native.ReadLabel(0, bytes, 0));
            Assert.AreEqual(0, Native.Info(ModelField.Classes));
        }

        [TestMethod]
        public void Arrays_That_Do_Not_Fit_Are_Refused()
        {
            ShakeModel.Open();
            byte[] bytes = new byte[28];
            Assert.AreEqual(Status.Argument, Native.Feed(bytes, 15, 14));
            Assert.AreEqual(Status.Argument, Native.Feed(null, 0, 0));
            Assert.AreEqual(Status.Argument, Native.WriteInput(new byte[4096], 0, 4096));
            Assert.AreEqual(Status.Argument, Native.ReadScores(null));
            Assert.AreEqual(Status.Argument, Native.ReadLearn(new int[LearnField.Count - 1]));
            Assert.AreEqual(Status.Argument, Native.ReadName(bytes, 27));
            Assert.AreEqual(Status.Label, Native.ReadLabel(4, bytes, 0));
            Assert.AreEqual(Status.Argument, Native.ReadStatus(Status.Ok, bytes, 27));
            Assert.AreEqual(Status.Argument, Native.Run(-1));
        }

        [TestMethod]
        public void Time_Goes_On()
        {
            long before = Native.Microseconds();
            Assert.IsTrue(before >= 0);
            Assert.IsTrue(Native.Microseconds() >= before);
        }

        private static void Refuse(byte[] bytes, int status)
        {
            Model model = new Model(0);
            Assert.AreEqual(status, model.Opened(ShakeModel.Load(bytes)));
            Assert.IsFalse(model.IsOpen);
            Assert.AreEqual(status, model.SelfTest());
            Assert.AreEqual(Status.State, Native.Run(0));
        }
    }
}
