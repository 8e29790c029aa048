using System.Buffers.Binary;
using TinyMl.Interop;

namespace TinyMl.Firmware.Tests;

/// <summary>What a microphone sends against what the model gets: bit by bit where nothing is filtered, else in double precision.</summary>
public class PcmTests
{
    private const int Rate = 8_000_000;

    // Of the filter's table and its interpolation, in 16-bit units: below one code of a 10-bit ADC.
    private const double Tolerance = 24;

    [Theory]
    [InlineData(PcmFormat.Mono, 2, 0)]
    [InlineData(PcmFormat.Left, 4, 0)]
    [InlineData(PcmFormat.Right, 4, 2)]
    public void At_The_Models_Rate_A_Channel_Passes_Unchanged(int format, int frame, int offset)
    {
        byte[] bytes = new byte[frame * 1000];
        new Random(1).NextBytes(bytes);
        byte[] expected = [.. Enumerable.Range(0, 1000).SelectMany(i => bytes.AsSpan((i * frame) + offset, 2).ToArray())];
        Converter converter = new(format, Rate);
        byte[] heard = [.. converter.Take(bytes.AsSpan(0, 123 * frame)), .. converter.Take(bytes.AsSpan(123 * frame))];
        Assert.Equal(expected, heard);
    }

    /// <summary>Each sample out is the mean of all in under a sinc below a raised cosine, 4 periods of the slower rate to each side.</summary>
    [Theory]
    [InlineData(22_222_222)]
    [InlineData(16_000_000)]
    [InlineData(31_999_000)]
    [InlineData(8_100_000)]
    [InlineData(5_555_555)]
    [InlineData(2_000_000)]
    public void Another_Rate_Is_Resampled_As_The_Definition_Says(int rateIn)
    {
        Random random = new(rateIn);
        short[] samples = [.. Enumerable.Range(0, 3000).Select(i => (short)random.Next(-32768, 32768))];
        double ratio = (double)rateIn / Rate;
        double width = Math.Max(1, ratio);
        short[] heard = Shorts(new Converter(PcmFormat.Mono, rateIn).Take(Bytes(samples)));
        Assert.InRange(heard.Length, (int)((samples.Length - (4 * width) - 1) / ratio), (int)(samples.Length / ratio) + 1);

        // The converter's ratio has 16 fractional bits.
        double step = Math.Round(ratio * 65536) / 65536;
        for (int n = 0; n < heard.Length; n++)
        {
            double sum = 0;
            double weights = 0;
            double at = n * step;
            for (int k = (int)Math.Ceiling(at - (4 * width)); k <= at + (4 * width); k++)
            {
                double weight = Filter((k - at) / width);
                sum += weight * (k < 0 ? 0 : samples[k]);
                weights += weight;
            }

            Assert.InRange(heard[n] - Math.Clamp(sum / weights, -32768, 32767), -Tolerance, Tolerance);
        }
    }

    /// <summary>What lies below the models' highest band passes; what would come back as a lower tone does not.</summary>
    [Theory]
    [InlineData(300, -0.1, 0.1)]
    [InlineData(2500, -0.5, 0.2)]
    [InlineData(6000, -200, -40)]
    [InlineData(8000, -200, -40)]
    [InlineData(10500, -200, -40)]
    public void Tones_Pass_Or_Do_Not(double hertz, double least, double most)
    {
        const double rateIn = 22_222.222;
        short[] tone = [.. Enumerable.Range(0, 44444).Select(i => (short)Math.Round(20000 * Math.Sin(2 * Math.PI * hertz * i / rateIn)))];
        short[] heard = Shorts(new Converter(PcmFormat.Mono, 22_222_222).Take(Bytes(tone)));
        double level = Math.Sqrt(heard.Skip(100).Average(s => (double)s * s)) / (20000 / Math.Sqrt(2));
        Assert.InRange(20 * Math.Log10(level), least, most);
    }

