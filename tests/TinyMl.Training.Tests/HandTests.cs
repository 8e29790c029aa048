using TinyMl.Training.Hand;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Tests;

/// <summary>How the simulated hand moves.</summary>
public sealed class HandTests
{
    [Fact]
    public void MinimumJerkBeginsAndEndsAtRest()
    {
        Assert.Equal(0, MinimumJerk.Position(-1));
        Assert.Equal(0, MinimumJerk.Position(0));
        Assert.Equal(0.5, MinimumJerk.Position(0.5), 12);
        Assert.Equal(1, MinimumJerk.Position(1), 12);
        Assert.Equal(1, MinimumJerk.Position(2));
        Assert.InRange(MinimumJerk.Position(0.01), 0, 1e-5);
        Assert.InRange(MinimumJerk.Position(0.99), 1 - 1e-5, 1);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(-0.05)]
    [InlineData(0.5)]
    public void AnyOtherWayHasMoreJerk(double change)
    {
        // The bump x^3 (1 - x)^3 changes neither place nor speed nor acceleration at the ends.
        double least = Jerk(MinimumJerk.Position);
        double other = Jerk(x => MinimumJerk.Position(x) + (change * Math.Pow(x * (1 - x), 3)));
        Assert.InRange(least, 710, 730);
        Assert.True(other > least, $"{other} is not above {least}.");
    }

    [Fact]
    public void SpeedFollowsTheTwoThirdsPowerLawOnAnEllipse()
    {
        // Where curvature varies from 0.5 / 0.25^2... the law says log v = c - log(curvature) / 3.
        const double a = 0.5;
        const double b = 0.2;
        PenPoint[] points = Enumerable.Range(0, 65)
            .Select(i => new PenPoint(a * Math.Cos(2 * Math.PI * i / 64), b * Math.Sin(2 * Math.PI * i / 64)))
            .ToArray();
        PenCurve curve = new(points);
        List<(double X, double Y)> logs = [];
        for (double share = 0.05; share < 0.95; share += 0.001)
        {
            PenPoint p = curve.At(share);
            double speed = (curve.At(share + 0.002) - curve.At(share - 0.002)).Length;
            double curvature = Math.Pow((p.X * p.X / Math.Pow(a, 4)) + (p.Y * p.Y / Math.Pow(b, 4)), -1.5) / (a * a * b * b);
            if (curvature > 2)
            {
                logs.Add((Math.Log(curvature), Math.Log(speed)));
            }
        }

        double meanX = logs.Average(l => l.X);
        double meanY = logs.Average(l => l.Y);
        double slope = logs.Sum(l => (l.X - meanX) * (l.Y - meanY)) / logs.Sum(l => (l.X - meanX) * (l.X - meanX));
        Assert.InRange(slope, -0.36, -0.30);
    }

    [Fact]
    public void ACurvePassesThroughItsPoints()
    {
        PenPoint[] points = [new(0, 0), new(0.2, 0.5), new(0.5, 0.1)];
        PenCurve curve = new(points);
        Assert.Equal(points[0], curve.Start);
        Assert.Equal(points[2], curve.End);
        double nearest = Enumerable.Range(0, 1000).Min(i => (curve.At(i / 1000.0) - points[1]).Length);
        Assert.InRange(nearest, 0, 0.005);
    }

    [Fact]
    public void SubmovementsAddUpToTheWholeWay()
    {
        PenCurve curve = new([new(0, 0), new(0, 1), new(1, 1), new(1, 0), new(2, 0), new(2, 1)]);
        PenMovement movement = new(curve, 0.5, 2, 0.1);
        Assert.Equal(0, movement.Offset(0.5).Length);
        Assert.InRange((movement.Offset(movement.End) - (curve.End - curve.Start)).Length, 0, 1e-9);
        Assert.Equal(0.1, movement.LiftAt(1.5), 9);
        Assert.Equal(0, movement.LiftAt(movement.End));
    }

    [Fact]
    public void EveryDigitFitsItsBox()
    {
        for (int digit = 0; digit < 10; digit++)
        {
            foreach (Glyph glyph in DigitGlyphs.Of(digit))
            {
                PenPoint[] points = glyph.Pieces.SelectMany(p => p).ToArray();
                Assert.All(points, p => Assert.InRange(Math.Abs(p.X), 0, 0.36));
                Assert.All(points, p => Assert.InRange(Math.Abs(p.Y), 0, 0.5));
                Assert.InRange(points.Max(p => p.Y) - points.Min(p => p.Y), 0.94, 1);
                Assert.True(glyph.Weight > 0);
            }
        }
    }

    [Fact]
    public void SameSeedSameSamples()
    {
        Assert.Equal(Record(7, 3).Sequence.Values, Record(7, 3).Sequence.Values);
        Assert.NotEqual(Record(7, 3).Sequence.Values, Record(7, 4).Sequence.Values);
        Assert.NotEqual(Record(7, 3).Sequence.Values, Record(8, 3).Sequence.Values);
    }

