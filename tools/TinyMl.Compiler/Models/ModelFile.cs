using System.Globalization;
using System.Text;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Models;

/// <summary>
/// A .tml file as people inspect it: every record decoded. It trusts the file; prove it first with the device's own
/// <c>tml_check</c>.
/// </summary>
public sealed class ModelFile
{
    private static readonly string[] WindowOperators =
        ["CONV_2D", "DEPTHWISE_CONV_2D", "AVERAGE_POOL_2D", "MAX_POOL_2D", "TRANSPOSE_CONV"];

    private readonly Dictionary<SectionKind, (int Offset, int Length)> _sections = [];
    private readonly byte[] _bytes;

    /// <summary>Decodes a proved file.</summary>
    public ModelFile(byte[] bytes)
    {
        _bytes = bytes;
        for (int i = 0; i < U16(44); i++)
        {
            int entry = ModelFormat.HeaderBytes + (i * ModelFormat.SectionBytes);
            _sections[(SectionKind)U16(entry)] = ((int)U32(entry + 4), (int)U32(entry + 8));
        }

        int[] io = Enumerable.Range(0, InputCount + OutputCount)
            .Select(i => (int)U16(_sections[SectionKind.InputsAndOutputs].Offset + (2 * i)))
            .ToArray();
        Inputs = io[..InputCount];
        Outputs = io[InputCount..];
        Tensors = Enumerable.Range(0, U16(36)).Select(DecodeTensor).ToArray();
        Operators = Enumerable.Range(0, U16(38)).Select(DecodeOperator).ToArray();
        Labels = SectionText(SectionKind.Labels).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Name = SectionText(SectionKind.Name).TrimEnd('\0');
    }

    /// <summary>The model's name; empty: none.</summary>
    public string Name { get; }

    /// <summary>The weight layouts.</summary>
    public Profile Profile => (Profile)U16(6);

    /// <summary>Format version.</summary>
    public int Version => U16(4);

    /// <summary>The id that binds what was learnt to this model, as hexadecimal digits.</summary>
    public string Id => BitConverter.ToUInt64(_bytes, 16).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The file's length.</summary>
    public int Bytes => _bytes.Length;

    /// <summary>Arena for inference.</summary>
    public int ArenaBytes => (int)U32(24);

    /// <summary>Arena for inference and learning; 0: the model does not learn.</summary>
    public int LearnArenaBytes => (int)U32(28);

    /// <summary>Multiply-accumulates of one inference.</summary>
    public long MultiplyAccumulates => U32(32);

    /// <summary>Tensor indices of the inputs.</summary>
    public int[] Inputs { get; }

    /// <summary>Tensor indices of the outputs.</summary>
    public int[] Outputs { get; }

    /// <summary>The tensors.</summary>
    public TensorRecord[] Tensors { get; }

    /// <summary>The operators in execution order.</summary>
    public OperatorRecord[] Operators { get; }

    /// <summary>One label per class; empty: none.</summary>
    public string[] Labels { get; }

    /// <summary>Bytes of each section, by name.</summary>
    public IReadOnlyDictionary<string, int> Sections =>
        _sections.ToDictionary(section => section.Key.ToString(), section => section.Value.Length);

    /// <summary>The front end; null: none.</summary>
    public FrontEnd? FrontEnd => !_sections.TryGetValue(SectionKind.FrontEnd, out (int Offset, int Length) section)
        ? null
        : U16(section.Offset) == ModelFormat.AudioKind ? DecodeAudio(section.Offset) : DecodeImu(section.Offset);

    /// <summary>The detector; null: none.</summary>
    public DetectorSettings? Detector => !_sections.TryGetValue(SectionKind.Detector, out (int Offset, int Length) section)
        ? null
        : new DetectorSettings
        {
            Smoothing = U16(section.Offset),
            ThresholdOn = U16(section.Offset + 2),
            ThresholdOff = U16(section.Offset + 4),
            DeadWindows = U16(section.Offset + 6),
            IdleLabel = U16(section.Offset + 8) < Labels.Length ? Labels[U16(section.Offset + 8)] : null,
            MinWindows = U16(section.Offset + 10),
            Thresholds = Array.ConvertAll(
                _bytes.AsSpan(section.Offset + ModelFormat.DetectorBytes, (int)U32(section.Offset + 12)).ToArray(), on => (int)on),
        };

