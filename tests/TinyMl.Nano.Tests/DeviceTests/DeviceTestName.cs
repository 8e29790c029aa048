using Xunit.Abstractions;

namespace TinyMl.Nano.Tests.DeviceTests;

/// <summary>A device test's name as an argument of a test here; a plain string would be cut in the report.</summary>
public sealed class DeviceTestName : IXunitSerializable
{
    /// <summary>For the deserialiser.</summary>
    public DeviceTestName()
        : this(string.Empty)
    {
    }

    /// <summary>Wraps a name.</summary>
    public DeviceTestName(string name) => Name = name;

    /// <summary>Class, method and number of the attribute, as the device's launcher prints them.</summary>
    public string Name { get; private set; }

    /// <inheritdoc/>
    public void Deserialize(IXunitSerializationInfo info) => Name = info.GetValue<string>(nameof(Name));

    /// <inheritdoc/>
    public void Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(Name), Name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
