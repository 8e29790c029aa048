using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Graphs;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Evaluation;

/// <summary>The base models of a study, kept in a folder.</summary>
internal static class BaseModels
{
    /// <summary>Reads them; what is missing is trained and kept.</summary>
    /// <param name="study">The study.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="again">Trains all of them.</param>
    /// <param name="factoryShots">Of each class.</param>
    /// <param name="cancel">Ends the training.</param>
    internal static StudyUser[] Load(
        IUserStudy study, string folder, bool again, int factoryShots, CancellationToken cancel)
    {
        Files.MakeFolder(folder);
        ProgressLine progress = new();
        Dictionary<string, Graph> known = [];
        foreach (UserSplit split in study.Splits.DistinctBy(study.BaseOf))
        {
            string file = Path.Combine(folder, study.BaseOf(split) + ".json");
            if (again || !File.Exists(file))
            {
                Graph trained = study.TrainBase(split, progress, cancel);
                Files.WriteText(file, GraphFile.Write(trained, study.Pipeline));
            }

            (Graph graph, _) = GraphFile.Read(Files.ReadText(file), file);
            string wanted = study.NetworkName(split);
            known[study.BaseOf(split)] = graph.Name == wanted ? graph : throw new UserError(
                ExitCode.Content, $"{file} holds {graph.Name}, wanted is {wanted}: add --train, or give another folder.");
        }

        return study.Splits.Select(split => StudyUser.Of(study.Data, split, known[study.BaseOf(split)], factoryShots)).ToArray();
    }
}
