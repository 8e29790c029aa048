using TinyMl.Monitor;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>
/// The power fails at every single operation of the memory, within it and after it, once and then once more: the board
/// always starts with what it had or with what it should have got.
/// </summary>
public class PowerCutTests
{
    // What an interrupted operation leaves is a matter of chance.
    private const int SeedsOfOne = 24;
    private const int SeedsOfTwo = 3;

    private static readonly State Factory = new(string.Empty, string.Empty);

    private static readonly PatchFile[] Learnt =
        [.. Enumerable.Range(0, 4).Select(i => TestPatch.Make(i, (uint)i + 1, shots: i + 2))];

    public static TheoryData<string> Kinds => [.. Keepsake.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_Cut_Leaves_The_Old_Or_The_New(string kind)
    {
        Keepsake empty = new(kind);
        Assert.Equal(2, Explore(empty, [Import(0)], SeedsOfOne).Count);

        Keepsake one = After(empty, Import(0));
        Assert.Equal(2, Explore(one, [Import(1)], SeedsOfOne).Count);
        Assert.Equal(2, Explore(one, [Forget], SeedsOfOne).Count);

        Keepsake two = After(one, Import(1));
        Assert.Equal(2, Explore(two, [Import(2)], SeedsOfOne).Count);
        Assert.Equal(2, Explore(two, [Forget], SeedsOfOne).Count);

        Keepsake forgotten = After(two, Forget);
        Assert.Equal(2, Explore(forgotten, [Import(3)], SeedsOfOne).Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Two_Cuts_Leave_The_Old_Or_The_New_Each_Time(string kind)
    {
        Keepsake two = After(After(new Keepsake(kind), Import(0)), Import(1));
        Explore(two, [Import(2), Import(3)], SeedsOfTwo);
        Explore(two, [Forget, Import(3)], SeedsOfTwo);
        Explore(two, [Import(2), Forget], SeedsOfTwo);

        // Here the second cut falls into what the start finishes by itself.
        Explore(two, [Forget, Nothing], SeedsOfTwo);
    }

    /// <summary>The same for what a board has learnt by itself from shots, after the guard has confirmed it.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_Cut_While_What_Was_Confirmed_Is_Written_Leaves_The_Old_Or_The_New(string kind)
    {
        Keepsake memory = new(kind);
        static void Adapt(VirtualBoardHost board)
        {
            Assert.Equal("ok adapt=now", board.Ask("adapt now"));
            board.RunFor(0.5);
        }

        Act learn = new(Adapt, had => had);
        if (memory.KeepsShots)
        {
            // Each label is written as well: that is over before.
            memory = After(memory, Label);
        }
        else
        {
            learn = Label with { Do = board => { Label.Do(board); Adapt(board); } };
        }

        State gets = Look(After(memory, learn));
        Assert.NotEmpty(gets.Parameters);
        Assert.Equal(2, Explore(memory, [learn with { Gets = _ => gets }], SeedsOfOne).Count);
    }

    /// <summary>The harness sees what it is there to see: a board that loses the old patch before it has the new one.</summary>
    [Fact]
    public void A_Board_That_Is_Not_Safe_Is_Found()
    {
        Keepsake two = After(After(new Keepsake("eeprom-8"), Import(0)), Import(1));
        Act careless = Import(2) with
        {
            Prepare = (memory, board) =>
            {
                int newest = board.Application.Patches.Slot;
                memory.SetSlot(newest, new byte[memory.Slot(newest).Length]);
            },
        };
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Explore(two, [careless], SeedsOfOne));
    }

    private static Act Import(int patch) => new(
        board => Assert.StartsWith("ok import=done", board.Import(Learnt[patch], replace: true)[^1]),
        had => new State(Hex(Learnt[patch].Parameters), had.Shots.Length > 0 ? had.Shots : Hex(Learnt[patch].Store)));

    private static Act Forget => new(board => Assert.Equal("ok shots=0", board.Ask("factory")), _ => Factory);

    private static Act Label => new(
        board =>
        {
            board.Ask("adapt off");
            Lesson.Confirmed.Teach(board);
        },
        had => had)
    {
        Motion = Lesson.Confirmed.Motion,
    };

    private static Act Nothing => new(_ => { }, had => had);

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);

    private static Keepsake After(Keepsake before, Act act)
    {
        Keepsake after = before.Clone();
        Assert.False(Run(after, new PowerSupply(), act));
        return after;
    }

    // Does the first act with a cut at each operation, looks what is there, and goes on with the rest; all that was seen.
    private static HashSet<State> Explore(Keepsake start, Act[] acts, int seeds)
    {
        HashSet<State> seen = [];
        State had = Look(start);
        State gets = acts[0].Gets(had);
        gets = start.KeepsShots ? gets : gets with { Shots = string.Empty };
        bool cut = true;
        for (int operation = 0; cut; operation++)
        {
            cut = false;
            for (int seed = 0; seed <= seeds; seed++)
            {
                // The last seed stands for a cut after the operation, of which there is one kind.
                PowerSupply power = new(operation, seed < seeds ? PowerCut.Within : PowerCut.After, seed);
                Keepsake memory = start.Clone();
                bool failed = Run(memory, power, acts[0]);
                State has = Look(memory);
                Assert.True(
                    has == gets || (failed && has == had),
                    $"operation {operation}, seed {seed}: had {had}, should get {gets}, has {has}");
                seen.Add(has);
                cut |= failed;
                if (!failed)
                {
                    break;
                }

                if (acts.Length > 1)
                {
                    Explore(memory, acts[1..], seeds);
                }
            }
        }

        return seen;
    }

    // True: the power failed.
    private static bool Run(Keepsake memory, PowerSupply power, Act act)
    {
        try
        {
            using VirtualBoardHost board = memory.Start(power, o => o.Motion = act.Motion);
            board.Step();
            act.Prepare?.Invoke(memory, board);
            act.Do(board);
            board.Settle();
            return false;
        }
        catch (PowerCutException)
        {
            return true;
        }
    }

    private static State Look(Keepsake memory)
    {
        using VirtualBoardHost board = memory.Clone().Start();
        PatchFile active = board.Active();
        return new State(Hex(active.Parameters), Hex(active.Store));
    }

    private sealed record State(string Parameters, string Shots);

    private sealed record Act(Action<VirtualBoardHost> Do, Func<State, State> Gets)
    {
        public Action<Keepsake, VirtualBoardHost>? Prepare { get; init; }

        public IMotionSource? Motion { get; init; }
    }
}
