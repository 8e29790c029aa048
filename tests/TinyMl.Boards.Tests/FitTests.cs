using TinyMl.Boards.Fit;
using TinyMl.Compiler.Models;

namespace TinyMl.Boards.Tests;

/// <summary>A verdict turns at the very byte, and each number is the model's own.</summary>
public class FitTests
{
    private static readonly ModelNeeds Gesture = ModelNeeds.Of(new ModelFile(OwnBoards.Model));

    [Fact]
    public void Numbers_Are_Those_Of_The_Header()
    {
        // Header offsets of SPEC.md.
        Assert.Equal(BitConverter.ToUInt32(OwnBoards.Model, 24), (uint)Gesture.ArenaBytes);
        Assert.Equal(BitConverter.ToUInt32(OwnBoards.Model, 28), (uint)Gesture.LearnArenaBytes);
        Assert.Equal(OwnBoards.Model.Length, Gesture.ModelBytes);
    }

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(-16, true, false)]
    public void Learning_Turns_At_The_Byte(int slack, bool fits, bool learns)
    {
        BoardFit fit = On(Gesture.LearnArenaBytes + slack);
        Assert.Equal((fits, learns), (fit.Fits, fit.Learns));
        Assert.Equal(learns, !fit.Notes.Any(note => note.Contains("16 B more arena", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-16, false)]
    public void Recognition_Turns_At_The_Byte(int slack, bool fits)
    {
        BoardFit fit = On(Gesture.ArenaBytes + slack);
        Assert.Equal(fits, fit.Fits);
        Assert.Equal(fits, fit.Reasons.Count == 0);
        Assert.False(fit.Learns);
    }

    [Theory]
    [InlineData("esp32-devkitc", true)]
    [InlineData("m5stickc-plus", true)]
    [InlineData("stm32f769i-disco", true)]
    [InlineData("esp32-c3-devkitm", false)]
    public void A_Model_Of_Sound_Wants_A_Microphone(string id, bool hasOne)
    {
        Board board = OwnBoards.Named(id);
        BoardFit fit = BoardFit.Of(board, board.Targets[0], Gesture with { Name = "words", Listens = true });
        Assert.Equal(hasOne, fit.Fits);
        Assert.Equal(
            hasOne ? [] : [$"words listens to a microphone and {id} names none in its board.json: use a board that has one, or connect one and name it there."],
            fit.Reasons);
        Assert.True(BoardFit.Of(board, board.Targets[0], Gesture).Fits);
    }

    [Fact]
    public void The_Application_Counts()
    {
        Board board = OwnBoards.Named("stm32f429i-disc1");
        int room = board.Flash.Deployment.Bytes - Gesture.ModelBytes;
        Assert.True(Path(BoardFit.Of(board, board.Targets[0], Gesture, room), "resource").Possible);
        BoardFit full = BoardFit.Of(board, board.Targets[0], Gesture, room + 1);
        Assert.False(Path(full, "resource").Possible);

        // It can still be compiled into the firmware; that only the linker knows.
        Assert.Null(Path(full, "firmware").Possible);
        Assert.True(full.Fits);
    }

    [Fact]
    public void A_File_Needs_Drive_And_Memory()
    {
        Board board = OwnBoards.Named("esp32-devkitc");
        Assert.True(Path(BoardFit.Of(board, board.Targets[0], Gesture), "file").Possible);
        Assert.False(Path(BoardFit.Of(board, board.Target("ESP32_REV3"), Gesture), "file").Possible);
        Board pico = OwnBoards.Named("raspberry-pi-pico");
        LoadPath onPico = Path(BoardFit.Of(pico, pico.Targets[0], Gesture), "file");
        Assert.All(onPico.Checks, check => Assert.False(check.Holds));
        Board st = OwnBoards.Named("stm32f769i-disco");
        Assert.False(Path(BoardFit.Of(st, st.Targets[0], Gesture), "file").Possible);
        Assert.True(BoardFit.Of(st, st.Targets[0], Gesture).Fits);
    }

    [Fact]
    public void A_Missing_Profile_Falls_Back_With_A_Word()
    {
        foreach (Board board in OwnBoards.All)
        {
            Profile used = Profiles.For(board);
            BoardFit fit = BoardFit.Of(board, board.Targets[0], Gesture);
            Assert.Equal(
                board.Profile != ProfileName.Of(used),
                fit.Notes.Any(note => note.Contains("does not have", StringComparison.Ordinal)));
            Assert.True(Profiles.Runs(board, Profile.Portable));
        }

        Assert.Equal(Profile.Portable, Profiles.For(OwnBoards.Named("raspberry-pi-pico")));
        Assert.All(Enum.GetValues<Profile>(), profile => Assert.False(string.IsNullOrEmpty(ProfileName.Of(profile))));
    }

    /// <summary>Blocks by littlefs' SPEC.md, one at a time: block n holds a pointer for every i with n divisible by 2^i.</summary>
    [Theory]
    [InlineData(1, 128)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 4096)]
    [InlineData(32844, 4096)]
    [InlineData(300000, 512)]
    public void A_File_Takes_As_Many_Blocks_As_LittleFs_Gives_It(int file, int block)
    {
        int left = file;
        int blocks = 0;
        while (left > 0)
        {
            int pointers = 0;
            for (int power = 1; blocks > 0 && power <= blocks; power *= 2)
            {
                pointers += blocks % power == 0 ? 1 : 0;
            }

            left -= block - (4 * pointers);
            blocks++;
        }

        Board board = OwnBoards.Named("esp32-devkitc");
        board = board with { Flash = board.Flash with { Files = board.Flash.Files! with { BlockBytes = block } } };
        FitCheck drive = Path(BoardFit.Of(board, board.Targets[0], Gesture with { ModelBytes = file }), "file").Checks[0];
        Assert.Equal((blocks + 2) * block, drive.Needed);
    }

    private static BoardFit On(int arena)
    {
        Board board = OwnBoards.Named("raspberry-pi-pico");
        return BoardFit.Of(board, board.Targets[0] with { Arena = board.Targets[0].Arena with { Bytes = arena } }, Gesture);
    }

    private static LoadPath Path(BoardFit fit, string name) => fit.Paths.Single(path => path.Name == name);
}
