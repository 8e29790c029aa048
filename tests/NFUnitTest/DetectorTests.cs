using System;
using nanoFramework.TestFramework;
using TinyMl;

namespace NFUnitTest
{
    [TestClass]
    public class DetectorTests
    {
        [TestMethod]
        public void A_Score_At_The_Thresholds_Starts_And_Keeps_An_Event()
        {
            Detector detector = new Detector(new byte[] { 160, 0 }, 1, 96, 0, 1);
            Expect(detector, 159, 90, DetectorChange.None);
            Expect(detector, 160, 90, DetectorChange.Started);
            Expect(detector, 96, 150, DetectorChange.None);
            Assert.AreEqual(0, detector.Active);
            Expect(detector, 95, 150, DetectorChange.Ended);
            Assert.AreEqual(0, detector.Last);
            Assert.AreEqual(-1, detector.Active);
        }

        [TestMethod]
        public void The_Mean_Counts_Windows_That_Are_Not_There_As_Nothing()
        {
            Detector detector = new Detector(new byte[] { 100, 0 }, 4, 50, 0, 1);
            Expect(detector, 200, 0, DetectorChange.None);
            Assert.AreEqual(50, detector.LeaderScore);
            Expect(detector, 200, 0, DetectorChange.Started);
            Assert.AreEqual(100, detector.LeaderScore);
        }

        [TestMethod]
        public void An_Event_Needs_Its_Windows_In_A_Row()
        {
            Detector detector = new Detector(new byte[] { 160, 160 }, 1, 96, 0, 3);
            Expect(detector, 200, 0, DetectorChange.None);
            Expect(detector, 200, 0, DetectorChange.None);
            Expect(detector, 0, 200, DetectorChange.None);
            Expect(detector, 200, 0, DetectorChange.None);
            Expect(detector, 200, 0, DetectorChange.None);
            Expect(detector, 200, 0, DetectorChange.Started);
        }

        [TestMethod]
        public void The_Idle_Class_Makes_No_Event()
        {
            Detector detector = new Detector(new byte[] { 0, 100 }, 1, 50, 0, 1);
            for (int i = 0; i < 20; i++)
            {
                Expect(detector, 255, 0, DetectorChange.None);
            }
        }

        [TestMethod]
        public void Dead_Windows_Count_From_The_Start()
        {
            Detector detector = new Detector(new byte[] { 160, 0 }, 1, 96, 3, 1);
            Expect(detector, 200, 0, DetectorChange.Started);
            Expect(detector, 0, 200, DetectorChange.Ended);
            Expect(detector, 200, 0, DetectorChange.None);
            Expect(detector, 200, 0, DetectorChange.None);
            Expect(detector, 200, 0, DetectorChange.Started);
        }

        [TestMethod]
        public void A_Gap_Ends_What_Was_On()
        {
            Detector detector = new Detector(new byte[] { 100, 0 }, 2, 50, 0, 1);
            Expect(detector, 255, 0, DetectorChange.Started);
            detector.Clear();
            Assert.AreEqual(-1, detector.Active);
            Assert.AreEqual(0, detector.LeaderScore);
        }

        [TestMethod]
        public void Each_Class_Has_Its_Own_Threshold()
        {
            Detector detector = new Detector(new byte[] { 200, 100 }, 1, 50, 0, 1);
            Expect(detector, 199, 0, DetectorChange.None);
            Expect(detector, 99, 100, DetectorChange.Started);
            Assert.AreEqual(1, detector.Active);
            Expect(detector, 200, 0, DetectorChange.Ended);
            Expect(detector, 200, 0, DetectorChange.Started);
            Assert.AreEqual(0, detector.Active);
        }

        [DataRow(0, 1, 1)]
        [DataRow(1, 0, 1)]
        [DataRow(1, 1, 0)]
        public void Counts_Below_One_Are_Refused(int classes, int smoothing, int minWindows)
        {
            Assert.ThrowsException(
                typeof(ArgumentException),
                () => { new Detector(new byte[classes], smoothing, 1, 0, minWindows); });
        }

        [TestMethod]
        public void Fewer_Scores_Than_Classes_Are_Noticed()
        {
            Detector detector = new Detector(new byte[] { 1, 1 }, 1, 1, 0, 1);
            Assert.ThrowsException(typeof(IndexOutOfRangeException), () => { detector.Add(new byte[1]); });
        }

        private static void Expect(Detector detector, byte first, byte second, DetectorChange change)
        {
            Assert.AreEqual((int)change, (int)detector.Add(new byte[] { first, second }));
        }
    }
}