    /// <summary>What the device learns; null: nothing.</summary>
    public LearningSettings? Learning => !_sections.TryGetValue(SectionKind.Learning, out (int Offset, int Length) section)
        ? null
        : new LearningSettings
        {
            Scheme = SchemeText(),
            Shots = U16(section.Offset + 4),
            Epochs = U16(section.Offset + 6),
            Decay = U32(section.Offset + 44) / 65536f,
            Rate = BitConverter.ToSingle(_bytes, section.Offset + 48),
            BiasRate = BitConverter.ToSingle(_bytes, section.Offset + 52),
            WeightRate = BitConverter.ToSingle(_bytes, section.Offset + 56),
            Policy = (StorePolicy)_bytes[section.Offset + 66],
            Replay = _bytes[section.Offset + 67],
            Folds = U16(section.Offset + 68),
            Doubt = U16(section.Offset + 70) / 256f,
            Guard = U16(section.Offset + 76) == 0,
        };

    /// <summary>The parameters that are trained, in the order of their block.</summary>
    public ParameterRecord[] Parameters =>
        !_sections.TryGetValue(SectionKind.Parameters, out (int Offset, int Length) section)
            ? []
            : Enumerable.Range(0, section.Length / ModelFormat.ParameterBytes)
                .Select(i => DecodeParameter(section.Offset + (i * ModelFormat.ParameterBytes)))
                .ToArray();

    /// <summary>The gradients of the backward pass, from the head's output down; empty: only the head is trained.</summary>
    public GradientRecord[] Gradients
    {
        get
        {
            if (!_sections.TryGetValue(SectionKind.Backward, out (int Offset, int Length) section))
            {
                return [];
            }

            int count = U16(section.Offset);
            int steps = section.Offset + ModelFormat.BackwardBytes + (count * ModelFormat.GradientBytes);
            byte[] order = _bytes[steps..(steps + U16(section.Offset + 2))];
            return Enumerable.Range(0, count)
                .Select(i => DecodeGradient(
                    section.Offset + ModelFormat.BackwardBytes + (i * ModelFormat.GradientBytes),
                    (Array.IndexOf(order, (byte)i), Array.LastIndexOf(order, (byte)i))))
                .ToArray();
        }
    }

    /// <summary>Operators before the head with biases that can be trained, the last first: as a scheme counts layers.</summary>
    public int[] Layers => !_sections.TryGetValue(SectionKind.Learning, out (int Offset, int Length) section)
        ? []
        : Enumerable.Range(0, U16(section.Offset)).Where(i => LearningScheme.IsLayer(Operators[i].Code)).Reverse().ToArray();

    /// <summary>Bytes in which the sums of a gradient's row are formed.</summary>
    public int ScratchBytes =>
        _sections.TryGetValue(SectionKind.Learning, out (int Offset, int Length) section) ? (int)U32(section.Offset + 32) : 0;

    /// <summary>Arena offset of those.</summary>
    public int Scratch =>
        _sections.TryGetValue(SectionKind.Learning, out (int Offset, int Length) section) ? (int)U32(section.Offset + 28) : 0;

    /// <summary>Bytes of the store of shots, the marked one included.</summary>
    public int StoreBytes => !_sections.TryGetValue(SectionKind.Learning, out (int Offset, int Length) section)
        ? 0
        : (U16(section.Offset + 4) + 1) * ShotBytes(section.Offset);

    /// <summary>The factory's shots; 0: nothing that the device learns is confirmed.</summary>
    public int FactoryShots =>
        _sections.TryGetValue(SectionKind.Learning, out (int Offset, int Length) section) ? U16(section.Offset + 64) : 0;

    /// <summary>Bytes of flash that the factory's shots take.</summary>
    public int FactoryBytes =>
        _sections.TryGetValue(SectionKind.Learning, out (int Offset, int Length) section) ? FactoryShots * ShotBytes(section.Offset) : 0;

