using System.Text;
using TinyMl.Compiler.Models;
using TinyMl.Firmware.Tests;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.DeviceTests;

/// <summary>The model of the device's unit tests is a literal in C#: no file and no resource is needed anywhere.</summary>
public class ShakeModelTests
{
    private const int BytesOfALine = 24;

    [Fact]
    public void The_Literal_Is_What_The_Compiler_Makes_Of_The_Test_Model()
    {
        string file = Path.Combine(SharedData.Repository, "tests", "NFUnitTest", "ShakeModelData.cs");
        string source = Source(TestModel.Bytes);
        if (Environment.GetEnvironmentVariable("TINYML_WRITE") == "1")
        {
            File.WriteAllText(file, source);
        }

        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == source,
            "The model in tests/NFUnitTest/ShakeModelData.cs is not the compiler's: run 'TINYML_WRITE=1 ./tinyml test --filter ShakeModel' and commit it.");
    }

    [Fact]
    public void The_Device_Tests_State_The_Model_As_It_Is()
    {
        ImuFrontEnd frontEnd = (ImuFrontEnd)TestModel.Default.FrontEnd!;
        Assert.Equal(
            (TestModel.Labels.Length, frontEnd.Rows, frontEnd.Hop, frontEnd.Decimation),
            (NFUnitTest.ShakeModel.Classes, NFUnitTest.ShakeModel.Rows, NFUnitTest.ShakeModel.Hop, NFUnitTest.ShakeModel.Decimation));
        Assert.Equal(TestModel.Bytes, NFUnitTest.ShakeModel.Bytes);
    }

    private static string Source(byte[] model)
    {
        StringBuilder text = new();
        text.Append("""
            namespace NFUnitTest
            {
                // Written by 'TINYML_WRITE=1 ./tinyml test --filter ShakeModel' from tests/TinyMl.Firmware.Tests/TestModel.cs.
                internal static class ShakeModelData
                {
                    internal static readonly byte[] Bytes =
                    {

            """);
        foreach (byte[] line in model.Chunk(BytesOfALine))
        {
            text.Append(' ', 12).AppendJoin(", ", line).Append(",\n");
        }

        return text.Append("        };\n    }\n}\n").ToString();
    }
}
