using TinyMl.Boards.Images;

namespace TinyMl.Boards.Tests;

/// <summary>What stands in firmware images and applications is read, and damage is seen.</summary>
public class ImageTests
{
    [Fact]
    public void Application_Is_Read_Assembly_By_Assembly()
    {
        ApplicationImage image = ApplicationImage.Parse(TestImages.Application(), "app.bin");
        Assert.Equal(["mscorlib", "TinyMl.Interop", "TinyMl", "TinyMl.App.Esp32"], image.Assemblies.Select(a => a.Name));
        Assert.Equal(TestImages.Checksum, image.NativeChecksum);
        Assert.Equal(TestImages.Abi, image.Abi);
        Assert.Equal(new Version(1, 2, 3, 4), image.Assemblies[1].Version);
        Assert.Equal(TestImages.Mscorlib, image.Assemblies[0].NativeChecksum);
        Assert.Empty(image.Models);
    }

    [Fact]
    public void Erased_Flash_May_Follow_And_Nothing_Else()
    {
        byte[] application = TestImages.Application();
        Assert.Equal(4, ApplicationImage.Parse([.. application, .. Enumerable.Repeat((byte)0xFF, 100)], "app.bin").Assemblies.Count);
        Refused("is not a nanoFramework application at byte", [.. application, 1, 2, 3, 4]);
        Refused("is not a nanoFramework application at byte 0", new byte[500]);
        Refused("is not a nanoFramework application at byte 0", "MZ a plain .NET assembly"u8.ToArray());
        Refused("2.0", [.. "NFMRK2\0\0"u8, .. new byte[200]]);
    }

    [Fact]
    public void Every_Altered_Byte_And_Every_Cut_Is_Seen()
    {
        byte[] assembly = AssemblyWriter.Write("TinyMl.Interop", TestImages.Checksum, code: [1, 2, 3]);
        Assert.Single(ApplicationImage.Parse(assembly, "app.bin").Assemblies);
        for (int i = 0; i < assembly.Length; i++)
        {
            byte[] altered = [.. assembly];
            altered[i] ^= 0x10;
            Assert.Throws<BoardException>(() => ApplicationImage.Parse(altered, "app.bin"));
            Assert.Throws<BoardException>(() => ApplicationImage.Parse(assembly.AsSpan(0, i), "app.bin"));
        }
    }

    [Fact]
    public void Models_In_An_Application_Are_Found_And_Must_Be_Aligned()
    {
        EmbeddedModel model = Assert.Single(ApplicationImage.Parse(TestImages.Application(model: OwnBoards.Model), "app.bin").Models);
        Assert.Equal("gesture-digits", model.File.Name);
        Assert.Equal(OwnBoards.Model.Length, model.File.Bytes);
        Assert.Equal(0, model.Offset % 4);
        Refused("not a multiple of 4", TestImages.Application(model: [0, .. OwnBoards.Model]));

        // Damaged or cut, it is no model.
        byte[] damaged = [.. OwnBoards.Model];
        damaged[^1] ^= 1;
        Assert.Empty(ApplicationImage.Parse(TestImages.Application(model: damaged), "app.bin").Models);
        Assert.Empty(ApplicationImage.Parse(TestImages.Application(model: OwnBoards.Model[..^4]), "app.bin").Models);
    }

    [Fact]
    public void Record_Is_Found_At_Any_Place()
    {
        for (int shift = 0; shift < 4; shift++)
        {
            byte[] file = [.. new byte[shift], .. TestImages.Plain("T", TestImages.Record(arena: 1024 + shift))];
            FirmwareRecord record = FirmwareRecord.Find(FirmwareImage.Parse(file, "clr.bin"), "clr.bin");
            Assert.Equal(new FirmwareRecord(TestImages.Abi, TestImages.Checksum, 1, 1024 + shift, 40960, 0), record);
        }
    }

    [Fact]
    public void Image_Without_Record_Or_With_Two_Is_Refused()
    {
        Assert.Contains("no TinyMl.Interop inside", Find(new byte[1000]));
        Assert.Contains("no TinyMl.Interop inside", Find([.. new byte[1000], .. TestImages.Record()[..^1]]));
        Assert.Contains("two different", Find([.. new byte[99], .. TestImages.Record(), .. TestImages.Record(arena: 16)]));
        FirmwareImage twice = FirmwareImage.Parse([.. TestImages.Record(), .. new byte[99], .. TestImages.Record()], "clr.bin");
        Assert.Equal(49152, FirmwareRecord.Find(twice, "clr.bin").ArenaBytes);
        Assert.Contains("too short", Assert.Throws<BoardException>(() => FirmwareImage.Parse(new byte[8], "clr.bin")).Message);

        static string Find(byte[] file) => Assert.Throws<BoardException>(
            () => FirmwareRecord.Find(FirmwareImage.Parse(file, "clr.bin"), "clr.bin")).Message;
    }

    [Fact]
    public void Uf2_Is_Put_Together_Whatever_The_Order()
    {
        byte[] content = TestImages.Plain("PICO_RP2040", TestImages.Record());
        FirmwareImage image = FirmwareImage.Parse(TestImages.Uf2(content, 0x10000000), "clr.uf2");
        Assert.True(image.IsUf2);
        Assert.Equal(0x10000000u, image.Address);
        Assert.Equal(content, image.Content);
        Assert.True(image.Contains("PICO_RP2040"));
        Assert.False(image.Contains("PICO_RP20"));
        byte[] broken = TestImages.Uf2(content, 0x10000000);
        broken[511] ^= 1;
        Assert.Throws<BoardException>(() => FirmwareImage.Parse(broken, "clr.uf2"));
        Assert.Throws<BoardException>(() => FirmwareImage.Parse(TestImages.Uf2(content, 0x10000000).AsSpan(0, 700), "clr.uf2"));
    }

    private static void Refused(string part, byte[] file) =>
        Assert.Contains(part, Assert.Throws<BoardException>(() => ApplicationImage.Parse(file, "app.bin")).Message);
}
