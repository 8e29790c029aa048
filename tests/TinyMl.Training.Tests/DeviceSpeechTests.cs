using TinyMl.Compiler.Models;
using TinyMl.Compiler.TfLite;
using TinyMl.Tests.Shared;
using TinyMl.Training.Evaluation;
using TinyMl.Training.Speech;

namespace TinyMl.Training.Tests;

/// <summary>The device's front end as training calls it, and behind it a published model that others trained.</summary>
public class DeviceSpeechTests
{
    private static readonly string[] Labels =
        ["down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes", "silence", "unknown"];

    /// <summary>
    /// MLPerf Tiny's model was trained with TensorFlow's features: it hears its words only if the preset computes the same. The
    /// "no" sits on an edge: at the file's own alignment the model takes it for "go", with features in double precision too,
    /// and for "no" where frames begin 10 ms elsewhere.
    /// </summary>
    [SharedFact]
    public void ThePublishedModelHearsWhatIsSaid()
    {
        float[] silence = Recording("silence");
        (string Word, float[] Samples)[] sounds =
            [("yes", Recording("yes")), ("no", [.. Recording("no")[800..], .. silence[..800]]), ("silence", silence)];
        AudioFrontEnd frontEnd = AudioFrontEnd.Mfcc49x10();
        string file = Path.Combine(SharedData.Root!, "models", "mlperf_kws.tflite");
        byte[] model = ModelCompiler.Compile(
            TfLiteImporter.Import(File.ReadAllBytes(file), "mlperf_kws"), new Pipeline { FrontEnd = frontEnd, Labels = Labels }).Bytes;
        using RecordPlayer player = new(model);
        using DeviceSpeech speech = new(frontEnd);
        foreach ((string word, float[] samples) in sounds)
        {
            PlayedWindow window = Assert.Single(player.Play(Pcm.Records(frontEnd, samples)));
            Assert.Equal(word, player.Labels[Array.IndexOf(window.Scores, window.Scores.Max())]);
            Assert.Equal(0.99, window.End, 1e-9);

            // What training computes is what the engine saw.
            sbyte[] trained = new sbyte[speech.Shape.Elements];
            speech.Compute(samples, trained);
            Assert.Equal(window.Input, trained);
        }
    }

    [Fact]
    public void SamplesBeyondSixteenBitsAreClipped()
    {
        AudioFrontEnd frontEnd = new() { RecordBytes = 4, ByteOffset = 1 };
        Assert.Equal(
            new byte[] { 0, 0xFF, 0x7F, 0, 0, 0, 0x80, 0, 0, 0xFE, 0xFF, 0 },
            Pcm.Records(frontEnd, [40000, -40000, -1.7f]));
    }

    private static float[] Recording(string name) =>
        WavFile.Read(Path.Combine(SharedData.Root!, "data", "audio-16k", $"{name}_1000ms.wav"), 16000);
}
