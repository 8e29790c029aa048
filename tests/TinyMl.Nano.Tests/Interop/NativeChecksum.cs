using System.Text;

namespace TinyMl.Nano.Tests.Interop;

/// <summary>
/// The checksum by which nanoFramework 1.x binds an assembly to its native methods: a CRC-32 (polynomial 0x04C11DB7, most
/// significant bit first, no inversion) over a text a method: assembly, class and name of a native one, NULL for any other.
/// The sum starts anew at each text until one native method is complete, so only the name of the first one counts.
/// </summary>
/// <remarks>
/// nanoFramework's page NativeMethodsChecksumAlgorithm has other texts ("nullptr", after native methods too). Those give
/// none of the checksums in the firmware 1.17; these give them all: <see cref="KnownChecksums"/>.
/// </remarks>
internal static class NativeChecksum
{
    public static uint Of(string assembly, IEnumerable<ManagedMethod> methods)
    {
        uint sum = 0;
        bool counted = false;
        foreach (ManagedMethod method in methods)
        {
            string[] texts = method.IsNative ? [assembly, method.Class, method.Name] : ["NULL"];
            foreach (string text in texts)
            {
                sum = Crc(Encoding.ASCII.GetBytes(text), counted ? sum : 0);
            }

            counted |= method.IsNative;
        }

        return counted ? sum : 0;
    }

    private static uint Crc(byte[] bytes, uint sum)
    {
        foreach (byte value in bytes)
        {
            sum ^= (uint)value << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum << 1) ^ ((sum >> 31) * 0x04C11DB7);
            }
        }

        return sum;
    }
}
