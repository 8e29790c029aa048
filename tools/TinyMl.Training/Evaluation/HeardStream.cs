using TinyMl.Compiler.Models;
using TinyMl.Training.Speech;

namespace TinyMl.Training.Evaluation;

/// <summary>A stream, and what a model's network says of each of its windows.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Windows">When each window ends, seconds, and its scores, -128 to 127.</param>
public sealed record HeardStream(SpeechStream Stream, IReadOnlyList<(double End, sbyte[] Scores)> Windows)
{
    /// <summary>Plays streams to the native engine.</summary>
    /// <param name="model">The .tml file; it has an audio front end.</param>
    /// <param name="streams">The streams.</param>
    public static IEnumerable<HeardStream> Of(byte[] model, IEnumerable<SpeechStream> streams)
    {
        using RecordPlayer player = new(model);
        AudioFrontEnd frontEnd = (AudioFrontEnd)player.FrontEnd;
        foreach (SpeechStream stream in streams)
        {
            yield return new HeardStream(
                stream,
                player.Play(Pcm.Records(frontEnd, stream.Samples)).Select(window => (window.End, window.Scores)).ToArray());
        }
    }
}