    /// <summary>The datasheets' words: 0000 D9..D0 XX (DS21805), 0000 D11..D0 (DS21732); offset binary.</summary>
    [Theory]
    [InlineData(PcmFormat.Adc10, 10)]
    [InlineData(PcmFormat.Adc12, 12)]
    public void Codes_Of_An_Adc_Are_Centred_On_Their_Slow_Mean(int format, int bits)
    {
        Random random = new(bits);
        int middle = (1 << (bits - 1)) + 37;
        int[] codes = [.. Enumerable.Range(0, 20000).Select(i =>
            middle + (int)(200 * Math.Sin(i * 0.3)) + random.Next(-3, 4))];
        byte[] words = new byte[2 * codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            int dontCare = bits == 10 ? random.Next(4) : 0;
            BinaryPrimitives.WriteUInt16BigEndian(words.AsSpan(2 * i), (ushort)((codes[i] << (12 - bits)) | dontCare));
        }

        // Full scale of n bits is full scale of 16; the mean follows each sample by 1/4096 of the way.
        double scale = 1 << (16 - bits);
        double mean = (codes[0] - (1 << (bits - 1))) * scale;
        short[] heard = Shorts(new Converter(format, Rate).Take(words));
        for (int i = 0; i < codes.Length; i++)
        {
            double value = (codes[i] - (1 << (bits - 1))) * scale;
            mean += (value - mean) / 4096;
            Assert.InRange(heard[i] - Math.Clamp(value - mean, -32768, 32767), -17, 17);
        }
    }

    [Theory]
    [InlineData(PcmFormat.Mono, Rate)]
    [InlineData(PcmFormat.Mono, 22_222_222)]
    public void What_Is_Missing_Is_A_Straight_Line(int format, int rateIn)
    {
        short[] before = [.. Enumerable.Range(0, 300).Select(i => (short)(i * 37 % 1000))];
        short[] after = [.. Enumerable.Range(0, 300).Select(i => (short)(5000 - (i * 53 % 2000)))];
        const int missing = 99;
        short first = before[^1];
        short[] line = [.. Enumerable.Range(1, missing).Select(i => (short)(first + ((after[0] - first) * i / (missing + 1))))];
        Converter whole = new(format, rateIn);
        Converter bridged = new(format, rateIn);
        byte[] expected = whole.Take(Bytes([.. before, .. line, .. after]));
        byte[] heard = [.. bridged.Take(Bytes(before)), .. bridged.Take(Bytes(after), missing)];
        Assert.Equal(expected, heard);
    }

    [Fact]
    public void Equal_Samples_Are_Counted()
    {
        Converter converter = new(PcmFormat.Mono, Rate);
        converter.Take(Bytes([5, 5, 5]));
        Assert.Equal(3, converter.Run);
        converter.Take(Bytes([5, 5]));
        Assert.Equal(5, converter.Run);
        converter.Take(Bytes([4]));
        Assert.Equal(1, converter.Run);
    }

    private static double Filter(double u)
    {
        double sinc = u == 0 ? 1 : Math.Sin(Math.PI * u) / (Math.PI * u);
        return Math.Abs(u) >= 4 ? 0 : sinc * (0.5 + (0.5 * Math.Cos(Math.PI * u / 4)));
    }

    private static byte[] Bytes(short[] samples)
    {
        byte[] bytes = new byte[2 * samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), samples[i]);
        }

        return bytes;
    }

    private static short[] Shorts(byte[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / 2).Select(i => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i)))];

    private sealed class Converter
    {
        private readonly int[] _state = new int[PcmState.Words];
        private readonly byte[] _pcm = new byte[200_000];

        internal Converter(int format, int rateIn) => Assert.Equal(Status.Ok, Native.PcmStart(_state, format, rateIn, Rate));

        internal int Run => _state[PcmState.Run];

        internal byte[] Take(ReadOnlySpan<byte> bytes, int missing = 0)
        {
            int count = Native.PcmConvert(_state, bytes.ToArray(), bytes.Length, missing, _pcm);
            Assert.True(count >= 0);
            return _pcm[..count];
        }
    }
}
