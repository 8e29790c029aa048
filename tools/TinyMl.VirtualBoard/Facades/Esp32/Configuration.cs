using TinyMl.VirtualBoard;

namespace nanoFramework.Hardware.Esp32
{
    /// <summary>Facade: which pin does what.</summary>
    public class Configuration
    {
        /// <summary>Gives a pin a function.</summary>
        /// <param name="pin">The pin's number.</param>
        /// <param name="value">The function.</param>
        /// <exception cref="System.ArgumentException">An ESP32 has no such pin.</exception>
        public static void SetPinFunction(int pin, DeviceFunction value)
        {
            if (pin < 0 || pin > 39)
            {
                throw new System.ArgumentException();
            }

            VirtualHardware.Current.Pins[value] = pin;
        }

        /// <summary>Tells the pin of a function.</summary>
        /// <param name="function">The function.</param>
        /// <returns>The pin's number; -1: none.</returns>
        public static int GetFunctionPin(DeviceFunction function)
        {
            return VirtualHardware.Current.Pins.TryGetValue(function, out int pin) ? pin : -1;
        }
    }
}
