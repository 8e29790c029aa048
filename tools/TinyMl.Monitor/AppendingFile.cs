using System.Text;

namespace TinyMl.Monitor;

/// <summary>A text file that only grows, by whole lines: each is handed to the system in one piece at once.</summary>
internal sealed class AppendingFile : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Opens a file, or makes it with a first line.</summary>
    internal AppendingFile(string path, string? header = null)
    {
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0);
            bool cut = false;
            if (_file.Length > 0)
            {
                // A run that was killed while writing must not spoil the next line.
                _file.Seek(-1, SeekOrigin.End);
                cut = _file.ReadByte() != '\n';
            }

            if (cut)
            {
                Write(string.Empty);
            }
            else if (_file.Length == 0 && header is not null)
            {
                Write(header);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MonitorException($"{path} cannot be written. Choose another file or close the program that uses it.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Appends a line.</summary>
    internal void Write(string line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush();
    }
}
