namespace TinyMl.Training.Evaluation;

/// <summary>How often each class was taken for each other.</summary>
public sealed class Confusion
{
    /// <summary>Makes an empty table.</summary>
    /// <param name="labels">The classes.</param>
    public Confusion(IReadOnlyList<string> labels)
    {
        Labels = labels;
        Counts = new int[labels.Count][];
        for (int i = 0; i < Counts.Length; i++)
        {
            Counts[i] = new int[labels.Count];
        }
    }

    /// <summary>The classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>[what it was][what it was taken for].</summary>
    public int[][] Counts { get; }

    /// <summary>All cases.</summary>
    public int Total => Counts.Sum(r => r.Sum());

    /// <summary>Cases on the diagonal.</summary>
    public int Right => Counts.Select((r, i) => r[i]).Sum();

    /// <summary>The share right, 0 to 1; 0 without cases.</summary>
    public double Accuracy => Total == 0 ? 0 : (double)Right / Total;

    /// <summary>Counts a case.</summary>
    public void Add(int was, int takenFor) => Counts[was][takenFor]++;

    /// <summary>Adds another table.</summary>
    public void Add(Confusion other)
    {
        for (int i = 0; i < Counts.Length; i++)
        {
            for (int j = 0; j < Counts.Length; j++)
            {
                Counts[i][j] += other.Counts[i][j];
            }
        }
    }
}
