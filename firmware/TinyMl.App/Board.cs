using System.Device.I2c;
using System.IO.Ports;
using nanoFramework.Hardware.Esp32;

namespace TinyMl.App
{
    /// <summary>Everything that depends on the board: pins, ports, addresses, budgets. This is for an ESP32.</summary>
    public static class Board
    {
        /// <summary>The model that replaces the built-in one, where the file exists.</summary>
        public const string ModelFile = "I:\\model.tml";

        private const int I2cData = 21;
        private const int I2cClock = 22;
        private const int SerialTransmit = 17;
        private const int SerialReceive = 16;
        private const string SerialName = "COM2";
        private const int SerialBaud = 115200;

        /// <summary>Assigns the pins; ESP32 has none for COM2 until then.</summary>
        public static void AssignPins()
        {
            Configuration.SetPinFunction(I2cData, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(I2cClock, DeviceFunction.I2C1_CLOCK);
            Configuration.SetPinFunction(SerialTransmit, DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(SerialReceive, DeviceFunction.COM2_RX);
        }

        /// <summary>Opens the serial port to the user.</summary>
        /// <returns>The open port; its time-outs are short, for nobody may be listening.</returns>
        public static SerialPort OpenSerial()
        {
            SerialPort port = new SerialPort(SerialName, SerialBaud);
            port.ReadTimeout = 10;
            port.WriteTimeout = 200;
            port.Open();
            return port;
        }

        /// <summary>Opens the sensor's bus.</summary>
        /// <returns>The sensor on its bus.</returns>
        public static I2cDevice OpenSensor()
        {
            return I2cDevice.Create(new I2cConnectionSettings(1, Mpu6xxx.DefaultI2cAddress, I2cBusSpeed.FastMode));
        }

        /// <summary>Gets the budgets of the application.</summary>
        /// <returns>The settings.</returns>
        public static ApplicationSettings Settings()
        {
            return new ApplicationSettings();
        }
    }
}
