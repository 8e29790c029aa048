using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace TinyMl.VirtualBoard
{
    /// <summary>Reads a recording: CSV with the header <c>t_ms,ax,ay,az,gx,gy,gz</c>, in m/s2 and rad/s.</summary>
    public static class CsvMotionSource
    {
        /// <summary>The first line of a recording.</summary>
        public const string Header = "t_ms,ax,ay,az,gx,gy,gz";

        private const int Columns = 7;

        /// <summary>Reads a file.</summary>
        /// <param name="path">The file.</param>
        /// <returns>The motion; its time starts at 0.</returns>
        /// <exception cref="RecordingException">The file cannot be read or is no recording.</exception>
        public static SampledMotionSource Read(string path)
        {
            try
            {
                using StreamReader reader = new StreamReader(path);
                return Read(reader, path);
            }
            catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
            {
                throw new RecordingException($"{path}: the recording cannot be read. Check that the file exists and may be read.");
            }
        }

        /// <summary>Reads text.</summary>
        /// <param name="reader">The text.</param>
        /// <param name="name">Its name, for messages.</param>
        /// <returns>The motion; its time starts at 0.</returns>
        /// <exception cref="RecordingException">The text is no recording.</exception>
        public static SampledMotionSource Read(TextReader reader, string name)
        {
            string header = reader.ReadLine();
            if (header == null || header.Trim().TrimStart('\uFEFF') != Header)
            {
                throw new RecordingException($"{name}, line 1: the header is missing. Make the first line {Header}.");
            }

            List<double> times = new List<double>();
            List<Motion> motions = new List<Motion>();
            double[] values = new double[Columns];
            double start = 0;
            int number = 1;
            for (string line = reader.ReadLine(); line != null; line = reader.ReadLine())
            {
                number++;
                if (line.Trim().Length == 0)
                {
                    continue;
                }

                Parse(line, values, name, number);
                start = times.Count == 0 ? values[0] : start;
                double time = (values[0] - start) / 1000;
                if (times.Count > 0 && time <= times[times.Count - 1])
                {
                    throw new RecordingException(
                        $"{name}, line {number}: t_ms does not ascend. Sort the lines by t_ms and remove doubles.");
                }

                times.Add(time);
                motions.Add(new Motion(values[1], values[2], values[3], values[4], values[5], values[6]));
            }

            if (times.Count == 0)
            {
                throw new RecordingException($"{name}: the recording has no samples. Add at least one line below the header.");
            }

            return new SampledMotionSource(times, motions);
        }

        private static void Parse(string line, double[] values, string name, int number)
        {
            string[] cells = line.Split(',');
            if (cells.Length != Columns)
            {
                throw new RecordingException(
                    $"{name}, line {number}: there are {cells.Length} values where {Columns} belong. Write {Header} on each line.");
            }

            for (int i = 0; i < Columns; i++)
            {
                if (!double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])
                    || !double.IsFinite(values[i]))
                {
                    string column = Header.Split(',')[i];
                    throw new RecordingException(
                        $"{name}, line {number}: {column} is not a number. Write a decimal number with a point.");
                }
            }
        }
    }
}
