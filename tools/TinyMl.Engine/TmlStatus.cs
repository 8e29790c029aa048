namespace TinyMl.Engine;

/// <summary>How a call of the engine ended: the numbers of <c>tinyml/status.h</c>, which also has the sentences.</summary>
public enum TmlStatus
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>The work is not finished.</summary>
    Again = 1,

    /// <summary>The window is not full yet.</summary>
    NotReady = 2,

    /// <summary>An argument is null, negative or out of range.</summary>
    Argument = -1,

    /// <summary>The engine is not open.</summary>
    State = -2,

    /// <summary>The arena is too small.</summary>
    ArenaSize = -3,

    /// <summary>The arena is not aligned to 16.</summary>
    ArenaAlign = -4,

    /// <summary>The model lacks this part.</summary>
    Unsupported = -5,

    /// <summary>An inference or an adaptation is under way.</summary>
    Busy = -6,

    /// <summary>A self-test vector failed.</summary>
    SelfTest = -7,

    /// <summary>There is no such class.</summary>
    Label = -8,

    /// <summary>There is no window to label.</summary>
    NoShot = -9,

    /// <summary>A learnt parameter is so large that a sum could leave 32 bits.</summary>
    Parameters = -10,

    /// <summary>The model is truncated.</summary>
    Truncated = -20,

    /// <summary>The model is not aligned to 4.</summary>
    ModelAlign = -21,

    /// <summary>Not a .tml model.</summary>
    Magic = -22,

    /// <summary>Another format version.</summary>
    Version = -23,

    /// <summary>The checksum is wrong.</summary>
    Crc = -24,

    /// <summary>A profile that this build lacks.</summary>
    Profile = -25,

    /// <summary>The header is wrong.</summary>
    Header = -26,

    /// <summary>A section is missing or misplaced.</summary>
    Section = -27,

    /// <summary>A section's length does not match its records.</summary>
    Count = -28,

    /// <summary>A tensor's type.</summary>
    TensorType = -30,

    /// <summary>A tensor's shape.</summary>
    TensorShape = -31,

    /// <summary>A tensor's place in the arena.</summary>
    TensorRange = -32,

    /// <summary>A tensor's scale.</summary>
    TensorScale = -33,

    /// <summary>A tensor's zero point.</summary>
    TensorZero = -34,

    /// <summary>An unknown operator.</summary>
    Operator = -40,

    /// <summary>An operator's tensor index.</summary>
    Operand = -41,

    /// <summary>The type of an operator's tensor.</summary>
    OperandType = -42,

    /// <summary>The shapes of an operator's tensors.</summary>
    OperandShape = -43,

    /// <summary>Stride, dilation, filter or padding.</summary>
    Geometry = -44,

    /// <summary>An operator's constants.</summary>
    Constant = -45,

    /// <summary>A multiplier or shift.</summary>
    Requantisation = -46,

    /// <summary>An empty activation range.</summary>
    Clamp = -47,

    /// <summary>A tensor is read before it is written.</summary>
    Order = -48,

    /// <summary>Two live tensors share bytes.</summary>
    Overlap = -49,

    /// <summary>Sums could leave 32 bits.</summary>
    Accumulator = -50,

    /// <summary>The front end's description.</summary>
    FrontEnd = -60,

    /// <summary>The labels.</summary>
    Labels = -61,

    /// <summary>The detector's description.</summary>
    Detector = -62,

    /// <summary>The learning schedule.</summary>
    Learning = -63,

    /// <summary>The self-test vectors.</summary>
    Vectors = -64,

    /// <summary>There is no patch.</summary>
    PatchNone = -70,

    /// <summary>The bytes are no patch.</summary>
    PatchMagic = -71,

    /// <summary>The patch has another format version.</summary>
    PatchVersion = -72,

    /// <summary>The patch belongs to another model.</summary>
    PatchModel = -73,

    /// <summary>The patch is cut or too long.</summary>
    PatchCut = -74,

    /// <summary>The patch's checksum is wrong.</summary>
    PatchCrc = -75,

    /// <summary>The patch is no newer than what was learnt.</summary>
    PatchStale = -76,

    /// <summary>A line of the patch was damaged.</summary>
    PatchLine = -77,

    /// <summary>A line of the patch is missing.</summary>
    PatchOrder = -78,

    /// <summary>No import is under way.</summary>
    PatchImport = -79,

    /// <summary>The sensor does not answer.</summary>
    SensorAbsent = -80,

    /// <summary>The sensor is of another kind.</summary>
    SensorKind = -81,

    /// <summary>The sensor does not keep its settings.</summary>
    SensorSettings = -82,

    /// <summary>A transfer to the sensor failed.</summary>
    SensorBus = -83,

    /// <summary>The sensor's FIFO overflowed.</summary>
    SensorOverflow = -84,

    /// <summary>The sensor sends no samples.</summary>
    SensorSilent = -85,

    /// <summary>The sensor has no such range or rate.</summary>
    SensorRange = -86,

    /// <summary>The board has no sensor of the kind that the model wants.</summary>
    SensorMissing = -87,

    /// <summary>The microphone sends the same value all the time.</summary>
    SensorStuck = -88,

    /// <summary>Samples come at another rate than the sensor was set to.</summary>
    SensorRate = -89,

    /// <summary>There is no such command.</summary>
    Command = -90,

    /// <summary>A command's argument is missing or wrong.</summary>
    CommandArgument = -91,

    /// <summary>A command line is too long.</summary>
    CommandLength = -92,

    /// <summary>A command line has bytes that are not printable ASCII.</summary>
    CommandBytes = -93,

    /// <summary>Managed and native code are of different versions.</summary>
    Abi = -94,

    /// <summary>There is no model.</summary>
    NoModel = -95,

    /// <summary>The model file cannot be read.</summary>
    ModelFile = -96,

    /// <summary>The model is larger than the memory kept for it.</summary>
    ModelMemory = -97,

    /// <summary>The resource cannot be used in place.</summary>
    Resource = -98,

    /// <summary>The patch memory does not answer.</summary>
    StoreAbsent = -100,

    /// <summary>The patch memory cannot be read or written.</summary>
    StoreFailed = -101,

    /// <summary>The patch is larger than a slot of the patch memory.</summary>
    StoreSize = -102,

    /// <summary>The patch memory holds other bytes than were written.</summary>
    StoreWorn = -103,

    /// <summary>A patch of prototypes would replace the shots that are here.</summary>
    PatchShots = -104,

    /// <summary>Sound cannot be captured over the serial port.</summary>
    CaptureSound = -105,
}
