using nanoFramework.TestFramework;
using TinyMl;

namespace NFUnitTest
{
    [TestClass]
    public class LogTests
    {
        [TestMethod]
        public void The_First_Line_Names_The_Versions()
        {
            RecordingLink link = new RecordingLink();
            new Log(link).Boot();
            string text = link.Take();
            Assert.StartsWith("boot version=", text);
            Assert.EndsWith(" abi=544d0001\n", text);
        }

        [TestMethod]
        public void A_Model_That_Opened_Is_Described()
        {
            RecordingLink link = new RecordingLink();
            Model model = ShakeModel.Open();
            new Log(link).Opened(model);
            string text = link.Take();
            Assert.StartsWith("model name=test-shake id=", text);
            Assert.Contains("\nmemory arena=", text);
            Assert.Contains(" model=" + ShakeModel.Bytes.Length.ToString() + " macs=", text);
        }

        [TestMethod]
        public void Events_Carry_Milliseconds_And_Labels()
        {
            RecordingLink link = new RecordingLink();
            Log log = new Log(link);
            ShakeModel.Open();
            log.Event(1234567, 1, 200);
            log.EventEnd(2345678, 1);
            Assert.AreEqual("event t=1234 class=1 score=200 label=pitch\nend t=2345 class=1 label=pitch\n", link.Take());
        }

        [TestMethod]
        public void A_Metric_Is_A_Name_And_A_Value()
        {
            RecordingLink link = new RecordingLink();
            new Log(link).Metric(Line.Word("infer_us"), 37500);
            Assert.AreEqual(">infer_us:37500\n", link.Take());
        }

        [TestMethod]
        public void Capture_Silences_Everything_But_Numbers()
        {
            RecordingLink link = new RecordingLink();
            Log log = new Log(link);
            log.Quiet = true;
            log.Boot();
            log.Error(Status.SensorAbsent);
            log.Captured(Line.Word("1\t2\n"), 4);
            Assert.AreEqual("1\t2\n", link.Take());
        }

        [TestMethod]
        public void A_Sensor_Line_Tells_State_And_Losses()
        {
            RecordingLink link = new RecordingLink();
            FakeImu imu = new FakeImu();
            imu.Health.Gaps = 3;
            imu.Health.Timeouts = 2;
            imu.Health.Partial = 1;
            new Log(link).Sensor(5000, imu);
            Assert.AreEqual("sensor t=5 state=ok status=0 kind=0x19 gaps=3 errors=3\n", link.Take());
        }
    }
}
