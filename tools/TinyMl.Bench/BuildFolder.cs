using System.Security.Cryptography;
using System.Text;

namespace TinyMl.Bench;

/// <summary>
/// Build products by the hash of everything they are made from: what is there is whole and right, so it is never made
/// again.
/// </summary>
internal static class BuildFolder
{
    /// <summary>The folder with products of these ingredients; makes them where they are not there yet.</summary>
    internal static async Task<string> ProvideAsync(
        string parent, IEnumerable<byte[]> ingredients, Func<string, Task> make)
    {
        string folder = Path.Combine(parent, Hash(ingredients));
        if (Directory.Exists(folder))
        {
            return folder;
        }

        RemoveOld(parent);

        // Made elsewhere and renamed, so that nobody ever finds half of it; two at once make the same.
        string partial = $"{folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(partial);
        try
        {
            await make(partial);
            Directory.Move(partial, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }

        return folder;
    }

    /// <summary>Products of sources that changed since pile up; a week later nobody runs them any more.</summary>
    private static void RemoveOld(string parent)
    {
        DateTime limit = DateTime.UtcNow.AddDays(-7);
        foreach (DirectoryInfo folder in Directory.CreateDirectory(parent).GetDirectories())
        {
            if (folder.LastWriteTimeUtc < limit)
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static string Hash(IEnumerable<byte[]> ingredients)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] ingredient in ingredients)
        {
            // Lengths keep "ab" + "c" apart from "a" + "bc".
            hash.AppendData(BitConverter.GetBytes(ingredient.Length));
            hash.AppendData(ingredient);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    /// <summary>Texts and files as ingredients.</summary>
    internal static IEnumerable<byte[]> Of(IEnumerable<string> texts, IEnumerable<string> files) =>
        texts.Select(Encoding.UTF8.GetBytes).Concat(files.SelectMany(file =>
            new[] { Encoding.UTF8.GetBytes(Path.GetFileName(file)), File.ReadAllBytes(file) }));
}
