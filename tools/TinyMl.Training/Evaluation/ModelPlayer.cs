using TinyMl.Compiler.Models;
using TinyMl.Engine;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Evaluation;

/// <summary>Plays sequences of an IMU to the native engine.</summary>
public sealed class ModelPlayer : IDisposable
{
    private readonly RecordPlayer _player;
    private readonly ImuFrontEnd _frontEnd;
    private readonly RawSensor _sensor;

    /// <summary>Opens a model.</summary>
    /// <param name="model">The .tml file.</param>
    public ModelPlayer(byte[] model)
    {
        _player = new RecordPlayer(model);
        _frontEnd = _player.FrontEnd as ImuFrontEnd
            ?? throw new ArgumentException("The model has no IMU front end to play records to.", nameof(model));
        _sensor = new RawSensor(_frontEnd);
    }

    /// <summary>The classes.</summary>
    public IReadOnlyList<string> Labels => _player.Labels;

    /// <summary>The engine, for learning.</summary>
    public NativeEngine Engine => _player.Engine;

    /// <summary>Length of a window in seconds.</summary>
    public double WindowSeconds => _frontEnd.Rows * _frontEnd.Decimation * 1000.0 / _frontEnd.SampleRate;

    /// <summary>Plays a sequence after a gap, so that nothing older is in the windows.</summary>
    /// <param name="sequence">At the front end's sample rate.</param>
    public IReadOnlyList<PlayedWindow> Play(ImuSequence sequence) => _player.Play(Records(sequence));

    /// <summary>The windows that come due in a sequence, with the times at which they end; runs no network.</summary>
    /// <param name="sequence">At the front end's sample rate.</param>
    public IReadOnlyList<(double End, sbyte[] Input)> Windows(ImuSequence sequence) => _player.Windows(Records(sequence));

    /// <summary>The scores of one window.</summary>
    /// <param name="window">[rows, channels].</param>
    public ReadOnlySpan<sbyte> Classify(ReadOnlySpan<sbyte> window) => _player.Classify(window);

    /// <inheritdoc/>
    public void Dispose() => _player.Dispose();

    private byte[] Records(ImuSequence sequence) => Math.Abs((sequence.Rate * 1000) - _frontEnd.SampleRate) <= 0.5
        ? _sensor.Records(sequence)
        : throw new ArgumentException(
            $"The sequence has {sequence.Rate} samples a second, the model takes {_frontEnd.SampleRate / 1000.0}.",
            nameof(sequence));
}