    [Fact]
    public void WithoutSpreadAllWritersAreTheUsualOne()
    {
        Writer a = Writer.Sample(1, 0);
        Writer b = Writer.Sample(2, 0);
        Assert.Equal((a.Size, a.Tempo, a.Slant, a.Grip), (b.Size, b.Tempo, b.Slant, b.Grip));
        Assert.Equal(a.Glyphs.Select(g => g.Name), b.Glyphs.Select(g => g.Name));
        Assert.All(a.Glyphs, (g, d) => Assert.Equal(DigitGlyphs.Of(d)[0].Name, g.Name));
    }

    [Fact]
    public void WritersUseEveryAllograph()
    {
        Writer[] writers = Enumerable.Range(0, 300).Select(s => Writer.Sample(s)).ToArray();
        for (int digit = 0; digit < 10; digit++)
        {
            Assert.Equal(
                DigitGlyphs.Of(digit).Select(g => g.Name).Order(),
                writers.Select(w => w.Glyphs[digit].Name).Distinct().Order());
        }
    }

    [Fact]
    public void ARecordingIsStillBeforeAndAfterItsDigit()
    {
        ImuRecording recording = WritingSession.Record(Writer.Sample(3, 0), 8, 0);
        Assert.InRange(recording.Sequence.Seconds, 4.9, 5.2);
        Assert.InRange(recording.Gesture.Start, 0.1, 0.8);
        Assert.InRange(recording.Gesture.End, 1.5, 4.5);
        double during = Rotation(recording.Sequence, recording.Gesture.Start, recording.Gesture.End);
        Assert.InRange(Rotation(recording.Sequence, 0, recording.Gesture.Start), 0, during / 4);
        Assert.InRange(Rotation(recording.Sequence, recording.Gesture.End + 0.2, 5), 0, during / 4);
    }

    [Fact]
    public void FoundBoundsLieInsideTheTrueOnes()
    {
        foreach (int digit in Enumerable.Range(0, 10))
        {
            ImuRecording recording = WritingSession.Record(Writer.Sample(5), digit, 1);
            (double start, double end) = GestureBounds.Find(recording.Sequence);
            Assert.InRange(start, recording.Gesture.Start - 0.15, recording.Gesture.Start + (0.4 * recording.Gesture.Seconds));
            Assert.InRange(end, recording.Gesture.Start + (0.6 * recording.Gesture.Seconds), recording.Gesture.End + 0.3);
        }
    }

    [Fact]
    public void AStreamTellsWhatWasWrittenWhen()
    {
        Session session = DigitStream.Make(Writer.Sample(9), 1, [3, 1, 4, 1], () => 1);
        Assert.Equal([3, 1, 4, 1], session.Digits.Select(d => d.Label));
        Gesture[] movements = session.Movements.ToArray();
        Assert.All(movements, m => Assert.True(m.Seconds > 0));
        Assert.All(movements.Zip(movements.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start + 1e-9));
        Assert.True(session.Sequence.Seconds > movements[^1].End);
    }

    [Theory]
    [InlineData(IdleMotion.Walk, 0.05)]
    [InlineData(IdleMotion.Circles, 0.2)]
    [InlineData(IdleMotion.Shake, 0.05)]
    [InlineData(IdleMotion.PickUp, 0.02)]
    public void IdleMotionsMove(IdleMotion motion, double least)
    {
        Session session = new WritingSession(Writer.Sample(4, 0), 2).Do(motion, 4).Build();
        Assert.Single(session.Movements);
        Assert.True(Rotation(session.Sequence, 0, 4) > least);
    }

    private static ImuRecording Record(int writer, int repetition) => WritingSession.Record(Writer.Sample(writer), 5, repetition);

    // Root mean square of the rotation, rad/s.
    private static double Rotation(ImuSequence sequence, double from, double to)
    {
        int first = (int)(from * sequence.Rate);
        int last = Math.Min(sequence.Count, (int)(to * sequence.Rate));
        return Math.Sqrt(Enumerable.Range(first, last - first).Average(i => sequence[i][3..].ToArray().Sum(w => (double)w * w)));
    }

    private static double Jerk(Func<double, double> position)
    {
        const double h = 0.005;
        double sum = 0;
        for (double x = 2 * h; x < 1 - (1.5 * h); x += h)
        {
            double outer = position(x + (2 * h)) - position(x - (2 * h));
            double third = (outer - (2 * (position(x + h) - position(x - h)))) / (2 * h * h * h);
            sum += third * third * h;
        }

        // The ends, half a step more each, where central differences would leave the way.
        return sum + (2 * 1.5 * h * 3600);
    }
}
