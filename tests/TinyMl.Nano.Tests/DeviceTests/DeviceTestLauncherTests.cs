using nanoFramework.TestFramework;
using static TinyMl.Nano.Tests.DeviceTests.DeviceTestLauncher;
using Assert = Xunit.Assert;
using DeviceAssert = nanoFramework.TestFramework.Assert;

namespace TinyMl.Nano.Tests.DeviceTests;

/// <summary>The launcher reports what happened: a test that cannot fail would prove nothing.</summary>
public class DeviceTestLauncherTests
{
    [Fact]
    public void Every_Way_To_End_Is_Reported_In_The_Order_Of_The_Device()
    {
        Calls.Clear();
        Result[] results = Run(Find([typeof(Specimen), typeof(NoTests)])).ToArray();
        string name = typeof(Specimen).FullName!;
        Assert.Equal(
        [
            (name + ".Before.0", Outcome.Passed),
            (name + ".Passes.0", Outcome.Passed),
            (name + ".Fails.0", Outcome.Failed),
            (name + ".Throws.0", Outcome.Failed),
            (name + ".Cannot_Run_Here.0", Outcome.Skipped),
            (name + ".Rows.0", Outcome.Passed),
            (name + ".Rows.1", Outcome.Failed),
            (name + ".Rows.2", Outcome.Failed),
            (name + ".After.0", Outcome.Passed),
        ],
        results.Select(r => (r.Name, r.Outcome)));
        Assert.Equal("no sensor", results[4].Message);
        Assert.Equal(["before", "passes", "row 1", "row 2", "after"], Calls);
    }

    [Fact]
    public void A_Skipped_Setup_Skips_The_Class() => Assert.All(
        Run(Find([typeof(Unready)])), result => Assert.Equal(Outcome.Skipped, result.Outcome));

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    public void Assertions_Throw_What_The_Device_Throws(int expected, int actual, bool holds)
    {
        void Judge() => DeviceAssert.AreEqual(expected, actual);
        if (holds)
        {
            Judge();
        }
        else
        {
            Assert.Contains("Expected:<1>. Actual:<2>. actual", Assert.Throws<TestFrameworkShared.AssertFailedException>(Judge).Message);
        }
    }

    [Fact]
    public void Only_The_Very_Type_Of_An_Exception_Counts()
    {
        DeviceAssert.ThrowsException(typeof(ArgumentException), () => throw new ArgumentException());
        Assert.Throws<TestFrameworkShared.AssertFailedException>(
            () => DeviceAssert.ThrowsException(typeof(ArgumentException), () => throw new ArgumentNullException()));
        Assert.Throws<TestFrameworkShared.AssertFailedException>(
            () => DeviceAssert.ThrowsException(typeof(ArgumentException), () => { }));
    }

    private static List<string> Calls { get; } = [];

    [TestClass]
    public class Specimen
    {
        [DataRow(1)]
        [DataRow(2)]
        [DataRow("no number")]
        public void Rows(int number)
        {
            Calls.Add($"row {number}");
            DeviceAssert.IsTrue(number == 1);
        }

        [TestMethod]
        public void Passes() => Calls.Add("passes");

        [TestMethod]
        public void Fails() => DeviceAssert.IsFalse(true);

        [TestMethod]
        public void Throws() => throw new InvalidOperationException();

        [TestMethod]
        public void Cannot_Run_Here() => DeviceAssert.SkipTest("no sensor");

        [Cleanup]
        public void After() => Calls.Add("after");

        [Setup]
        public void Before() => Calls.Add("before");
    }

    [TestClass]
    public class Unready
    {
        [Setup]
        public void Setup() => DeviceAssert.SkipTest("not here");

        [TestMethod]
        public void Never() => throw new InvalidOperationException();
    }

    public class NoTests
    {
        [TestMethod]
        public void Never() => throw new InvalidOperationException();
    }
}
