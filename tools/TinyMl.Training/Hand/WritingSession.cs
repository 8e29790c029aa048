using TinyMl.Training.Numerics;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Hand;

/// <summary>
/// Plays a writer: rests, digits and other movements one after the other, as one continuous movement of arm and device.
/// </summary>
public sealed class WritingSession
{
    // Four poses a sample at 50 Hz: fine enough for the differences, and an average over one sample's time.
    private const double Rate = 200;
    private const int NoDigit = -1;

    private readonly Writer _writer;
    private readonly Random _random;
    private readonly PoseTrack _track = new(Rate);
    private readonly List<Gesture> _movements = [];
    private readonly Tremor _tremor;
    private PenPoint _pen;
    private PenPoint _wrist;

    /// <summary>Begins with the hand at rest at the middle of the writing plane.</summary>
    /// <param name="writer">Who writes.</param>
    /// <param name="seed">Same writer and seed, same samples.</param>
    public WritingSession(Writer writer, int seed)
    {
        _writer = writer;
        _random = new Random(Seeds.Mix(writer.Seed, seed));
        _tremor = new Tremor(Rate, _random);
    }

    /// <summary>The sensor in the device.</summary>
    public InertialSensor Sensor { get; init; } = new();

    /// <summary>Length so far in seconds.</summary>
    public double Seconds => _track.Poses.Count / Rate;

    /// <summary>The pen's place so far, in digit heights.</summary>
    public PenPoint Pen => _pen;

    /// <summary>Puts the hand to a place without a movement; only before anything else.</summary>
    public WritingSession Place(PenPoint pen)
    {
        _pen = pen;
        _wrist = pen;
        return this;
    }

    /// <summary>Rests.</summary>
    public WritingSession Rest(double seconds) => Move([], seconds);

    /// <summary>Moves the hand to where the digit begins, pauses, writes it and stays where it ends.</summary>
    /// <param name="digit">0 to 9.</param>
    public WritingSession Write(int digit)
    {
        PenPoint[][] pieces = Pieces(digit);
        if ((pieces[0][0] - _pen).Length > 0.02)
        {
            Go(pieces[0][0], 0.5 * _writer.Tempo * (1 + _random.Symmetric(0.3)));
            Rest(_writer.Pause * (1 + _random.Symmetric(0.4)));
        }

        return Draw(digit, pieces);
    }

    /// <summary>A recording of one digit: the hand waits where the digit begins, writes it and stays.</summary>
    /// <param name="writer">Who writes.</param>
    /// <param name="digit">0 to 9.</param>
    /// <param name="repetition">Which of the writer's many.</param>
    /// <param name="seconds">Length; slow digits get as much more as they need.</param>
    public static ImuRecording Record(Writer writer, int digit, int repetition, double seconds = 5)
    {
        WritingSession session = new(writer, Seeds.Mix(digit, repetition));
        PenPoint[][] pieces = session.Pieces(digit);
        session.Place(pieces[0][0]).Rest(session._random.Between(0.2, 0.7));
        session.Draw(digit, pieces);
        session.Rest(Math.Max(0.3, seconds - session.Seconds));
        Session result = session.Build();
        return new ImuRecording($"{digit}_writer{writer.Seed}_{repetition}", result.Sequence, result.Movements[0]);
    }

    /// <summary>Does something that is no digit.</summary>
    /// <param name="motion">What.</param>
    /// <param name="seconds">How long, about.</param>
    public WritingSession Do(IdleMotion motion, double seconds)
    {
        int from = _track.Poses.Count;
        double start = Seconds;
        switch (motion)
        {
            case IdleMotion.Circles or IdleMotion.Swipe or IdleMotion.Scribble or IdleMotion.Wave:
                IReadOnlyList<PenPoint> points = IdlePaths.Points(motion, _pen, _random);
                PenCurve curve = new(points);
                double time = _writer.Tempo * Math.Exp(_random.Symmetric(0.5)) * Math.Pow(curve.Measure, 0.6);
                Move([new PenMovement(curve, 0, time, 0)], time);
                _movements.Add(new Gesture(NoDigit, start, Seconds));
                Rest(Math.Max(0.05, seconds - ((_track.Poses.Count - from) / Rate)));
                break;
            default:
                Rest(seconds);
                IdlePostures.Add(motion, _track.Poses, from, Rate, _random);
                if (motion != IdleMotion.Still)
                {
                    _movements.Add(new Gesture(NoDigit, start, Seconds));
                }

                break;
        }

        return this;
    }

