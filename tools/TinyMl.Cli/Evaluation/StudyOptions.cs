using System.CommandLine;
using TinyMl.Cli.Commands;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Evaluation;

/// <summary>Which users are tried, and on which base models: what the commands of a study have in common.</summary>
internal sealed class StudyOptions
{
    private readonly Option<int> _factory = EvaluateCommand.Count("--factory", "examples of each class that the factory puts beside the model", 10, 90);
    private readonly Option<int> _threads = EvaluateCommand.Count("--threads", "users at the same time", new StudySettings().Threads, 256);
    private readonly Option<int> _recordings = EvaluateCommand.Count("--recordings", "recordings of each user (and class of words) at most", 1000, 1000);
    private readonly Option<int> _channels = EvaluateCommand.Count("--channels", "channels of a base model", new StudyRecipe().Channels, 256);
    private readonly Option<int> _epochs = EvaluateCommand.Count("--epochs", "passes to train a base model with", new StudyRecipe().Epochs, 1000);
    private readonly Option<int> _writers = EvaluateCommand.Count("--writers", "simulated users of a recipe", new StudyRecipe().Writers, 1000);
    private readonly Option<int> _draws;

    /// <summary>Makes them.</summary>
    /// <param name="draws">Draws of shots for each user, unless something else is asked for.</param>
    internal StudyOptions(int draws) => _draws = EvaluateCommand.Count("--draws", "draws of shots for each user", draws, 1000);

    /// <summary>Adds the options to a command, behind its own.</summary>
    internal void AddTo(Command command)
    {
        foreach (Option<int> option in new[] { _factory, _draws, _threads, _recordings, _channels, _epochs, _writers })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>How much is tried.</summary>
    internal StudySettings Settings(ParseResult parsed) => new() { Draws = parsed.GetValue(_draws), Threads = parsed.GetValue(_threads) };

    /// <summary>Reads the recordings, and the base models; what is missing of these is trained.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The recordings, or a recipe.</param>
    /// <param name="bases">The folder of the base models.</param>
    /// <param name="again">Trains all of them.</param>
    /// <param name="cancel">Ends the training.</param>
    internal (IUserStudy Study, StudyUser[] Users) Open(
        ParseResult parsed, string source, string bases, bool again, CancellationToken cancel)
    {
        StudyRecipe recipe = new()
        {
            Recordings = parsed.GetValue(_recordings),
            Channels = parsed.GetValue(_channels),
            Epochs = parsed.GetValue(_epochs),
            Writers = parsed.GetValue(_writers),
        };
        Console.Error.WriteLine("Reading recordings ...");
        IUserStudy study = Studies.Open(source, recipe);
        return (study, BaseModels.Load(study, bases, again, parsed.GetValue(_factory), cancel));
    }
}
