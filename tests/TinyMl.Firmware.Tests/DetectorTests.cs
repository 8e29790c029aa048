namespace TinyMl.Firmware.Tests;

public class DetectorTests
{
    [Fact]
    public void Events_Are_Those_Of_The_Written_Rule()
    {
        int events = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            int classes = random.Next(1, 6);
            byte[] on = Enumerable.Range(0, classes).Select(_ => (byte)(random.Next(5) == 0 ? 0 : random.Next(60, 200))).ToArray();
            Rule rule = new(on, random.Next(1, 6), random.Next(1, 61), random.Next(0, 8), random.Next(1, 4));
            Detector detector = new(on, rule.Smoothing, rule.Off, rule.Dead, rule.Min);
            byte[] scores = new byte[classes];
            int favourite = 0;
            for (int window = 0; window < 300; window++)
            {
                if (random.Next(6) == 0)
                {
                    favourite = random.Next(classes);
                }

                if (random.Next(100) == 0)
                {
                    detector.Clear();
                    rule.Clear();
                }

                random.NextBytes(scores);
                scores[favourite] = (byte)Math.Max(scores[favourite], random.Next(120, 256));
                DetectorChange expected = rule.Add([.. scores]);
                Assert.True(expected == detector.Add(scores), $"seed {seed}, window {window}");
                Assert.Equal(rule.Active, detector.Active);
                events += expected == DetectorChange.Started ? 1 : 0;
            }
        }

        Assert.True(events > 1000, $"The random windows make only {events} events.");
    }

    [Fact]
    public void A_Score_At_The_Thresholds_Starts_And_Keeps_An_Event()
    {
        Detector detector = new([160, 0], 1, 96, 0, 1);
        Assert.Equal(DetectorChange.None, detector.Add([159, 90]));
        Assert.Equal(DetectorChange.Started, detector.Add([160, 90]));
        Assert.Equal(DetectorChange.None, detector.Add([96, 150]));
        Assert.Equal(DetectorChange.Ended, detector.Add([95, 150]));
        Assert.Equal(0, detector.Last);
        Assert.Equal(-1, detector.Active);
    }

    [Fact]
    public void The_Idle_Class_Makes_No_Event()
    {
        Detector detector = new([0, 100], 1, 50, 0, 1);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(DetectorChange.None, detector.Add([255, 0]));
        }
    }

    [Fact]
    public void Dead_Windows_Count_From_The_Start()
    {
        Detector detector = new([160, 0], 1, 96, 3, 1);
        Assert.Equal(DetectorChange.Started, detector.Add([200, 0]));
        Assert.Equal(DetectorChange.Ended, detector.Add([0, 200]));
        Assert.Equal(DetectorChange.None, detector.Add([200, 0]));
        Assert.Equal(DetectorChange.None, detector.Add([200, 0]));
        Assert.Equal(DetectorChange.Started, detector.Add([200, 0]));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void Counts_Below_One_Are_Refused(int classes, int smoothing, int minWindows)
    {
        Assert.Throws<ArgumentException>(() => new Detector(new byte[classes], smoothing, 1, 0, minWindows));
    }

    /// <summary>The rule of Detector's documentation, slowly and from the whole history.</summary>
    private sealed class Rule(byte[] on, int smoothing, int off, int dead, int min)
    {
        private readonly List<byte[]> _windows = [];
        private int _index;
        private int _lastStart = int.MinValue;

        public int Smoothing => smoothing;

        public int Off => off;

        public int Dead => dead;

        public int Min => min;

        public int Active { get; private set; } = -1;

        public void Clear()
        {
            _windows.Clear();
            Active = -1;
        }

        public DetectorChange Add(byte[] scores)
        {
            _windows.Add(scores);
            _index++;
            if (Active >= 0 && Mean(_windows.Count, Active) < off)
            {
                // An event does not start in the window in which another ends.
                Active = -1;
                return DetectorChange.Ended;
            }

            int leader = Leader(_windows.Count);
            bool inARow = _windows.Count >= min
                && Enumerable.Range(0, min).All(back => Leader(_windows.Count - back) == leader && Wins(_windows.Count - back));
            bool alive = _lastStart == int.MinValue || _index - _lastStart > dead;
            if (Active >= 0 || !inARow || !alive)
            {
                return DetectorChange.None;
            }

            Active = leader;
            _lastStart = _index;
            return DetectorChange.Started;
        }

        private double Mean(int count, int c) =>
            _windows.Take(count).TakeLast(smoothing).Sum(w => w[c]) / (double)smoothing;

        private int Leader(int count) => Enumerable.Range(0, on.Length).MaxBy(c => Mean(count, c));

        private bool Wins(int count) => on[Leader(count)] > 0 && Mean(count, Leader(count)) >= on[Leader(count)];
    }
}
