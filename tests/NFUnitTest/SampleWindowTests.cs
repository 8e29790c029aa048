using System;
using nanoFramework.TestFramework;
using TinyMl;
using TinyMl.Interop;

namespace NFUnitTest
{
    [TestClass]
    public class SampleWindowTests
    {
        [TestMethod]
        public void A_Window_Comes_With_Its_Last_Record_And_Then_Each_Hop()
        {
            ShakeModel.Open();
            FakeImu imu = new FakeImu { BurstRecords = 1 };
            SampleWindow window = new SampleWindow(imu);
            window.SetRate(100000, ShakeModel.HopRecords);
            imu.Move(0, ShakeModel.WindowRecords);
            for (int i = 1; i <= ShakeModel.WindowRecords; i++)
            {
                Assert.IsTrue(window.Poll(i * 10000L));
                Assert.AreEqual(i == ShakeModel.WindowRecords ? Status.Ok : Status.NotReady, window.Next(false, i * 10000L));
            }

            imu.Move(0, ShakeModel.HopRecords);
            for (int i = 1; i <= ShakeModel.HopRecords; i++)
            {
                Assert.IsTrue(window.Poll(500000));
                Assert.AreEqual(i == ShakeModel.HopRecords ? Status.Ok : Status.NotReady, window.Next(false, 500000));
            }

            Assert.IsFalse(window.Poll(1000000));
            Assert.AreEqual(0, window.Skipped);
        }

        [TestMethod]
        public void A_Gap_Makes_The_Window_Start_Anew()
        {
            ShakeModel.Open();
            FakeImu imu = new FakeImu();
            SampleWindow window = new SampleWindow(imu);
            imu.Move(0, ShakeModel.WindowRecords - 1);
            window.Poll(0);
            Assert.AreEqual(Status.NotReady, window.Next(false, 0));
            imu.Lose();
            imu.Move(0, ShakeModel.WindowRecords - 1);
            window.Poll(1000);
            Assert.AreEqual(Status.NotReady, window.Next(false, 1000));
            Assert.IsTrue(window.TakeGap());
            Assert.IsFalse(window.TakeGap());
            Assert.AreEqual(1, imu.Health.Gaps);
            imu.Move(0, 1);
            window.Poll(2000);
            Assert.AreEqual(Status.Ok, window.Next(false, 2000));
        }

        [TestMethod]
        public void A_Burst_Waits_For_The_Inference_Only_As_Long_As_The_Fifo_Can()
        {
            ShakeModel.Open();
            FakeImu imu = new FakeImu();
            SampleWindow window = new SampleWindow(imu);
            imu.Move(0, ShakeModel.WindowRecords);
            window.Poll(0);
            Assert.AreEqual(Status.NotReady, window.Next(true, 100000));
            Assert.IsFalse(window.Poll(100000));
            Assert.AreEqual(Status.Ok, window.Next(false, 100000));

            // 18 records at 100 Hz.
            imu.Move(0, ShakeModel.WindowRecords);
            window.Poll(200000);
            Assert.AreEqual(Status.NotReady, window.Next(true, 379999));
            imu.Move(0, 1);
            Assert.IsFalse(window.Poll(379999));
            Assert.AreEqual(Status.NotReady, window.Next(true, 380000));
            window.Poll(380000);
            Assert.IsTrue(window.Skipped > 0);
        }

        [TestMethod]
        public void A_Diverted_Burst_Does_Not_Reach_The_Engine()
        {
            ShakeModel.Open();
            FakeImu imu = new FakeImu();
            SampleWindow window = new SampleWindow(imu);
            imu.Move(0, ShakeModel.WindowRecords);
            window.Poll(0);
            int bytes = window.Divert();
            Assert.AreEqual(ShakeModel.WindowRecords * imu.Layout[0], bytes);
            Assert.AreEqual(Status.NotReady, window.Next(false, 0));

            // At 4 g and 1000 degrees per second: gravity on z, the shake on x.
            byte[] text = new byte[ShakeModel.WindowRecords * 6 * 7];
            int count = Native.FormatRecords(window.Records, 0, imu.Layout[0], imu.Layout, text);
            char[] characters = new char[count];
            for (int i = 0; i < count; i++)
            {
                characters[i] = (char)text[i];
            }

            Assert.AreEqual("0\t0\t8192\t7500\t0\t0\n", new string(characters));
        }

        [TestMethod]
        public void A_Burst_Has_At_Least_One_Record()
        {
            Assert.ThrowsException(typeof(ArgumentException), () => { new SampleWindow(new FakeImu { BurstRecords = 0 }); });
        }
    }
}
