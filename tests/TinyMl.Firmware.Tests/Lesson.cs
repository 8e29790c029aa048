using TinyMl.Compiler.Models;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>
/// Shakes and what is said of them. What the guard makes of it follows from the weights of <see cref="TestModel"/>: a shake
/// of f (the mean rate, 0.9 for a strong one, 2.3 times the amplitude for a weak one) has the logit 6 f - 4, and "nothing"
/// has -0.5 f; so weaker ones than 0.267 rad/s are nothing. A label moves the difference of two logits by about 1.
/// </summary>
internal sealed record Lesson(string Decision, params (int Axis, double Amplitude, string Label)[] Shots)
{
    private const int X = 0;
    private const int Z = 2;
    private const double Strong = 4;
    private const double First = 2;
    private const double Pause = 3;

    /// <summary>Somebody shakes softly about z; no example of the factory's is near.</summary>
    public static Lesson Confirmed { get; } = new("confirmed", (Z, 0.24, "yaw"), (Z, 0.24, "yaw"));

    /// <summary>A soft roll shall be nothing: that takes the factory's softest roll along.</summary>
    public static Lesson Forgets { get; } = new("forgets", (X, 0.285, "nothing"), (X, 0.285, "nothing"));

    /// <summary>Two shakes on either side of the border, each named right: learning from one spoils the other.</summary>
    public static Lesson Worse { get; } = new("worse", (X, 0.275, "roll"), (X, 0.255, "nothing")) { Rate = 0.5f };

    /// <summary>The same farther from the border: only what is learnt at full strength spoils the other.</summary>
    public static Lesson NoGain { get; } = new("no_gain", (X, 0.29, "roll"), (X, 0.235, "nothing"));

    /// <summary>One shot cannot be held back and learnt from.</summary>
    public static Lesson Untested { get; } = new("untested", (Z, 0.24, "yaw"));

    /// <summary>Among yaws that are some, a roll that is called yaw.</summary>
    public static Lesson Doubtful { get; } =
        new("confirmed", (Z, 0.24, "yaw"), (Z, 0.24, "yaw"), (X, Strong, "yaw"), (Z, 0.24, "yaw"));

    public static IReadOnlyList<Lesson> All { get; } = [Confirmed, Forgets, Worse, NoGain, Untested];

    /// <summary>The learning rate; 0: the model's own.</summary>
    public float Rate { get; init; }

    public byte[] Model => Rate == 0
        ? TestModel.Bytes
        : TestModel.Make(TestModel.Default with { Learning = TestModel.Default.Learning! with { Rate = Rate } });

    public Shakes Motion => new([.. Shots.Select((shot, i) => (First + (Pause * i), shot.Axis, shot.Amplitude))]);

    /// <summary>When the last shot is labelled and learnt from, in seconds.</summary>
    public double Seconds => First + (Pause * Shots.Length);

    /// <summary>Runs a board that has this model and motion, and labels each shake.</summary>
    /// <returns>What it says, the answers included.</returns>
    public string[] Teach(VirtualBoardHost board)
    {
        List<string> lines = [];
        for (int i = 0; i < Shots.Length; i++)
        {
            board.RunFor(TimeSpan.FromSeconds(First + (Pause * i) + 1) - board.Time);
            lines.Add(board.Ask($"label {Shots[i].Label}")!);
            board.RunFor(1);
            lines.AddRange(board.TakeLines());
        }

        return [.. lines];
    }
}
