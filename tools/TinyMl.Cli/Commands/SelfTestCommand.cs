using System.CommandLine;
using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml selftest MODEL.tml</c>: runs the model's reference vectors, as the device does.</summary>
internal static class SelfTestCommand
{
    internal static Command Create()
    {
        Argument<string> model = Arguments.Model();
        Option<bool> json = Arguments.Json();
        Command command = new("selftest", "Run the reference vectors inside a model.") { model, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            (byte[] bytes, ModelFile file) = ModelLoader.Load(path);
            if (file.SelfTests == 0)
            {
                throw new UserError(ExitCode.Model, $"{path} has no self-test vectors: compile it with self_tests above 0.");
            }

            using NativeEngine engine = new(bytes);
            int passed = Enumerable.Range(0, file.SelfTests).Count(i => engine.SelfTest(i) == TmlStatus.Ok);
            if (parsed.GetValue(json))
            {
                Report.WriteJson(new { vectors = file.SelfTests, passed });
            }
            else
            {
                Console.WriteLine($"{passed} of {file.SelfTests} vectors gave the bytes that the compiler computed.");
            }

            return (int)(passed == file.SelfTests ? ExitCode.Success : ExitCode.Failed);
        });
        return command;
    }
}
