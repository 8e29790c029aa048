using nanoFramework.TestFramework;
using TinyMl;

namespace NFUnitTest
{
    [TestClass]
    public class CommandReaderTests
    {
        [DataRow("label up\n")]
        [DataRow("LABEL up\r\n")]
        [DataRow("\n\r\n  label   up  \n")]
        public void Lines_Are_Found_Whatever_Their_Ends_And_Spaces(string bytes)
        {
            byte[] label = Line.Word("label");
            CommandReader reader = Reader(bytes);
            Assert.AreEqual(Status.Ok, reader.Poll());
            Assert.IsTrue(reader.Is(0, label));
            Assert.IsFalse(reader.Is(1, label));
            Assert.IsTrue(reader.Has(1));
            Assert.IsFalse(reader.Has(2));
            Assert.AreEqual(Status.NotReady, reader.Poll());
        }

        [DataRow("labels\n")]
        [DataRow("labe\n")]
        [DataRow("xlabel\n")]
        public void A_Word_Is_Not_A_Part_Of_One(string bytes)
        {
            CommandReader reader = Reader(bytes);
            Assert.AreEqual(Status.Ok, reader.Poll());
            Assert.IsFalse(reader.Is(0, Line.Word("label")));
        }

        [TestMethod]
        public void Too_Long_A_Line_Costs_Itself_Only()
        {
            string eighty = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
            CommandReader reader = Reader(eighty + "\n" + eighty + "a\nlabel\n");
            Assert.AreEqual(Status.Ok, reader.Poll());
            Assert.AreEqual(Status.CommandLength, reader.Poll());
            Assert.AreEqual(Status.Ok, reader.Poll());
            Assert.IsTrue(reader.Is(0, Line.Word("label")));
        }

        [TestMethod]
        public void Noise_Costs_Its_Own_Line_Only()
        {
            RecordingLink link = new RecordingLink();
            CommandReader reader = new CommandReader(link);
            link.Send(new byte[] { 0, 255, 128, (byte)'a', (byte)'\n', (byte)'h', (byte)'i', (byte)'\n' });
            Assert.AreEqual(Status.CommandBytes, reader.Poll());
            Assert.AreEqual(Status.Ok, reader.Poll());
            Assert.IsTrue(reader.Is(0, Line.Word("hi")));
        }

        [TestMethod]
        public void A_Class_Is_Named_By_Label_Or_Number()
        {
            ShakeModel.Open();
            CommandReader reader = Reader("label yaw  \nlabel 1\nlabel 4\nlabel nowhere\nlabel\n");
            int[] expected = { 2, 1, -1, -1, -1 };
            foreach (int number in expected)
            {
                Assert.AreEqual(Status.Ok, reader.Poll());
                Assert.AreEqual(number, reader.Class(1, ShakeModel.Classes));
            }
        }

        private static CommandReader Reader(string bytes)
        {
            RecordingLink link = new RecordingLink();
            link.Send(bytes);
            return new CommandReader(link);
        }
    }
}
