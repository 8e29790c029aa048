using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>Operators with a window that run from the last pixel to the first give the same bytes, in any slices.</summary>
public class BackwardsTests
{
    [Theory]
    [InlineData("conv")]
    [InlineData("depthwise")]
    [InlineData("average")]
    [InlineData("maximum")]
    public void BothOrdersGiveTheReferencesBytes(string kind)
    {
        for (int seed = 0; seed < 250; seed++)
        {
            OperatorCase test = OperatorCase.Random(kind, 5000 + seed);
            Random random = new(seed);
            foreach (byte[] model in new[] { test.Model, Backwards(test.Model) })
            {
                Assert.Equal(TmlStatus.Ok, NativeEngine.Check(model));
                using NativeEngine engine = new(model);
                test.Inputs[0].CopyTo(engine.Input());
                while (engine.Run((uint)random.Next(0, 2000)) == TmlStatus.Again)
                {
                }

                Assert.True(test.Expected.AsSpan().SequenceEqual(engine.Output()), $"{kind} #{seed}");
            }
        }
    }

    /// <summary>Sets the flag of the only operator.</summary>
    private static byte[] Backwards(byte[] model)
    {
        byte[] changed = [.. model];
        changed[BitConverter.ToInt32(model, 64 + 12 + 4) + 1] |= 2;
        return TmlWriter.Seal(changed);
    }
}
