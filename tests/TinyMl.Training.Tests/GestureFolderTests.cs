using TinyMl.Tests.Shared;
using TinyMl.Training.Recordings;
using TinyMl.Training.Users;

namespace TinyMl.Training.Tests;

/// <summary>Recordings of nine gestures in order: real ones, and files that are none.</summary>
public sealed class GestureFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gestures").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [SharedFact]
    public void RealRecordingsHoldNineGesturesInOrder()
    {
        GestureFolder data = new(Path.Combine(SharedData.Root!, "data", "gestures-20users"));
        Assert.Equal(140, data.Recordings);
        Assert.InRange(data.Users.Count, 10, 14);
        foreach (IGrouping<(string User, string Name), UserClip> recording in data.Clips.GroupBy(c => (c.User, c.Name)))
        {
            Assert.Equal(Enumerable.Range(0, 9), recording.Select(c => c.Label).Order());
        }

        // A gesture too many or too few would give all that follow a wrong number: what is most alike among the same person's
        // other recordings must have the same one.
        int right = data.Clips.Count(clip => data.Clips
            .Where(other => other.User == clip.User && other.Name != clip.Name)
            .MinBy(other => Distance(clip.Window, other.Window))!.Label == clip.Label);
        Assert.True(right > 0.85 * data.Clips.Count, $"{right} of {data.Clips.Count}");
    }

    [Theory]
    [InlineData("walk.csv", "1,2,3", "tells no person")]
    [InlineData("subject1_measurement1.csv", "1,2,3", "line 1")]
    [InlineData("subject1_measurement1.csv", "", "holds no sample")]
    public void WhatIsNoRecordingIsNamed(string name, string text, string cause)
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        RecordingException e = Assert.Throws<RecordingException>(() => new GestureFolder(_folder));
        Assert.Contains(cause, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StillnessIsNobodysGesture()
    {
        File.WriteAllLines(
            Path.Combine(_folder, "subject1_measurement1.csv"), Enumerable.Range(0, 2000).Select(i => $"1,2,3,4,5,6,7,8,9,10,{16 * i}"));
        RecordingException e = Assert.Throws<RecordingException>(() => new GestureFolder(_folder));
        Assert.Contains("record more", e.Message, StringComparison.Ordinal);
    }

    // Of two windows of 80 rows and ten channels, up to half a second apart.
    private static double Distance(sbyte[] a, sbyte[] b) => Enumerable.Range(-8, 17).Min(shift =>
    {
        int sum = 0;
        for (int i = 160; i < 640; i++)
        {
            int difference = a[i] - b[i + (10 * shift)];
            sum += difference * difference;
        }

        return (double)sum;
    });
}
