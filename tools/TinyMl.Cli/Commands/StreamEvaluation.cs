using System.CommandLine;
using TinyMl.Cli.Evaluation;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml evaluate RECIPE --stream</c>: a model of words in streams, and the choice of its thresholds.</summary>
internal sealed class StreamEvaluation
{
    private static readonly int[] Levels = [30, 20, 10, 5, 0];

    private readonly Option<bool> _stream = new("--stream")
    {
        Description = "measure the recipe's model of words in streams: words detected, false accepts an hour, latency",
    };

    private readonly Option<int> _words = EvaluateCommand.Count("--words", "words of each stream at most", 250, 10_000);

    private readonly Option<double?> _choose = new("--choose")
    {
        Description = "first choose the thresholds on other streams, for so many false accepts an hour, and write them into the model",
    };

    /// <summary>Adds the options to the command.</summary>
    internal void AddTo(Command command, Option<string> bases)
    {
        command.Options.Add(_stream);
        command.Options.Add(_words);
        command.Options.Add(_choose);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(_stream) && result.GetValue(bases) is null)
            {
                result.AddError("--bases is missing: give the folder where base models are kept, or --stream.");
            }
        });
        _choose.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is { } given && !(given >= 0))
            {
                result.AddError($"--choose is {given}: give the false accepts an hour that are allowed, 0 or more.");
            }
        });
    }

    /// <summary>Whether the command line asks for it.</summary>
    internal bool IsWanted(ParseResult parsed) => parsed.GetValue(_stream);

    /// <summary>Measures.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The recipe.</param>
    /// <param name="svg">A file to draw to; null: none.</param>
    /// <param name="page">A page to write the table to; null: none.</param>
    /// <param name="json">Whether to print JSON.</param>
    internal int Run(ParseResult parsed, string source, string? svg, string? page, bool json)
    {
        Console.Error.WriteLine("Reading recordings, listening to streams ...");
        StreamStudy study = StreamStudy.Open(source, parsed.GetValue(_words), Levels, parsed.GetValue(_choose) is not null);
        if (parsed.GetValue(_choose) is { } allowed)
        {
            Console.Error.WriteLine("Choosing thresholds ...");
            study.Choose(allowed);
        }

        IReadOnlyList<StreamPoint> points = study.Points();
        IReadOnlyList<StreamPoint> curves = study.Curves();
        if (svg is not null)
        {
            Files.WriteText(svg, StreamSvg.Draw(points, curves));
        }

        EvaluationTable table = StreamReport.Table(points);
        if (page is not null)
        {
            new EvaluationPage("evaluated: streams").Update(page, EvaluateCommand.CommandLine(), [table]);
        }

        if (json)
        {
            Report.WriteJson(StreamReport.Json(study.Model, study.Settings, points, curves));
        }
        else
        {
            table.Write();
        }

        return (int)ExitCode.Success;
    }
}
