namespace TinyMl
{
    /// <summary>The commands about patches: what is kept, <c>export</c>, <c>import</c> and the lines of a patch.</summary>
    internal sealed class PatchCommands
    {
        private static readonly byte[] PatchText = Line.Word("patch");
        private static readonly byte[] ExportText = Line.Word("export");
        private static readonly byte[] ImportText = Line.Word("import");
        private static readonly byte[] ReplaceText = Line.Word("replace");
        private static readonly byte[] LineStartText = Line.Word("TML:");

        private static readonly byte[] StateText = Line.Word("ok patch=");
        private static readonly byte[] NoneText = Line.Word("none");
        private static readonly byte[] KeptText = Line.Word("kept");
        private static readonly byte[] WaitingText = Line.Word("waiting");
        private static readonly byte[] WritingText = Line.Word("writing");
        private static readonly byte[] SequenceText = Line.Word(" seq=");
        private static readonly byte[] BytesText = Line.Word(" bytes=");
        private static readonly byte[] ShotsText = Line.Word(" shots=");
        private static readonly byte[] CommitsText = Line.Word(" commits=");
        private static readonly byte[] SlotText = Line.Word(" slot=");
        private static readonly byte[] LinesText = Line.Word("ok lines=");
        private static readonly byte[] ReadyText = Line.Word("ok import=ready");
        private static readonly byte[] DoneText = Line.Word("ok import=done");
        private static readonly byte[] LineText = Line.Word("ok line=");
        private static readonly byte[] OfText = Line.Word(" of=");

        private readonly Application _application;
        private readonly CommandReader _reader;
        private readonly Line _line;

        internal PatchCommands(Application application, CommandReader reader, Line line)
        {
            _application = application;
            _reader = reader;
            _line = line;
        }

        /// <summary>Obeys the command that was read, and starts the answer.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <returns>A status; <see cref="Status.Command"/>: it is about something else.</returns>
        internal int Act(long now)
        {
            Patches patches = _application.Patches;
            if (_reader.StartsWith(LineStartText))
            {
                return Take(patches, now);
            }

            if (_reader.Is(0, PatchText))
            {
                _line.Start(StateText).Text(State(patches)).Text(SequenceText).Unsigned(patches.Sequence);
                _line.Text(BytesText).Number(patches.KeptBytes).Text(ShotsText).Number(patches.KeptShots);
                _line.Text(CommitsText).Unsigned(patches.Commits).Text(SlotText).Number(patches.Slot);
                return patches.Fault;
            }

            if (_reader.Is(0, ExportText))
            {
                int status = patches.Export(now);
                if (status == Status.Ok)
                {
                    _application.Personalizer.BeginAnew();
                }

                _line.Start(LinesText).Number(patches.Record.Lines).Text(BytesText).Number(patches.Record.Bytes);
                _line.Text(SequenceText).Unsigned(patches.Record.Sequence);
                return status;
            }

            if (_reader.Is(0, ImportText))
            {
                bool replaces = _reader.Is(1, ReplaceText);
                if (!replaces && _reader.Has(1))
                {
                    return Status.CommandArgument;
                }

                _line.Start(ReadyText);
                int status = patches.Import(replaces, now);
                if (status == Status.Ok)
                {
                    _application.Personalizer.BeginAnew();
                }

                return status;
            }

            return Status.Command;
        }

        private static byte[] State(Patches patches)
        {
            return patches.IsWriting ? WritingText
                : patches.IsPending ? WaitingText
                : patches.KeptBytes > 0 ? KeptText
                : NoneText;
        }

        private int Take(Patches patches, long now)
        {
            int line = patches.TakeLine(_reader.Text, _reader.Length, now);
            if (line < 0)
            {
                return line;
            }

            PatchRecord record = patches.Record;
            if (record.Left > 0)
            {
                _line.Start(LineText).Number(line).Text(OfText).Number(record.Lines);
            }
            else
            {
                _application.Personalizer.GiveUp();
                _line.Start(DoneText).Text(SequenceText).Unsigned(patches.Sequence).Text(BytesText).Number(record.Bytes);
            }

            return Status.Ok;
        }
    }
}
