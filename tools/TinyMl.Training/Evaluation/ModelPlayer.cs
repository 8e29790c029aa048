using TinyMl.Compiler.Models;
using TinyMl.Engine;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Evaluation;

/// <summary>Plays sequences to the native engine, byte for byte as a board would from its sensor's FIFO.</summary>
public sealed class ModelPlayer : IDisposable
{
    private readonly ImuFrontEnd _frontEnd;
    private readonly RawSensor _sensor;

    /// <summary>Opens a model.</summary>
    /// <param name="model">The .tml file.</param>
    public ModelPlayer(byte[] model)
    {
        ModelFile file = new(model);
        _frontEnd = file.FrontEnd as ImuFrontEnd
            ?? throw new ArgumentException("The model has no IMU front end to play records to.", nameof(model));
        _sensor = new RawSensor(_frontEnd);
        Labels = file.Labels;
        Engine = new NativeEngine(model);
    }

    /// <summary>The classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The engine, for learning.</summary>
    public NativeEngine Engine { get; }

    /// <summary>Length of a window in seconds.</summary>
    public double WindowSeconds => _frontEnd.Rows * _frontEnd.Decimation * 1000.0 / _frontEnd.SampleRate;

    /// <summary>Plays a sequence after a gap, so that nothing older is in the windows.</summary>
    /// <param name="sequence">At the front end's sample rate.</param>
    public IReadOnlyList<PlayedWindow> Play(ImuSequence sequence) =>
        Windows(sequence).Select(w => new PlayedWindow(w.End, w.Input, Classify(w.Input).ToArray())).ToArray();

    /// <summary>The windows that come due in a sequence, with the times at which they end; runs no network.</summary>
    /// <param name="sequence">At the front end's sample rate.</param>
    public IReadOnlyList<(double End, sbyte[] Input)> Windows(ImuSequence sequence)
    {
        if (Math.Abs((sequence.Rate * 1000) - _frontEnd.SampleRate) > 0.5)
        {
            throw new ArgumentException(
                $"The sequence has {sequence.Rate} samples a second, the model takes {_frontEnd.SampleRate / 1000.0}.",
                nameof(sequence));
        }

        List<(double End, sbyte[] Input)> windows = [];
        ReadOnlySpan<byte> records = _sensor.Records(sequence);
        int consumed = 0;
        Engine.Gap();
        while (consumed < records.Length)
        {
            consumed += Engine.Feed(records[consumed..]);
            if (Engine.Window())
            {
                double end = consumed / _frontEnd.RecordBytes / sequence.Rate;
                windows.Add((end, Engine.Input().ToArray()));
            }
        }

        return windows;
    }

    /// <summary>The scores of one window.</summary>
    /// <param name="window">[rows, channels].</param>
    public ReadOnlySpan<sbyte> Classify(ReadOnlySpan<sbyte> window)
    {
        window.CopyTo(Engine.Input());
        Engine.Run();
        return Engine.Output();
    }

    /// <inheritdoc/>
    public void Dispose() => Engine.Dispose();
}
