using System.Device.I2c;
using System.IO.Ports;

namespace TinyMl.App
{
    /// <summary>Opens what the board's <c>BoardPins</c> names.</summary>
    internal static class Ports
    {
        /// <summary>Opens the serial port to the user.</summary>
        /// <returns>The open port; its time-outs are short, for nobody may be listening.</returns>
        internal static SerialPort OpenSerial()
        {
            SerialPort port = new SerialPort(BoardPins.SerialName, BoardPins.SerialBaud);
            port.ReadTimeout = 10;
            port.WriteTimeout = 200;
            port.Open();
            return port;
        }

        /// <summary>Opens the sensor's bus.</summary>
        /// <returns>The sensor on its bus.</returns>
        internal static I2cDevice OpenSensor()
        {
            return I2cDevice.Create(new I2cConnectionSettings(
                BoardPins.I2cBus,
                BoardPins.SensorAddress,
                BoardPins.I2cFast ? I2cBusSpeed.FastMode : I2cBusSpeed.StandardMode));
        }
    }
}
