using nanoFramework.TestFramework;
using TinyMl;

namespace NFUnitTest
{
    [TestClass]
    public class LineTests
    {
        [DataRow(0, "0\n")]
        [DataRow(7, "7\n")]
        [DataRow(-10, "-10\n")]
        [DataRow(65535, "65535\n")]
        [DataRow(2147483647, "2147483647\n")]
        [DataRow(-2147483648, "-2147483648\n")]
        public void Number_Is_Decimal(int value, string expected)
        {
            RecordingLink link = new RecordingLink();
            new Line(link).Start(Line.Word(string.Empty)).Number(value).Send();
            Assert.AreEqual(expected, link.Take());
        }

        [TestMethod]
        public void Number_Takes_64_Bits()
        {
            RecordingLink link = new RecordingLink();
            Line line = new Line(link);
            line.Start(Line.Word("t=")).Number(9223372036854775807L).Send();
            Assert.AreEqual("t=9223372036854775807\n", link.Take());
            line.Start(Line.Word("t=")).Number(-9223372036854775807L - 1).Send();
            Assert.AreEqual("t=-9223372036854775808\n", link.Take());
        }

        [DataRow(0, "0.0000\n")]
        [DataRow(65536, "1.0000\n")]
        [DataRow(-65536, "-1.0000\n")]
        [DataRow(32768, "0.5000\n")]
        [DataRow(1, "0.0000\n")]
        [DataRow(-4, "-0.0001\n")]
        [DataRow(80904, "1.2345\n")]
        [DataRow(2147483647, "32768.0000\n")]
        public void Fixed_Point_Has_Four_Decimals(int value, string expected)
        {
            RecordingLink link = new RecordingLink();
            new Line(link).Start(Line.Word(string.Empty)).Fixed(value).Send();
            Assert.AreEqual(expected, link.Take());
        }

        [DataRow(0, 2, "00\n")]
        [DataRow(25, 2, "19\n")]
        [DataRow(-1, 8, "ffffffff\n")]
        [DataRow(1414332417, 8, "544d0001\n")]
        public void Hexadecimal_Keeps_Leading_Zeros(int value, int digits, string expected)
        {
            RecordingLink link = new RecordingLink();
            new Line(link).Start(Line.Word(string.Empty)).Hex(value, digits).Send();
            Assert.AreEqual(expected, link.Take());
        }

        [TestMethod]
        public void What_Does_Not_Fit_Is_Cut_At_80_Characters()
        {
            RecordingLink link = new RecordingLink();
            byte[] long75 = new byte[75];
            for (int i = 0; i < long75.Length; i++)
            {
                long75[i] = (byte)'a';
            }

            new Line(link).Start(long75).Number(1234567).Text(Line.Word("more")).Hex(1, 8).Fixed(-1).Send();
            string text = link.Take();
            Assert.AreEqual(81, text.Length);
            Assert.EndsWith("a12345\n", text);
        }

        [TestMethod]
        public void A_New_Line_Drops_What_Was_Not_Sent()
        {
            RecordingLink link = new RecordingLink();
            Line line = new Line(link);
            line.Start(Line.Word("lost"));
            line.Start(Line.Word("kept")).Send();
            Assert.AreEqual("kept\n", link.Take());
        }

        [TestMethod]
        public void A_Status_Brings_Its_Number_And_Its_Sentence()
        {
            RecordingLink link = new RecordingLink();
            new Line(link).Start(Line.Word("err ")).Status(Status.Label).Send();
            Assert.AreEqual("err -8 There is no class with this number.\n", link.Take());
        }
    }
}
