using nanoFramework.TestFramework;
using TinyMl;

namespace NFUnitTest
{
    [TestClass]
    public class AdaptationLogTests
    {
        [TestMethod]
        public void A_Confirmed_Adaptation_Tells_Its_Cost_Its_Tests_And_What_Changed()
        {
            RecordingLink link = new RecordingLink();
            new AdaptationLog(new Log(link)).Add(8123000, 3, 91203, Learn(Decision.Confirmed));
            Assert.AreEqual(
                "adapt t=8123 n=3 shots=10 doubtful=1 steps=400 us=91203\n" +
                "guard n=3 decision=confirmed user=7->9/11 factory=38->37/40\n" +
                "learnt n=3 loss0=1.5000 loss1=0.2500 change=812 level=2\n",
                link.Take());
        }

        [TestMethod]
        public void A_Refusal_Names_Its_Cause_And_Nothing_That_Was_Learnt()
        {
            AssertRefusal(Decision.Worse, "worse");
            AssertRefusal(Decision.Forgets, "forgets");
            AssertRefusal(Decision.Untested, "untested");
            AssertRefusal(Decision.NoGain, "no_gain");
            AssertRefusal(Decision.Doubted, "doubted");
        }

        [TestMethod]
        public void The_Greatest_Numbers_Of_A_Model_Fit_Into_The_Lines()
        {
            int[] learn = Learn(Decision.Confirmed);
            for (int i = LearnField.UserTested; i <= LearnField.Doubtful; i++)
            {
                learn[i] = 1024;
            }

            learn[LearnField.Shots] = 1024;
            learn[LearnField.Steps] = 9999999;
            learn[LearnField.LossBefore] = (512 << 16) - 1;
            learn[LearnField.LossAfter] = (512 << 16) - 1;
            learn[LearnField.Change] = int.MaxValue;
            RecordingLink link = new RecordingLink();
            new AdaptationLog(new Log(link)).Add(9999999999000, 99999, 999999999, learn);
            Assert.AreEqual(
                "adapt t=9999999999 n=99999 shots=1024 doubtful=1024 steps=9999999 us=999999999\n" +
                "guard n=99999 decision=confirmed user=1024->1024/1024 factory=1024->1024/1024\n" +
                "learnt n=99999 loss0=512.0000 loss1=512.0000 change=2147483647 level=2\n",
                link.Take());
        }

        [TestMethod]
        public void What_Is_Remembered_Is_Told_Again_Oldest_First()
        {
            RecordingLink link = new RecordingLink();
            AdaptationLog adaptations = new AdaptationLog(new Log(link));
            Assert.AreEqual(0, adaptations.Count);
            adaptations.Tell();
            Assert.IsFalse(adaptations.Step());
            string first = Added(adaptations, link, 1);
            string second = Added(adaptations, link, 2);
            Assert.AreEqual(2, adaptations.Count);
            for (int again = 0; again < 2; again++)
            {
                adaptations.Tell();
                Assert.IsTrue(adaptations.Step());
                Assert.AreEqual(first, link.Take());
                Assert.IsFalse(adaptations.Step());
                Assert.AreEqual(second, link.Take());
                Assert.IsFalse(adaptations.Step());
                Assert.AreEqual(string.Empty, link.Take());
            }
        }

        [TestMethod]
        public void The_Oldest_Gives_Way()
        {
            RecordingLink link = new RecordingLink();
            AdaptationLog adaptations = new AdaptationLog(new Log(link));
            for (int number = 1; number <= AdaptationLog.Capacity + 3; number++)
            {
                Added(adaptations, link, number);
            }

            Assert.AreEqual(AdaptationLog.Capacity, adaptations.Count);
            adaptations.Tell();
            Assert.IsTrue(adaptations.Step());
            Assert.StartsWith("adapt t=4 n=4 ", link.Take());

            // One that ends meanwhile is no part of the answer; what it overwrites is not told any more.
            Added(adaptations, link, AdaptationLog.Capacity + 4);
            Added(adaptations, link, AdaptationLog.Capacity + 5);
            for (int number = 6; number <= AdaptationLog.Capacity + 3; number++)
            {
                Assert.AreEqual(number < AdaptationLog.Capacity + 3, adaptations.Step());
                Assert.StartsWith("adapt t=" + number.ToString() + " n=", link.Take());
            }

            Assert.IsFalse(adaptations.Step());
            Assert.AreEqual(string.Empty, link.Take());
        }

        [TestMethod]
        public void Telling_Waits_For_The_End_Of_A_Capture()
        {
            RecordingLink link = new RecordingLink();
            Log log = new Log(link);
            AdaptationLog adaptations = new AdaptationLog(log);
            string line = Added(adaptations, link, 1);
            adaptations.Tell();
            log.Quiet = true;
            Assert.IsFalse(adaptations.Step());
            log.Quiet = false;
            adaptations.Step();
            Assert.AreEqual(line, link.Take());
        }

        private static string Added(AdaptationLog adaptations, RecordingLink link, int number)
        {
            adaptations.Add(number * 1000, number, 0, Learn(Decision.NoGain));
            return link.Take();
        }

        private static void AssertRefusal(int decision, string word)
        {
            RecordingLink link = new RecordingLink();
            new AdaptationLog(new Log(link)).Add(8123000, 3, 91203, Learn(decision));
            Assert.AreEqual(
                "adapt t=8123 n=3 shots=10 doubtful=1 steps=400 us=91203\n" +
                "guard n=3 decision=" + word + " user=7->9/11 factory=38->37/40\n",
                link.Take());
        }

        private static int[] Learn(int decision)
        {
            return new int[] { 10, 400, 98304, 16384, 812, decision, 11, 7, 9, 40, 38, 37, 1, 2 };
        }
    }
}
