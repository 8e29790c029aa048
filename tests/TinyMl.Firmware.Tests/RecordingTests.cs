using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

public class RecordingTests
{
    [Fact]
    public void A_Recording_Is_Interpolated_And_Held_At_Its_Ends()
    {
        SampledMotionSource motion = Read("t_ms,ax,ay,az,gx,gy,gz\n1000,0,0,9.8,0,0,0\n1010,1,-2,9.8,0.5,0,0\n1030,1,-2,9.8,1.5,0,1e-1\n");
        Assert.Equal(0.03, motion.Duration, 9);
        Assert.Equal(new Motion(0, 0, 9.8, 0, 0, 0), motion.At(-1));
        Assert.Equal(0.5, motion.At(0.005).Ax, 9);
        Assert.Equal(-1.0, motion.At(0.005).Ay, 9);
        Assert.Equal(1.0, motion.At(0.02).Gx, 9);
        Assert.Equal(new Motion(1, -2, 9.8, 1.5, 0, 0.1), motion.At(100));
        Assert.Equal(0.5, motion.At(0.005).Ax, 9);
    }

    [Theory]
    [InlineData("", "line 1: the header is missing")]
    [InlineData("t,ax,ay,az,gx,gy,gz\n", "line 1: the header is missing")]
    [InlineData("t_ms,ax,ay,az,gx,gy,gz\n", "has no samples")]
    [InlineData("t_ms,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5\n", "line 2: there are 6 values where 7 belong")]
    [InlineData("t_ms,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n\n10,1,2,x,4,5,6\n", "line 4: az is not a number")]
    [InlineData("t_ms,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,NaN\n", "line 2: gz is not a number")]
    [InlineData("t_ms,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n0,1,2,3,4,5,6\n", "line 3: t_ms does not ascend")]
    public void A_Bad_Recording_Is_Refused_With_File_Line_Cause_And_Way_Out(string text, string cause)
    {
        RecordingException error = Assert.Throws<RecordingException>(() => Read(text));
        Assert.StartsWith("wave.csv", error.Message);
        Assert.Contains(cause, error.Message);
        Assert.Matches(@"\. [A-Z][^.]*(\.|gz on each line\.|t_ms,[a-z,]*gz\.)$", error.Message);
    }

    [Fact]
    public void A_Missing_File_Is_Told()
    {
        RecordingException error = Assert.Throws<RecordingException>(() => CsvMotionSource.Read("/nowhere/wave.csv"));
        Assert.Equal("/nowhere/wave.csv: the recording cannot be read. Check that the file exists and may be read.", error.Message);
    }

    private static SampledMotionSource Read(string text) => CsvMotionSource.Read(new StringReader(text), "wave.csv");
}
