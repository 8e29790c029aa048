using System.Threading;

namespace TinyMl.App
{
    /// <summary>Wires the application from the board's constants and runs it for ever.</summary>
    public static class Program
    {
        /// <summary>The entry point on a device.</summary>
        public static void Main()
        {
            Application application = Create(BoardPins.ModelFile);
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
        /// <param name="modelFile">A file that replaces the application's model where it exists; null: none.</param>
        /// <returns>The application, ready to step; null where its native part does not fit. The log tells why.</returns>
        public static Application Create(string modelFile)
        {
            Board.AssignPins();
            Application application = new Application(
                new Mpu6xxx(Ports.OpenSensor()),
                new SerialLink(Ports.OpenSerial()),
                new ApplicationSettings());

            if (Model.CheckAbi() != Status.Ok)
            {
                application.Log.Refuse();
                return null;
            }

            application.Start(FirstModel.Open(modelFile));
            return application;
        }
    }
}
