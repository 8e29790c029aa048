using TinyMl.Compiler.Graphs;
using static TinyMl.Compiler.Models.PipelineCheck;

namespace TinyMl.Compiler.Models;

/// <summary>Refuses a front end that is out of range or does not fit its network, with one sentence each.</summary>
internal static class FrontEndCheck
{
    internal static void Verify(Shape input, FrontEnd frontEnd)
    {
        Within("front_end.rows", frontEnd.Rows, 1, ushort.MaxValue);
        Within("front_end.hop", frontEnd.Hop, 1, frontEnd.Rows);
        Within("front_end.record_bytes", frontEnd.RecordBytes, 2, 32);
        if (frontEnd is ImuFrontEnd imu)
        {
            Verify(imu);
        }
        else if (frontEnd is AudioFrontEnd audio)
        {
            Verify(audio);
        }

        // Only an IMU's row is a sequence's: a row of sound may be the columns of an image.
        Shape made = frontEnd.InputShape;
        bool fits = frontEnd is ImuFrontEnd
            ? input == made
            : input.Height == made.Height && input.Width * input.Channels == made.Width * made.Channels;
        Require(fits, $"The front end makes windows of {made}, the network takes {input}.");
    }

    private static void Verify(ImuFrontEnd frontEnd)
    {
        int channels = frontEnd.ByteOffsets.Length;
        Within("front_end.byte_offsets", channels, 1, 8);
        Require(frontEnd.Groups.Length == channels, "front_end.groups needs one group per channel.");
        Within("front_end.record_bytes", frontEnd.RecordBytes, 2, 32);
        Require(
            frontEnd.ByteOffsets.All(offset => offset >= 0 && offset + 2 <= frontEnd.RecordBytes),
            "front_end.byte_offsets must lie inside a record.");
        Require(frontEnd.Groups.All(group => group is >= 0 and < 4), "front_end.groups are 0 to 3.");
        Require(
            frontEnd.Groups.All(group => group < frontEnd.Floors.Length) && frontEnd.Floors.Length <= 4,
            "front_end.floors needs one floor per group.");
        Require(frontEnd.Floors.All(floor => floor is > 0 and <= 65535), "front_end.floors are 1 to 65535.");
        Require(
            frontEnd.FullScales.Length <= 4 && frontEnd.FullScales.All(scale => scale is >= 0 and <= 65535),
            "front_end.full_scales are 0 to 65535, four at most.");
        Within("front_end.decimation", frontEnd.Decimation, 1, 16);
        Within("front_end.gain", frontEnd.Gain, 1, 127);
    }

    private static void Verify(AudioFrontEnd frontEnd)
    {
        Require(
            frontEnd.ByteOffset >= 0 && frontEnd.ByteOffset + 2 <= frontEnd.RecordBytes,
            "front_end.byte_offset must lie inside a record.");
        Within("front_end.sample_rate", frontEnd.SampleRate, 1_000_000, 48_000_000);
        Require(
            int.IsPow2(frontEnd.Points) && frontEnd.Points is >= 64 and <= 1024,
            $"front_end.points is {frontEnd.Points}: it must be a power of two, 64 to 1024.");
        Require(
            int.IsEvenInteger(frontEnd.Frame) && frontEnd.Frame >= 2 && frontEnd.Frame <= frontEnd.Points,
            $"front_end.frame is {frontEnd.Frame}: it must be even, 2 to front_end.points.");
        Within("front_end.step", frontEnd.Step, 1, frontEnd.Frame);
        Within("front_end.bands", frontEnd.Bands, 1, 64);
        Within("front_end.coefficients", frontEnd.Coefficients, 0, frontEnd.Bands);
        Within("front_end.high_hertz", frontEnd.HighHertz, 1, frontEnd.SampleRate / 2000);
        Within("front_end.low_hertz", frontEnd.LowHertz, 0, frontEnd.HighHertz - 1);
        Require(Enum.IsDefined(frontEnd.Level), "front_end.level is FullScale, Peak or GreatestBand.");
        Require(double.IsFinite(frontEnd.Floor) && frontEnd.Floor > 0, "front_end.floor must be above 0.");
        Require(double.IsFinite(frontEnd.InputScale) && frontEnd.InputScale > 0, "front_end.input_scale must be above 0.");
        Within("front_end.input_zero_point", frontEnd.InputZeroPoint, sbyte.MinValue, sbyte.MaxValue);
        int[] edges = new AudioTables(frontEnd).Edges();
        int empty = Enumerable.Range(0, frontEnd.Bands).FirstOrDefault(i => edges[i] == edges[i + 2], -1);
        Require(
            empty < 0,
            $"Band {empty} of front_end.bands hears no bin of the spectrum: use fewer bands, a wider range or more points.");
    }
}
