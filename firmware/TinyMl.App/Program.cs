using System.IO;
using System.Threading;
using TinyMl.Interop;

namespace TinyMl.App
{
    /// <summary>Wires the application from the board's constants and runs it for ever.</summary>
    public static class Program
    {
        /// <summary>The entry point on a device.</summary>
        public static void Main()
        {
            Application application = Create(Board.ModelFile);
            while (application != null)
            {
                int idle = application.Step();
                if (idle > 0)
                {
                    Thread.Sleep(idle);
                }
            }

            // A device that returned would reboot into the same error.
            Thread.Sleep(Timeout.Infinite);
        }

        /// <summary>Opens ports, sensor and model.</summary>
        /// <param name="modelFile">A file that replaces the built-in model where it exists; null: none.</param>
        /// <returns>The application, ready to step; null where its native part does not fit. The log tells why.</returns>
        public static Application Create(string modelFile)
        {
            Board.AssignPins();
            Application application = new Application(
                new Mpu6xxx(Board.OpenSensor()),
                new SerialLink(Board.OpenSerial()),
                Board.Settings());

            if (Model.CheckAbi() != Status.Ok)
            {
                application.Log.Refuse();
                return null;
            }

            bool file = modelFile != null && File.Exists(modelFile);
            application.Start(file ? ModelFile.Open(modelFile) : Native.OpenBuiltIn());
            return application;
        }
    }
}
