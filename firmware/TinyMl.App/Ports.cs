using System.Device.I2c;
using System.IO.Ports;

namespace TinyMl.App
{
    /// <summary>Opens what the board's <c>BoardPins</c> names.</summary>
    internal static class Ports
    {
        /// <summary>Gets the speed of the sensor's bus.</summary>
        internal static I2cBusSpeed Speed => BoardPins.I2cFast ? I2cBusSpeed.FastMode : I2cBusSpeed.StandardMode;

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

        /// <summary>Opens the board's microphone at an ADC.</summary>
        /// <returns>The microphone; null: the board has none.</returns>
        internal static ISampleSource OpenAdcMicrophone()
        {
            return BoardPins.HasAdcMicrophone
                ? OpenAdcMicrophone(BoardPins.AdcMicrophoneAddress, BoardPins.AdcMicrophoneIs12Bit)
                : null;
        }

        /// <summary>Opens an ADC with a microphone on the sensor's bus.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="is12Bit">An MCP3221, not an MCP3021.</param>
        /// <returns>The microphone.</returns>
        internal static ISampleSource OpenAdcMicrophone(int address, bool is12Bit)
        {
            I2cDevice device = I2cDevice.Create(new I2cConnectionSettings(BoardPins.I2cBus, address, Speed));
            return new AdcMicrophone(device, is12Bit ? PcmFormat.Adc12 : PcmFormat.Adc10);
        }

        /// <summary>Opens the sensor's bus.</summary>
        /// <returns>The sensor on its bus.</returns>
        internal static I2cDevice OpenSensor()
        {
            return I2cDevice.Create(new I2cConnectionSettings(BoardPins.I2cBus, BoardPins.SensorAddress, Speed));
        }
    }
}
