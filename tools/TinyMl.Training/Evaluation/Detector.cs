using TinyMl.Compiler.Models;

namespace TinyMl.Training.Evaluation;

/// <summary>
/// The device's detector (SPEC.md, section "Detector"): scores averaged over the last windows, an event when one class stays
/// above the threshold, none again until the class is released and the dead time is over.
/// </summary>
public sealed class Detector
{
    private readonly DetectorSettings _settings;
    private readonly int _idle;
    private readonly int[] _sums;
    private readonly Queue<int[]> _history = [];
    private int _held = -1;
    private int _candidate = -1;
    private int _count;
    private int _dead;

    /// <summary>Makes a detector.</summary>
    /// <param name="settings">Its thresholds.</param>
    /// <param name="labels">The classes.</param>
    public Detector(DetectorSettings settings, IReadOnlyList<string> labels)
    {
        _settings = settings;
        _idle = labels.ToList().IndexOf(settings.IdleLabel ?? string.Empty);
        _sums = new int[labels.Count];
    }

    /// <summary>Takes the scores of the next window.</summary>
    /// <param name="scores">Softmax output of each class, -128 to 127.</param>
    /// <returns>The class of an event; -1: none.</returns>
    public int Next(ReadOnlySpan<sbyte> scores)
    {
        int[] row = new int[scores.Length];
        for (int c = 0; c < row.Length; c++)
        {
            row[c] = scores[c] + 128;
            _sums[c] += row[c];
        }

        _history.Enqueue(row);
        if (_history.Count > _settings.Smoothing)
        {
            int[] oldest = _history.Dequeue();
            for (int c = 0; c < oldest.Length; c++)
            {
                _sums[c] -= oldest[c];
            }
        }

        return Decide();
    }

    private int Decide()
    {
        int best = Array.IndexOf(_sums, _sums.Max());
        int mean = _sums[best] / _history.Count;
        if (_held >= 0 && _sums[_held] / _history.Count < _settings.ThresholdOff)
        {
            _held = -1;
        }

        if (_dead > 0)
        {
            _dead--;
            _candidate = -1;
            return -1;
        }

        if (best == _idle || best == _held || mean < _settings.ThresholdOn)
        {
            _candidate = -1;
            return -1;
        }

        _count = best == _candidate ? _count + 1 : 1;
        _candidate = best;
        if (_count < _settings.MinWindows)
        {
            return -1;
        }

        _held = best;
        _candidate = -1;
        _dead = _settings.DeadWindows;
        return best;
    }
}
