using System.CommandLine;
using Spectre.Console;
using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml run MODEL.tml --input FILE</c>: one inference on raw int8 input.</summary>
internal static class RunCommand
{
    internal static Command Create()
    {
        Argument<string> model = Arguments.Model();
        Option<string> input = new("--input", "-i")
        {
            Description = "raw int8 bytes of all inputs, one after another",
            Required = true,
        };
        Option<string> output = Arguments.Output("where to write the raw int8 bytes of all outputs");
        Option<uint> slice = new("--slice") { Description = "multiply-accumulates per call; 0: to the end" };
        Option<bool> json = Arguments.Json();
        Command command = new("run", "Run one inference on the host, bit for bit as on the device.")
        {
            model, input, output, slice, json,
        };
        command.SetAction(parsed =>
        {
            (byte[] bytes, ModelFile file) = ModelLoader.Load(parsed.GetRequiredValue(model));
            string source = parsed.GetRequiredValue(input);
            using NativeEngine engine = new(bytes);
            Fill(engine, file, Files.ReadBytes(source), source);
            int slices = 1;
            while (engine.Run(parsed.GetValue(slice)) == TmlStatus.Again)
            {
                slices++;
            }

            sbyte[][] outputs = Enumerable.Range(0, file.Outputs.Length).Select(i => engine.Output(i).ToArray()).ToArray();
            if (parsed.GetValue(output) is { } target)
            {
                Files.WriteBytes(target, outputs.SelectMany(o => o).Select(value => (byte)value).ToArray());
            }

            if (parsed.GetValue(json))
            {
                Report.WriteJson(new { slices, outputs = outputs.Select((o, i) => Describe(file, i, o)) });
            }
            else
            {
                Write(file, outputs);
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void Fill(NativeEngine engine, ModelFile file, byte[] bytes, string source)
    {
        int needed = file.Inputs.Sum(i => file.Tensors[i].Shape.Elements);
        if (bytes.Length != needed)
        {
            throw new UserError(ExitCode.Content, $"{source} has {bytes.Length} bytes, the model's input {needed}: give exactly those.");
        }

        int offset = 0;
        for (int i = 0; i < file.Inputs.Length; i++)
        {
            foreach (ref sbyte value in engine.Input(i))
            {
                value = (sbyte)bytes[offset++];
            }
        }
    }

    private static object Describe(ModelFile file, int index, sbyte[] values)
    {
        TensorRecord tensor = file.Tensors[file.Outputs[index]];
        return new
        {
            shape = tensor.Shape.ToString(),
            scale = tensor.Scale,
            zero_point = tensor.ZeroPoint,
            values,
        };
    }

    private static void Write(ModelFile file, sbyte[][] outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            TensorRecord tensor = file.Tensors[file.Outputs[i]];
            bool labelled = i == outputs.Length - 1 && file.Labels.Length == outputs[i].Length;
            Table table = Report.Table(labelled ? "class" : "element", "int8", "real");
            for (int j = 0; j < outputs[i].Length; j++)
            {
                double real = tensor.Scale * (outputs[i][j] - tensor.ZeroPoint);
                table.AddRow(
                    labelled ? Markup.Escape(file.Labels[j]) : j.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    outputs[i][j].ToString(System.Globalization.CultureInfo.InvariantCulture),
                    real.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture));
            }

            AnsiConsole.Write(table);
        }
    }
}
