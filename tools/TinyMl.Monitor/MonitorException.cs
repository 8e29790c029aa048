namespace TinyMl.Monitor;

/// <summary>The monitor cannot start; the message is one sentence for the user with cause and way out.</summary>
public sealed class MonitorException(string message) : Exception(message);
