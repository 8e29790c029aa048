using TinyMl.Compiler.Graphs;
using TinyMl.Training.Examples;
using TinyMl.Training.Hand;
using TinyMl.Training.Numerics;
using TinyMl.Training.Recipes;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Users;

/// <summary>
/// Windows of writers as a gesture model sees them: each ends 0.6 s after its digit, when the board has answered and the hand
/// is still; of teachers and strangers there are windows of other movement as well.
/// </summary>
public sealed class WriterWindows : IUserData
{
    /// <summary>The writers from whom the base model learnt, as one user.</summary>
    public const string Teachers = "teachers";

    /// <summary>Other writers as people differ, whom neither the base model nor the user knows, as one user.</summary>
    public const string Strangers = "strangers";

    private const int Digits = 10;
    private const double AnswerDelay = 0.6;
    private const int DigitsOfUser = 12;
    private const int Crowd = 50;
    private const double IdleSeconds = 12;

    // Seeds of people that no recipe learns from: first_seed ends at 1,000,000 and writers follow it by at most 100,000.
    private const int UsersSeed = 3_100_000;
    private const int StrangersSeed = 3_200_000;

    // Users differ more than people usually do.
    private const double UnusualSpread = 1.6;

    private readonly GestureRecipe _recipe;

    /// <summary>Simulates and reads.</summary>
    /// <param name="recipe">Of the model.</param>
    /// <param name="shared">The folder of the shared data.</param>
    /// <param name="writers">Simulated users.</param>
    public WriterWindows(GestureRecipe recipe, string shared, int writers)
    {
        _recipe = recipe;
        using WindowCutter cutter = new(recipe.FrontEnd);
        Clips =
        [
            .. Enumerable.Range(UsersSeed, writers).AsParallel().AsOrdered().SelectMany(seed => Session(cutter, seed)),
            .. recipe.Recordings is { } recordings ? Recorded(cutter, Path.Combine(shared, recordings.Folder)) : [],
            .. Others(cutter, Teachers, recipe.Simulation.FirstSeed, recipe.Simulation.Spread),
            .. Others(cutter, Strangers, StrangersSeed, 1),
        ];
        Users = Clips.Select(clip => clip.User).Distinct().ToArray();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _recipe.Labels;

    /// <inheritdoc/>
    public IReadOnlyList<string> Users { get; }

    /// <inheritdoc/>
    public IReadOnlyList<UserClip> Clips { get; }

    /// <inheritdoc/>
    public Shape Shape => Shape.Sequence(_recipe.FrontEnd.Rows, _recipe.FrontEnd.ByteOffsets.Length);

    /// <inheritdoc/>
    public QuantizationParameters Quantization => _recipe.FrontEnd.InputQuantization;

    private static UserClip[] Session(WindowCutter cutter, int seed)
    {
        Session session = DigitStream.Make(Writer.Sample(seed, UnusualSpread), 1, DigitsOfUser * Digits);
        return session.Digits.Select((digit, i) => Clip(cutter, $"writer {seed - UsersSeed + 1}", digit.Label, $"{i}", session.Sequence, digit.End + AnswerDelay))
            .ToArray();
    }

    private UserClip[] Recorded(WindowCutter cutter, string folder) =>
        RecordingFolder.Read(folder, Labels, _recipe.FrontEnd.SampleRate / 1000.0)
            .Select(r => Clip(cutter, "a person", r.Gesture.Label, r.Name, r.Sequence, r.Gesture.End + AnswerDelay))
            .ToArray();

    private UserClip[] Others(WindowCutter cutter, string user, int firstSeed, double spread) =>
        Enumerable.Range(firstSeed, Crowd).AsParallel().AsOrdered()
            .SelectMany(seed =>
            {
                UserClip[] digits = Enumerable.Range(0, Digits).Select(digit =>
                {
                    ImuRecording r = WritingSession.Record(Writer.Sample(seed, spread), digit, 0);
                    return Clip(cutter, user, digit, r.Name, r.Sequence, r.Gesture.End + AnswerDelay);
                }).ToArray();
                ImuSequence idle = IdleStream.Make(Seeds.Mix(seed, 1), IdleSeconds, spread);
                return digits.Append(Clip(cutter, user, _recipe.IdleClass, $"idle {seed}", idle, IdleSeconds));
            })
            .ToArray();

    private static UserClip Clip(WindowCutter cutter, string user, int label, string name, ImuSequence sequence, double end)
    {
        sbyte[] window = new sbyte[cutter.Length];
        cutter.Cut(sequence, end, Augmentation.None, new Random(0), window);
        return new UserClip(user, label, name, window);
    }
}
