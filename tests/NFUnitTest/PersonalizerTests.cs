using nanoFramework.TestFramework;
using TinyMl;
using TinyMl.Interop;

namespace NFUnitTest
{
    [TestClass]
    public class PersonalizerTests
    {
        private const int NoShot = -9;
        private const int Roll = 0;
        private const int Pitch = 1;
        private const int Nothing = 3;
        private static RecordingLink _link;
        private static Model _model;
        private static Personalizer _personalizer;

        [TestMethod]
        public void A_Label_After_An_Event_Is_Learnt_And_Logged()
        {
            Shake();
            int[] factory = new int[ShakeModel.Classes];
            Assert.AreEqual(ShakeModel.Classes, Native.ReadBias(factory));
            Assert.AreEqual(Status.Ok, _personalizer.Label(Pitch, 5000));
            Assert.AreEqual(1, _personalizer.Learn[0]);
            Finish(7000);
            int[] learn = _personalizer.Learn;
            Assert.AreEqual(_model.Field(ModelField.Epochs), learn[1]);
            Assert.IsTrue(learn[3] < learn[2], "The loss must fall.");
            Assert.IsTrue(learn[4] > 0, "A bias must change.");
            string text = _link.Take();
            Assert.StartsWith("adapt t=7 n=1 shots=1 steps=20 us=", text);
            Assert.Contains("\nlearnt n=1 loss0=", text);

            // Away from what the model took it for, towards what it was.
            int[] biases = new int[ShakeModel.Classes];
            Native.ReadBias(biases);
            Assert.IsTrue(biases[Pitch] > factory[Pitch]);
            Assert.IsTrue(biases[Roll] < factory[Roll]);
        }

        [TestMethod]
        public void A_Gesture_Is_Labelled_Once()
        {
            Shake();
            _personalizer.IsOn = false;
            Assert.AreEqual(Status.Ok, _personalizer.Label(Pitch, 0));
            Assert.AreEqual(NoShot, _personalizer.Label(Pitch, 0));
            Assert.IsFalse(_personalizer.IsBusy);
        }

        [TestMethod]
        public void There_Must_Be_Such_A_Class()
        {
            Shake();
            Assert.AreEqual(Status.Label, _personalizer.Label(ShakeModel.Classes, 0));
            Assert.AreEqual(Status.Label, _personalizer.Label(-1, 0));
            Assert.AreEqual(Status.Ok, _personalizer.Label(0, 0));
        }

        [TestMethod]
        public void Factory_Forgets_Everything()
        {
            Shake();
            byte before = _model.Scores[Pitch];
            _personalizer.Label(Pitch, 0);
            Finish(0);
            Assert.AreEqual(Status.Ok, _personalizer.Factory(0));
            for (int i = 0; i < _personalizer.Learn.Length; i++)
            {
                Assert.AreEqual(0, _personalizer.Learn[i]);
            }

            ShakeModel.Feed(0);
            Assert.AreEqual(Status.Ok, _model.RunSlice());
            Assert.AreEqual(before, _model.Scores[Pitch]);
        }

        [TestMethod]
        public void The_Same_Seed_Learns_The_Same()
        {
            int[] first = Biases();
            int[] second = Biases();
            Assert.AreEqual(ShakeModel.Classes, first.Length);
            for (int c = 0; c < first.Length; c++)
            {
                Assert.AreEqual(first[c], second[c]);
            }
        }

        [TestMethod]
        public void Without_A_Model_There_Is_Nothing_To_Learn()
        {
            Shake();
            Native.Close();
            _model.Opened(Status.NoModel);
            Assert.AreEqual(Status.NoModel, _personalizer.Adapt());
            Assert.AreEqual(Status.NoModel, _personalizer.Factory(0));
            Assert.AreEqual(Status.State, _personalizer.Label(0, 0));
        }

        // A shake about x, run to its scores and taken for an event.
        private static void Shake()
        {
            _link = new RecordingLink();
            _model = ShakeModel.Open();
            if (!_model.CanLearn)
            {
                Assert.SkipTest("The arena of this firmware is too small to learn.");
            }

            Log log = new Log(_link);
            _personalizer = new Personalizer(
                _model, new Patches(_model, log, new RamPatchStore(512), 60), log, 3, 1, 100, 15);
            ShakeModel.Feed(0);
            Assert.AreEqual(Status.Ok, _model.RunSlice());
            _personalizer.OnWindow(DetectorChange.Started, Nothing);
        }

        private static void Finish(long now)
        {
            int slices = 0;
            while (_personalizer.IsBusy)
            {
                _personalizer.Step(now);
                slices++;
            }

            // 20 steps in slices of 3.
            Assert.IsTrue(slices >= 7);
        }

        private static int[] Biases()
        {
            Shake();
            _personalizer.Label(Pitch, 0);
            Finish(0);
            int[] biases = new int[ShakeModel.Classes];
            Assert.AreEqual(biases.Length, Native.ReadBias(biases));
            return biases;
        }
    }
}
