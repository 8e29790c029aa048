using System;
using System.Device.I2c;
using nanoFramework.TestFramework;
using TinyMl;

namespace NFUnitTest
{
    /// <summary>The driver on bus 1 of whatever runs this; what needs a sensor there is skipped without one.</summary>
    [TestClass]
    public class Mpu6xxxTests
    {
        private const int Bus = 1;
        private const int UnusedAddress = 0x77;

        [TestMethod]
        public void There_Must_Be_A_Device()
        {
            Assert.ThrowsException(typeof(ArgumentNullException), () => { new Mpu6xxx(null); });
        }

        [DataRow(100000, 4, 1000, 0)]
        [DataRow(1000000, 16, 2000, 0)]
        [DataRow(4000, 2, 250, 0)]
        [DataRow(104000, 4, 1000, -86)]
        [DataRow(0, 4, 1000, -86)]
        [DataRow(2147483647, 4, 1000, -86)]
        [DataRow(100000, 3, 1000, -86)]
        [DataRow(100000, 4, 300, -86)]
        public void Only_What_The_Sensor_Has_Can_Be_Set(int rate, int acceleration, int rotation, int status)
        {
            using (I2cDevice device = Open(UnusedAddress))
            {
                Assert.AreEqual(status, new Mpu6xxx(device).Configure(rate, acceleration, rotation));
            }
        }

        [TestMethod]
        public void A_Buffer_Holds_At_Least_One_Record()
        {
            using (I2cDevice device = Open(UnusedAddress))
            {
                Mpu6xxx sensor = new Mpu6xxx(device);
                Assert.ThrowsException(
                    typeof(ArgumentException), () => { sensor.Poll(0, new byte[Mpu6xxx.RecordBytes - 1]); });
            }
        }

        [TestMethod]
        public void A_Sensor_That_Is_Not_There_Is_Told_Counted_And_Asked_Ever_More_Seldom()
        {
            using (I2cDevice device = Open(UnusedAddress))
            {
                Mpu6xxx sensor = new Mpu6xxx(device);
                byte[] records = new byte[Mpu6xxx.RecordBytes];
                Assert.AreEqual(Status.Again, sensor.State);
                for (long now = 0; now < 10000000; now += 10000)
                {
                    Assert.AreEqual(0, sensor.Poll(now, records));
                }

                Assert.IsTrue(sensor.State == Status.SensorAbsent || sensor.State == Status.SensorBus);

                // After 0.1, 0.3, 0.7, 1.5, 3.1, 6.3 and 9.5 seconds, and at the start.
                Assert.AreEqual(8, sensor.Health.BusErrors);
                Assert.AreEqual(0, sensor.Health.Setups);
                Assert.IsFalse(sensor.TakeGap());
            }
        }

        [TestMethod]
        public void A_Connected_Sensor_Sends_Whole_Records()
        {
            using (I2cDevice device = Open(Mpu6xxx.DefaultI2cAddress))
            {
                if (device.WriteByte(0x75).Status != I2cTransferStatus.FullTransfer)
                {
                    Assert.SkipTest("No sensor is connected to bus 1.");
                }

                Mpu6xxx sensor = new Mpu6xxx(device);
                byte[] records = new byte[16 * Mpu6xxx.RecordBytes];
                int bytes = 0;
                long end = TinyMl.Interop.Native.Microseconds() + 2000000;
                while (TinyMl.Interop.Native.Microseconds() < end)
                {
                    int count = sensor.Poll(TinyMl.Interop.Native.Microseconds(), records);
                    Assert.AreEqual(0, count % Mpu6xxx.RecordBytes);
                    bytes += count;
                    System.Threading.Thread.Sleep(20);
                }

                Assert.AreEqual(Status.Ok, sensor.State);
                Assert.AreEqual(bytes, sensor.Health.Records * Mpu6xxx.RecordBytes);

                // Nearly two seconds at 100 Hz.
                Assert.IsTrue(sensor.Health.Records > 120 && sensor.Health.Records < 220);
                Assert.IsTrue(sensor.TakeGap(), "The first record continues nothing.");
                Assert.IsFalse(sensor.TakeGap());
            }
        }

        private static I2cDevice Open(int address)
        {
            return I2cDevice.Create(new I2cConnectionSettings(Bus, address, I2cBusSpeed.FastMode));
        }
    }
}