    /// <summary>The number of self-test vectors.</summary>
    public int SelfTests =>
        _sections.TryGetValue(SectionKind.SelfTest, out (int Offset, int Length) section) ? U16(section.Offset) : 0;

    /// <summary>The longest piece of work that <c>tml_run</c> does not split, in multiply-accumulates.</summary>
    public long WorstSlice => Operators.Max(step => (step.MultiplyAccumulates + step.Rows - 1) / step.Rows);

    /// <summary>A word of the stream of an operator whose kernel is not 0.</summary>
    public uint StreamWord(OperatorRecord step, int word) =>
        U32(_sections[SectionKind.Constants].Offset + (int)step.Weights + (sizeof(uint) * word));

    /// <summary>The steps at which each tensor is alive, in tensor order; constants, which take no memory, have none.</summary>
    public Lifetime[] Lifetimes()
    {
        Lifetime[] lifetimes = Enumerable.Repeat(new Lifetime(-1, -1), Tensors.Length).ToArray();
        for (int i = 0; i < Operators.Length; i++)
        {
            lifetimes[Operators[i].Output] = new Lifetime(i, i);
            foreach (int input in Operators[i].Inputs)
            {
                lifetimes[input] = lifetimes[input] with { Last = i };
            }
        }

        IEnumerable<int> kept = Outputs;
        if (_sections.TryGetValue(SectionKind.Learning, out (int Offset, int Length) section))
        {
            kept = kept.Append(Operators[U16(section.Offset)].Inputs[0]);
            if (KeepsWindows)
            {
                kept = kept.Append(Inputs[0]);
            }
        }

        foreach (int tensor in kept)
        {
            lifetimes[tensor] = lifetimes[tensor] with { Last = Operators.Length };
        }

        for (int i = 0; i < lifetimes.Length; i++)
        {
            if (Tensors[i].IsConstant)
            {
                lifetimes[i] = new Lifetime(-1, -1);
            }
        }

        return lifetimes;
    }

    /// <summary>Whether a stored shot is a whole window, and not only the head's input.</summary>
    public bool KeepsWindows =>
        _sections.TryGetValue(SectionKind.Learning, out (int Offset, int Length) section) && U16(section.Offset + 2) == 2;

    private int ShotBytes(int learning) =>
        1 + Tensors[KeepsWindows ? Inputs[0] : Operators[U16(learning)].Inputs[0]].Shape.Elements;

    private int InputCount => U16(40);

    private int OutputCount => U16(42);

    private ImuFrontEnd DecodeImu(int at) => new()
    {
        SubtractMean = (U16(at + 2) & 1) != 0,
        DivideByRms = (U16(at + 2) & 2) != 0,
        RecordBytes = U16(at + 6),
        Decimation = U16(at + 8),
        Rows = U16(at + 10),
        Hop = U16(at + 12),
        Gain = U16(at + 14),
        SampleRate = (int)U32(at + 16),
        ByteOffsets = Array.ConvertAll(_bytes[(at + 24)..][..U16(at + 4)], value => (int)value),
        Groups = Array.ConvertAll(_bytes[(at + 32)..][..U16(at + 4)], value => (int)value),
        Floors = Enumerable.Range(0, 4).Select(i => (int)U16(at + 40 + (2 * i))).ToArray(),
        FullScales = Enumerable.Range(0, 4).Select(i => (int)U16(at + 48 + (2 * i))).ToArray(),
    };

    private AudioFrontEnd DecodeAudio(int at)
    {
        AudioFrontEnd frontEnd = new()
        {
            Magnitude = (U16(at + 2) & 1) != 0,
            Level = (AudioLevel)(U16(at + 2) >> 1),
            Coefficients = U32(at + 44) == ModelFormat.None ? 0 : U16(at + 4),
            RecordBytes = U16(at + 6),
            Step = U16(at + 8),
            Rows = U16(at + 10),
            Hop = U16(at + 12),
            Bands = U16(at + 14),
            SampleRate = (int)U32(at + 16),
            Frame = U16(at + 24),
            Points = U16(at + 26),
            ByteOffset = U16(at + 28),
            LowHertz = U16(at + 60),
            HighHertz = U16(at + 62),
            InputScale = Tensors[Inputs[0]].Scale,
            InputZeroPoint = Tensors[Inputs[0]].ZeroPoint,
        };
        return frontEnd with { Floor = new AudioTables(frontEnd).Floor((short)U16(at + 30)) };
    }

