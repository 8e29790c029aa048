using System.Globalization;
using TinyMl.Training.Optimization;

namespace TinyMl.Cli.Rendering;

/// <summary>One line that is written over while somebody watches, a line each tenth epoch in a log.</summary>
internal sealed class ProgressLine : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        bool last = value.Epoch == value.Epochs;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Stage}: epoch {value.Epoch} of {value.Epochs}, loss {value.Loss:0.0000}, right {100 * value.Accuracy:0.0} %, {value.Left:m\\:ss} left");
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write($"\r{line,-78}" + (last ? "\n" : string.Empty));
        }
        else if (last || value.Epoch % 10 == 0)
        {
            Console.Error.WriteLine(line);
        }
    }
}