    /// <summary>What the sensor felt.</summary>
    public Session Build() => new(Sensor.Measure(_track, _writer.Grip, _random), _movements);

    private PenPoint[][] Pieces(int digit)
    {
        double loose = _writer.Looseness;
        PenPoint[][] pieces = GlyphVariation.Apply(_writer.Glyphs[digit].Pieces, 0.04 * loose, _random);
        double width = _writer.Aspect * Math.Exp(0.12 * loose * _random.Gaussian());
        double height = Math.Exp(0.12 * loose * _random.Gaussian());
        double slant = Math.Tan(_writer.Slant + (0.05 * loose * _random.Gaussian()));
        double tilt = _writer.Tilt + (0.05 * loose * _random.Gaussian());
        (double sin, double cos) = Math.SinCos(tilt);
        PenPoint Shape(PenPoint p)
        {
            double x = (p.X * width) + (p.Y * slant);
            double y = p.Y * height;
            return new PenPoint((x * cos) - (y * sin), (x * sin) + (y * cos));
        }

        return pieces.Select(piece => piece.Select(Shape).ToArray()).ToArray();
    }

    private void Go(PenPoint target, double seconds)
    {
        _movements.Add(new Gesture(NoDigit, Seconds, Seconds + seconds));
        Move([new PenMovement(new PenCurve([_pen, target]), 0, seconds, 0.1)], seconds);
    }

    private WritingSession Draw(int digit, PenPoint[][] pieces)
    {
        List<PenMovement> movements = [];
        double tempo = _writer.Tempo * Math.Exp(0.2 * _writer.Looseness * _random.Gaussian());
        double begin = 0;
        PenPoint at = pieces[0][0];
        foreach (PenPoint[] piece in pieces)
        {
            if ((piece[0] - at).Length > 0.02)
            {
                Append(new PenCurve([at, piece[0]]), 0.15, 0.8);
            }

            Append(new PenCurve(piece), 0, 1);
            at = piece[^1];
        }

        double start = Seconds;
        Move(movements, movements[^1].End);
        _movements.Add(new Gesture(digit, start, Seconds));
        return this;

        // Longer ways take longer, but less than in proportion (isochrony; Viviani and Terzuolo, 1982).
        void Append(PenCurve curve, double lift, double haste)
        {
            double seconds = Math.Max(0.12, tempo * haste * Math.Pow(curve.Measure, 0.6))
                * Math.Exp(0.12 * _writer.Looseness * _random.Gaussian());
            movements.Add(new PenMovement(curve, begin, seconds, lift));
            begin += seconds * (1 - _writer.Overlap);
        }
    }

    // Adds the poses of superposed movements; the wrist follows the pen with its lag.
    private WritingSession Move(IReadOnlyList<PenMovement> movements, double seconds)
    {
        PenPoint origin = _pen;
        int count = (int)Math.Round(seconds * Rate);
        double follow = 1 - Math.Exp(-1 / (Rate * _writer.Lag));
        for (int i = 1; i <= count; i++)
        {
            double time = i / Rate;
            PenPoint pen = origin;
            double lift = 0;
            foreach (PenMovement movement in movements)
            {
                pen += movement.Offset(time);
                lift += movement.LiftAt(time);
            }

            _pen = pen;
            _wrist += (_pen - _wrist) * follow;
            _track.Poses.Add(Arm(lift));
        }

        return this;
    }

    private Pose Arm(double lift)
    {
        double x = _pen.X * _writer.Size;
        double y = _pen.Y * _writer.Size;
        double right = _wrist.X * _writer.Size;
        double up = _wrist.Y * _writer.Size;
        (double pitch, double yaw, double roll) = _tremor.Next(_writer.Tremor);
        return new Pose(
            x,
            y,
            lift * _writer.Size,
            (up * _writer.PitchPerMetre) + pitch,
            (-right * _writer.YawPerMetre) + yaw,
            (-right * _writer.RollPerMetre) + (up * _writer.RollPerMetreUp) + roll);
    }
}
