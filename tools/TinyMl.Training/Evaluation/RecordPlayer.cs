using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Training.Evaluation;

/// <summary>Plays raw records to the native engine, byte for byte as a board would from its sensor.</summary>
public sealed class RecordPlayer : IDisposable
{
    /// <summary>Opens a model.</summary>
    /// <param name="model">The .tml file.</param>
    public RecordPlayer(byte[] model)
    {
        ModelFile file = new(model);
        FrontEnd = file.FrontEnd ?? throw new ArgumentException("The model has no front end to play records to.", nameof(model));
        Labels = file.Labels;
        Engine = new NativeEngine(model);
    }

    /// <summary>What makes windows of records.</summary>
    public FrontEnd FrontEnd { get; }

    /// <summary>The classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The engine, for learning.</summary>
    public NativeEngine Engine { get; }

    /// <summary>The windows that come due after a gap, with the times at which they end; runs no network.</summary>
    /// <param name="records">Whole records, oldest first.</param>
    public IReadOnlyList<(double End, sbyte[] Input)> Windows(ReadOnlySpan<byte> records)
    {
        List<(double End, sbyte[] Input)> windows = [];
        int consumed = 0;
        Engine.Gap();
        while (consumed < records.Length)
        {
            consumed += Engine.Feed(records[consumed..]);
            if (Engine.Window())
            {
                windows.Add((consumed / FrontEnd.RecordBytes * 1000.0 / FrontEnd.SampleRate, Engine.Input().ToArray()));
            }
        }

        return windows;
    }

    /// <summary>The same with the scores of each.</summary>
    /// <param name="records">Whole records, oldest first.</param>
    public IReadOnlyList<PlayedWindow> Play(ReadOnlySpan<byte> records) =>
        Windows(records).Select(w => new PlayedWindow(w.End, w.Input, Classify(w.Input).ToArray())).ToArray();

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
