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
        private const int Yaw = 2;
        private const int Nothing = 3;
        private const short Strong = FakeImu.Strong;

        // Below the floor of the front end, which makes all others alike.
        private const short Soft = 290;
        private static RecordingLink _link;
        private static Model _model;
        private static Personalizer _personalizer;

        [TestMethod]
        public void A_Single_Label_Is_Stored_But_Cannot_Be_Tested()
        {
            Shake(Roll, Strong);
            Assert.AreEqual(Status.Ok, _personalizer.Label(Roll, 5000));
            Assert.AreEqual(1, _personalizer.Learn[LearnField.Shots]);
            Finish(7000);
            Assert.AreEqual(Decision.Untested, _personalizer.Learn[LearnField.Decision]);
            string text = _link.Take();
            Assert.StartsWith("adapt t=7 n=1 shots=1 doubtful=0 steps=0 us=", text);
            Assert.EndsWith("\nguard n=1 decision=untested user=0->0/0 factory=0->0/0\n", text);
        }

        [TestMethod]
        public void Labels_That_Help_Are_Learnt_And_Logged()
        {
            // Soft shakes about z, which the factory takes for nothing.
            Shake(Yaw, Soft);
            int[] factory = new int[ShakeModel.Classes];
            Assert.AreEqual(ShakeModel.Classes, Native.ReadBias(factory));
            Teach(2);
            int[] learn = _personalizer.Learn;
            Assert.AreEqual(Decision.Confirmed, learn[LearnField.Decision]);
            Assert.IsTrue(learn[LearnField.LossAfter] < learn[LearnField.LossBefore], "The loss must fall.");
            Assert.IsTrue(learn[LearnField.Change] > 0, "A bias must change.");
            string text = _link.Take();
            Assert.Contains("\nguard n=2 decision=confirmed user=0->2/2 factory=5->5/5\nlearnt n=2 loss0=", text);

            // Away from what the model took it for, towards what it was.
            int[] biases = new int[ShakeModel.Classes];
            Native.ReadBias(biases);
            Assert.IsTrue(biases[Yaw] > factory[Yaw]);
            Assert.IsTrue(biases[Nothing] < factory[Nothing]);
        }

        [TestMethod]
        public void What_Is_Refused_Changes_Nothing()
        {
            // Strong shakes about x are no yaw: the labels contradict what the factory knows.
            Shake(Roll, Strong);
            byte before = _model.Scores[Roll];
            int[] factory = new int[ShakeModel.Classes];
            Native.ReadBias(factory);
            _personalizer.Label(Yaw, 0);
            Finish(0);
            int[] biases = new int[ShakeModel.Classes];
            Native.ReadBias(biases);
            for (int c = 0; c < biases.Length; c++)
            {
                Assert.AreEqual(factory[c], biases[c]);
            }

            ShakeModel.Feed(Roll);
            Assert.AreEqual(Status.Ok, _model.RunSlice());
            Assert.AreEqual(before, _model.Scores[Roll]);
        }

        [TestMethod]
        public void A_Gesture_Is_Labelled_Once()
        {
            Shake(Roll, Strong);
            _personalizer.IsOn = false;
            Assert.AreEqual(Status.Ok, _personalizer.Label(Roll, 0));
            Assert.AreEqual(NoShot, _personalizer.Label(Roll, 0));
            Assert.IsFalse(_personalizer.IsBusy);
        }

        [TestMethod]
        public void There_Must_Be_Such_A_Class()
        {
            Shake(Roll, Strong);
            Assert.AreEqual(Status.Label, _personalizer.Label(ShakeModel.Classes, 0));
            Assert.AreEqual(Status.Label, _personalizer.Label(-1, 0));
            Assert.AreEqual(Status.Ok, _personalizer.Label(0, 0));
        }

        [TestMethod]
        public void Factory_Forgets_Everything()
        {
            Shake(Yaw, Soft);
            byte before = _model.Scores[Yaw];
            Teach(2);
            ShakeModel.Feed(Yaw, Soft);
            Assert.AreEqual(Status.Ok, _model.RunSlice());
            Assert.IsTrue(_model.Scores[Yaw] > before, "Something must have been learnt.");
            Assert.AreEqual(Status.Ok, _personalizer.Factory(0));
            for (int i = 0; i < _personalizer.Learn.Length; i++)
            {
                Assert.AreEqual(0, _personalizer.Learn[i]);
            }

            ShakeModel.Feed(Yaw, Soft);
            Assert.AreEqual(Status.Ok, _model.RunSlice());
            Assert.AreEqual(before, _model.Scores[Yaw]);
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
            Shake(Roll, Strong);
            Native.Close();
            _model.Opened(Status.NoModel);
            Assert.AreEqual(Status.NoModel, _personalizer.Adapt());
            Assert.AreEqual(Status.NoModel, _personalizer.Factory(0));
            Assert.AreEqual(Status.State, _personalizer.Label(0, 0));
        }

        // A shake, run to its scores and taken for an event.
        private static void Shake(int axis, short rate)
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
            Mark(axis, rate);
        }

        private static void Mark(int axis, short rate)
        {
            ShakeModel.Feed(axis, rate);
            Assert.AreEqual(Status.Ok, _model.RunSlice());
            _personalizer.OnWindow(DetectorChange.Started, Nothing);
        }

        // The soft shake that was marked, and more of them, as yaws.
        private static void Teach(int shots)
        {
            for (int i = 0; i < shots; i++)
            {
                Mark(Yaw, Soft);
                Assert.AreEqual(Status.Ok, _personalizer.Label(Yaw, 0));
                Finish(0);
            }
        }

        private static void Finish(long now)
        {
            while (_personalizer.IsBusy)
            {
                _personalizer.Step(now);
            }
        }

        private static int[] Biases()
        {
            Shake(Yaw, Soft);
            Teach(2);
            int[] biases = new int[ShakeModel.Classes];
            Assert.AreEqual(biases.Length, Native.ReadBias(biases));
            return biases;
        }
    }
}