    private TensorRecord DecodeTensor(int index)
    {
        int at = _sections[SectionKind.Tensors].Offset + (index * ModelFormat.TensorBytes);
        Graphs.Shape shape = new(U16(at), U16(at + 2), U16(at + 4), U16(at + 6));
        return new TensorRecord(
            shape,
            (int)U32(at + 8),
            BitConverter.ToSingle(_bytes, at + 12),
            (short)U16(at + 16),
            _bytes[at + 18] == ModelFormat.ConstantType);
    }

    private OperatorRecord DecodeOperator(int index)
    {
        int at = _sections[SectionKind.Operators].Offset + (index * ModelFormat.OperatorBytes);
        string code = ModelFormat.OperatorNames[_bytes[at]];
        int[] inputs = code == "CONCATENATION"
            ? List((int)U32(at + 8))
            : U16(at + 4) == ModelFormat.NoIndex ? [U16(at + 2)] : [U16(at + 2), U16(at + 4)];
        int output = U16(at + 6);
        bool hasWindow = WindowOperators.Contains(code);
        Graphs.Extent filter = hasWindow ? new Graphs.Extent(_bytes[at + 24], _bytes[at + 25]) : Graphs.Extent.One;
        int taps = filter.Height * filter.Width;
        long elements = Tensors[output].Shape.Elements;
        long macs = code switch
        {
            "CONV_2D" => elements * taps * Tensors[inputs[0]].Shape.Channels,
            "DEPTHWISE_CONV_2D" => elements * taps,
            "FULLY_CONNECTED" => elements * Tensors[inputs[0]].Shape.Elements,
            "TRANSPOSE_CONV" => (long)Tensors[inputs[0]].Shape.Elements * taps * Tensors[output].Shape.Channels,
            _ => 0,
        };
        return new OperatorRecord(
            code,
            inputs,
            output,
            (_bytes[at + 1] & ModelFormat.InPlace) != 0,
            (_bytes[at + 1] & ModelFormat.Backwards) != 0,
            filter,
            hasWindow ? new Graphs.Extent(_bytes[at + 26], _bytes[at + 27]) : Graphs.Extent.One,
            macs,
            code switch
            {
                "FULLY_CONNECTED" => Tensors[output].Shape.Channels,

                // Rows of tiles.
                "CONV_2D" when _bytes[at + 35] > 0 => (Tensors[output].Shape.Height + _bytes[at + 35] - 1) / _bytes[at + 35],
                _ => Tensors[output].Shape.Height,
            },
            _bytes[at + 34])
        {
            KernelRows = _bytes[at + 35],
            Scratch = (int)U32(at + 36),
            Dilation = hasWindow ? new Graphs.Extent(_bytes[at + 28], _bytes[at + 29]) : Graphs.Extent.One,
            Padding = hasWindow ? (_bytes[at + 30], _bytes[at + 31]) : default,
            IsFolded = (_bytes[at + 1] & ModelFormat.Folded) != 0,
            Weights = U32(at + 8),
        };
    }

    private GradientRecord DecodeGradient(int at, (int First, int Last) steps)
    {
        Graphs.Shape shape = Tensors[U16(at)].Shape;
        int rows = U16(at + 4);
        return new GradientRecord(
            U16(at + 2),
            rows,
            (int)U32(at + 8),
            2 * rows * shape.Width * shape.Channels,
            2 * (rows + 1),
            U32(at + 16) == ModelFormat.None ? 0 : (shape.Elements + 7) / 8,
            steps);
    }

