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
            while (true)
            {
                int idle = application.Step();
                if (idle > 0)
                {
                    Thread.Sleep(idle);
                }
            }
        }

        /// <summary>Opens ports, sensor and model.</summary>
        /// <param name="modelFile">A file that replaces the built-in model where it exists; null: none.</param>
        /// <returns>The application, ready to step. What went wrong is in its log.</returns>
        public static Application Create(string modelFile)
        {
            Board.AssignPins();
            Application application = new Application(
                new Mpu6xxx(Board.OpenSensor()),
                new SerialLink(Board.OpenSerial()),
                Board.Settings());

            int status = Model.CheckAbi();
            if (status == Status.Ok)
            {
                status = modelFile != null && File.Exists(modelFile) ? ModelFile.Open(modelFile) : Native.OpenBuiltIn();
            }

            application.Start(status);
            return application;
        }
    }
}
