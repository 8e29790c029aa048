using TinyMl.Interop;

namespace TinyMl.App
{
    /// <summary>Opens the first model that is there: from a file, in the application's resources, in the firmware.</summary>
    internal static class FirstModel
    {
        // Models.resx with the root namespace of both applications, and the id that nanoFramework's build makes of the
        // name "Model" in it.
        private const string ResourceFile = "TinyMl.App.Models.nanoresources";
        private const short ResourceId = 30387;

        /// <summary>Opens it. One that is there and faulty is not passed over.</summary>
        /// <param name="file">A file; null: none.</param>
        /// <returns>A status.</returns>
        internal static int Open(string file)
        {
            int status = file == null ? Status.NoModel : Board.OpenModelFile(file);
            if (status == Status.NoModel)
            {
                status = Native.OpenResource(typeof(FirstModel).Assembly, ResourceFile, ResourceId);
            }

            return status == Status.NoModel ? Native.OpenBuiltIn() : status;
        }
    }
}
