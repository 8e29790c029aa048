using TinyMl.Compiler.Models;

namespace TinyMl.Training.Evaluation;

/// <summary>
/// The device's detector (SPEC.md, section "Detector"), window for window as the firmware decides: an event starts when none
/// is on, one class that has a threshold leads with a mean of at least that for some windows, and the dead time since the last event's
/// start is over; it ends when its mean falls below the lower threshold.
/// </summary>
public sealed class Detector
{
    private readonly DetectorSettings _settings;
    private readonly int[] _thresholds;
    private readonly int[] _sums;
    private readonly Queue<sbyte[]> _history = [];
    private int _active = -1;
    private int _leader = -1;
    private int _run;
    private int _dead;

    /// <summary>Makes a detector.</summary>
    /// <param name="settings">Its thresholds.</param>
    /// <param name="labels">The classes.</param>
    public Detector(DetectorSettings settings, IReadOnlyList<string> labels)
    {
        _settings = settings;
        _thresholds = labels.Select((label, c) => label == settings.IdleLabel ? 0
            : settings.Thresholds.Length > 0 ? settings.Thresholds[c] : settings.ThresholdOn).ToArray();
        _sums = new int[labels.Count];
    }

    /// <summary>Takes the scores of the next window.</summary>
    /// <param name="scores">Softmax output of each class, -128 to 127.</param>
    /// <returns>The class of an event that starts; -1: none.</returns>
    public int Next(ReadOnlySpan<sbyte> scores)
    {
        Average(scores);
        bool ended = _active >= 0 && _sums[_active] < _settings.ThresholdOff * _settings.Smoothing;
        _active = ended ? -1 : _active;

        int leader = Array.IndexOf(_sums, _sums.Max());
        bool strong = _thresholds[leader] > 0 && _sums[leader] >= _thresholds[leader] * _settings.Smoothing;
        _run = !strong ? 0 : leader == _leader ? _run + 1 : 1;
        _leader = strong ? leader : _leader;
        if (_dead > 0)
        {
            _dead--;
            return -1;
        }

        if (_active >= 0 || ended || _run < _settings.MinWindows)
        {
            return -1;
        }

        _active = leader;
        _dead = _settings.DeadWindows;
        return leader;
    }

    // Sums over the last windows, those that do not exist yet counting as 0.
    private void Average(ReadOnlySpan<sbyte> scores)
    {
        sbyte[] row = scores.ToArray();
        _history.Enqueue(row);
        sbyte[]? oldest = _history.Count > _settings.Smoothing ? _history.Dequeue() : null;
        for (int c = 0; c < row.Length; c++)
        {
            _sums[c] += row[c] + 128 - (oldest is null ? 0 : oldest[c] + 128);
        }
    }
}
