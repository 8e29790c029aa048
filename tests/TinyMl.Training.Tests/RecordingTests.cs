using TinyMl.Tests.Shared;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Tests;

/// <summary>Reading recordings, good and bad.</summary>
public sealed class RecordingTests : IDisposable
{
    private static readonly string[] Labels = ["0", "1"];
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyml").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void SamplesAreInterpolatedToAConstantRate()
    {
        string file = Write("1_00.csv", "t_ms,ax,ay,az,gx,gy,gz\n100,0,0,0,0,0,0\n130,3,0,0,0,0,-3\n160,0,0,0,0,0,0\n");
        ImuRecording recording = RecordingFolder.ReadFile(file, Labels, 100);
        Assert.Equal(1, recording.Gesture.Label);
        Assert.Equal(7, recording.Sequence.Count);
        float[] expected = [0, 1, 2, 3, 2, 1, 0];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], recording.Sequence[i][0], 5);
            Assert.Equal(-expected[i], recording.Sequence[i][5], 5);
        }
    }

    [Theory]
    [InlineData("1_0.csv", "time,ax\n", ", line 1: is not the header \"t_ms,ax,ay,az,gx,gy,gz\"; write it there.")]
    [InlineData("1_0.csv", "t_ms,ax,ay,az,gx,gy,gz\n0,1,2,3\n", ", line 2: has 4 columns in place of 7; write t_ms,ax,ay,az,gx,gy,gz.")]
    [InlineData("1_0.csv", "t_ms,ax,ay,az,gx,gy,gz\n0,1,2,x,4,5,6\n", ", line 2: \"x\" is no number; write numbers with a decimal point.")]
    [InlineData("1_0.csv", "t_ms,ax,ay,az,gx,gy,gz\n0,1,2,NaN,4,5,6\n", ", line 2: \"NaN\" is no number; write numbers with a decimal point.")]
    [InlineData("1_0.csv", "t_ms,ax,ay,az,gx,gy,gz\n5,1,2,3,4,5,6\n5,1,2,3,4,5,6\n", ", line 3: the time does not rise; sort the samples and drop duplicates.")]
    [InlineData("1_0.csv", "t_ms,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n", ": holds 1 samples; record two at least.")]
    [InlineData("x_0.csv", "", ": the name begins with \"x\", which is no label; name it {label}_{number}.csv.")]
    public void EveryFaultIsOneSentence(string name, string text, string sentence)
    {
        string file = Write(name, text);
        RecordingException e = Assert.Throws<RecordingException>(() => RecordingFolder.ReadFile(file, Labels, 50));
        Assert.Equal(file + sentence, e.Message);
    }

    [Fact]
    public void AFolderThatIsEmptyOrAbsentIsNamed()
    {
        RecordingException empty = Assert.Throws<RecordingException>(() => RecordingFolder.Read(_folder, Labels, 50));
        Assert.Equal(_folder + ": holds no .csv file; expected {label}_{number}.csv.", empty.Message);
        string none = Path.Combine(_folder, "none");
        RecordingException absent = Assert.Throws<RecordingException>(() => RecordingFolder.Read(none, Labels, 50));
        Assert.Equal(none + ": there is no such folder; set TINYML_SHARED to the folder that holds the data.", absent.Message);
    }

    [SharedFact]
    public void TheSharedRecordingsAreDigitsOfAboutThreeSeconds()
    {
        string[] digits = Enumerable.Range(0, 10).Select(d => $"{d}").ToArray();
        ImuRecording[] recordings = RecordingFolder.Read(Path.Combine(SharedData.Root!, "data", "imu-digits"), digits, 50);
        Assert.Equal(400, recordings.Length);
        Assert.All(Enumerable.Range(0, 10), d => Assert.Equal(40, recordings.Count(r => r.Gesture.Label == d)));
        Assert.InRange(recordings.Average(r => r.Gesture.Seconds), 2.5, 3.5);
        Assert.All(recordings, r => Assert.InRange(r.Sequence.Seconds, 4.8, 5.3));
    }

    [Fact]
    public void StillnessHoldsTheAttitudeAtTheEnds()
    {
        ImuSequence sequence = new ImuSequence(50, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).WithStillness(0.02, 0.04);
        Assert.Equal(5, sequence.Count);
        Assert.Equal([1, 2, 3, 0, 0, 0], sequence[0].ToArray());
        Assert.Equal([7, 8, 9, 10, 11, 12], sequence[2].ToArray());
        Assert.Equal([7, 8, 9, 0, 0, 0], sequence[4].ToArray());
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
