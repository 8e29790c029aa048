using System.Threading;

namespace TinyMl.App
{
    /// <summary>Wires the application from the board's constants and runs it for ever.</summary>
    public static class Program
    {
        /// <summary>The entry point on a device.</summary>
        public static void Main()
        {
            Board.AssignPins();
            Application application = Create(BoardPins.ModelFile, Board.OpenPatches(), Board.OpenMicrophone());
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

        /// <summary>Opens ports, sensor and model; the pins are assigned.</summary>
        /// <param name="modelFile">A file that replaces the application's model where it exists; null: none.</param>
        /// <param name="patches">The memory that keeps what was learnt.</param>
        /// <param name="microphone">The microphone; null: the board has none.</param>
        /// <returns>The application, ready to step; null where its native part does not fit. The log tells why.</returns>
        public static Application Create(string modelFile, IPatchStore patches, ISampleSource microphone)
        {
            Application application = new Application(
                new Mpu6xxx(Ports.OpenSensor()),
                microphone,
                new SerialLink(Ports.OpenSerial()),
                patches,
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