    /// <summary>The channels over which an operator sums at each tap; of a dense layer all elements of its input.</summary>
    public int InputChannels(OperatorRecord step)
    {
        Graphs.Shape input = Tensors[step.Inputs[0]].Shape;
        return step.Code == "FULLY_CONNECTED" ? input.Elements : input.Channels;
    }

    /// <summary>Bytes of a parameter's inputs that survive the forward pass.</summary>
    public int SavedBytes(ParameterRecord parameter)
    {
        OperatorRecord step = Operators[parameter.Operator];
        return Tensors[step.Inputs[0]].Shape.Elements / InputChannels(step) * parameter.Selected.Length;
    }

    private ParameterRecord DecodeParameter(int at)
    {
        ParameterKind kind = (ParameterKind)U16(at);
        int selected = kind == ParameterKind.Channels ? U16(at + 32) : 0;
        int channels = selected == 0 ? 0 : _sections[SectionKind.Constants].Offset + (int)U32(at + 28);
        return new ParameterRecord(
            kind,
            U16(at + 2),
            (int)U32(at + 4),
            (int)U32(at + 8),
            (int)U32(at + 24),
            Enumerable.Range(0, selected).Select(k => (int)U16(channels + (2 * k))).ToArray());
    }

    // The scheme is not in the file; its parameters are.
    private string SchemeText()
    {
        int head = U16(_sections[SectionKind.Learning].Offset);
        bool HeadHas(ParameterKind kind) => Parameters.Any(p => p.Operator == head && p.Kind == kind);
        if (HeadHas(ParameterKind.Prototypes))
        {
            return "prototypes";
        }

        int layers = Layers.TakeWhile(layer => Parameters.Any(p => p.Operator == layer && p.Kind == ParameterKind.Bias)).Count();
        string? biases = layers == 0 ? null : layers == Layers.Length && HeadHas(ParameterKind.Bias) ? "bias:all" : $"bias:{layers}";
        string? ofHead = HeadHas(ParameterKind.Weights) ? "head"
            : HeadHas(ParameterKind.Bias) && biases != "bias:all" ? "head-bias"
            : null;
        return string.Join('+', new[] { biases, ofHead, SparseText(head), Parameters.Any(IsBranch) ? "lite-residual" : null }.Where(part => part is not null));
    }

    private string? SparseText(int head)
    {
        // Enough digits to give the same number of channels again.
        string[] layers = Parameters.Where(p => p.Kind == ParameterKind.Channels && !IsBranch(p)).Select(p => string.Create(
            CultureInfo.InvariantCulture,
            $"{Operators[p.Operator..head].Count(step => LearningScheme.IsLayer(step.Code))}={(double)p.Selected.Length / InputChannels(Operators[p.Operator]):0.######}"))
            .ToArray();
        return layers.Length == 0 ? null : "sparse:" + string.Join(',', layers);
    }

    // All weights of a pointwise convolution of an average, which is added to something.
    private bool IsBranch(ParameterRecord parameter)
    {
        OperatorRecord step = Operators[parameter.Operator];
        return parameter.Kind == ParameterKind.Channels
            && step.Code == "CONV_2D"
            && step.Filter == Graphs.Extent.One
            && parameter.Selected.Length == InputChannels(step)
            && Operators.Any(other => other.Code == "AVERAGE_POOL_2D" && other.Output == step.Inputs[0])
            && Operators.Any(other => other.Code == "ADD" && other.Inputs.Contains(step.Output));
    }

    // A number and as many tensor indices, in the constants.
    private int[] List(int offset)
    {
        int at = _sections[SectionKind.Constants].Offset + offset;
        return Enumerable.Range(1, U16(at)).Select(i => (int)U16(at + (2 * i))).ToArray();
    }

    private string SectionText(SectionKind kind) =>
        _sections.TryGetValue(kind, out (int Offset, int Length) section)
            ? Encoding.ASCII.GetString(_bytes, section.Offset, section.Length)
            : string.Empty;

    private ushort U16(int offset) => BitConverter.ToUInt16(_bytes, offset);

    private uint U32(int offset) => BitConverter.ToUInt32(_bytes, offset);
}
