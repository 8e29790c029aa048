namespace TinyMl.Training.Numerics;

/// <summary>
/// Spreads a batch over threads. The batch always falls into the same <see cref="Shards"/> parts and partial sums are added
/// in the order of the parts, so the number of threads changes the time and not one bit of the result.
/// </summary>
public sealed class Workers
{
    /// <summary>Parts of a batch.</summary>
    public const int Shards = 8;

    private readonly ParallelOptions _options;

    /// <summary>Makes workers.</summary>
    /// <param name="threads">Threads to use at most, at least 1.</param>
    public Workers(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _options = new ParallelOptions { MaxDegreeOfParallelism = threads };
    }

    /// <summary>Runs the body once for each part, 0 to <see cref="Shards"/> - 1.</summary>
    public void Run(Action<int> body)
    {
        if (_options.MaxDegreeOfParallelism == 1)
        {
            for (int shard = 0; shard < Shards; shard++)
            {
                body(shard);
            }
        }
        else
        {
            Parallel.For(0, Shards, _options, body);
        }
    }

    /// <summary>Runs the body once for each number below <paramref name="count"/>, which must not depend on one another.</summary>
    public void ForEach(int count, Action<int> body) => Parallel.For(0, count, _options, body);

    /// <summary>The samples of a part.</summary>
    /// <param name="shard">0 to <see cref="Shards"/> - 1.</param>
    /// <param name="batch">Samples in the batch.</param>
    /// <returns>The first sample and the one after the last.</returns>
    public static (int From, int To) Range(int shard, int batch) =>
        (batch * shard / Shards, batch * (shard + 1) / Shards);
}
