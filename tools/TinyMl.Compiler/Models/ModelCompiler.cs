using System.Security.Cryptography;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Packing;
using TinyMl.Compiler.Passes;
using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Models;

/// <summary>Compiles an int8 graph and its pipeline to a .tml file: plans the arena and writes every section of SPEC.md.</summary>
public static class ModelCompiler
{
    /// <summary>Compiles.</summary>
    /// <param name="graph">An int8 graph.</param>
    /// <param name="pipeline">Front end, labels, detector, learning, self-tests.</param>
    /// <param name="profile">The weight layouts.</param>
    /// <param name="winograd">What convolutions by Winograd's transform may take; null: there are none. Only cortex-m-dsp has them.</param>
    /// <exception cref="CompileException">Graph and pipeline do not fit together, or the format cannot hold them.</exception>
    public static CompiledModel Compile(
        Graph graph, Pipeline pipeline, Profile profile = Profile.Portable, WinogradBudget? winograd = null)
    {
        long room = winograd is null or { ModelBytes: long.MaxValue }
            ? long.MaxValue
            : winograd.ModelBytes - Compile(graph, pipeline, profile).Bytes.Length;
        GraphCheck.Verify(graph);
        (graph, List<string> explanation) = PassPipeline.Run(graph);
        VerifyCounts(graph);
        PipelineCheck.Verify(graph, pipeline);
        Graph whole = graph;
        graph = WithoutConstantChannels(graph, pipeline, explanation);

        // By operator, not by name: nothing says that the names of an imported network are different.
        Dictionary<Operator, int> removed = new(
            whole.Operators.Zip(graph.Operators, (before, after) => KeyValuePair.Create(after, Channels(before) - Channels(after))),
            ReferenceEqualityComparer.Instance);
        LearningPlan? learning = LearningOf(graph, pipeline);
        Tensor[] kept = learning?.Kept(graph) ?? [];
        graph = OperatorOrder.Minimise(graph, kept);
        BackwardPlan? backward = learning is null ? null : BackwardPlan.Of(graph, learning);
        (KernelPlan kernels, MemoryPlan plan) = KernelPlan.Choose(graph, kept, profile, ReadByLearning(learning, backward));
        LearningLayout? LearningIn(MemoryPlan memory, ArenaLayout arena) =>
            learning is null ? null : LearningLayout.Of(graph, learning, backward, memory, arena);
        if (winograd is not null && profile == Profile.CortexMDsp)
        {
            (kernels, plan) = kernels.WithWinograd(graph, kept, ReadByLearning(learning, backward), (memory, more) =>
            {
                ArenaLayout arena = ArenaLayout.Of(memory, pipeline);
                return more <= room && (LearningIn(memory, arena)?.ArenaBytes ?? arena.ArenaBytes) <= winograd.ArenaBytes;
            });
        }

        ArenaLayout layout = ArenaLayout.Of(plan, pipeline);
        LearningLayout? learningLayout = LearningIn(plan, layout);
        Tensor[] tensors = [.. graph.Activations, .. ConstantOperands(graph)];
        ConstantPool constants = new();
        OperatorEncoder encoder = new(constants, tensors, plan, kernels, learning);
        explanation.AddRange(graph.Operators.Where(encoder.IsFolded)
            .Select(step => $"fold zero point: {step.Input.Quantization!.ZeroPoint} goes into the biases of {step.Output.Name}"));

        List<(SectionKind Kind, byte[] Bytes)> sections = [];
        void Section(SectionKind kind, Action<BinaryWriter> write) => sections.Add((kind, Write(write)));
        Section(SectionKind.Tensors, writer => WriteTensors(writer, tensors, plan, constants));
        Section(SectionKind.Operators, writer =>
        {
            foreach (Operator step in graph.Operators)
            {
                encoder.Write(writer, step);
            }
        });
        Section(SectionKind.InputsAndOutputs, writer =>
        {
            foreach (Tensor tensor in graph.Inputs.Concat(graph.Outputs))
            {
                writer.Write((ushort)Array.IndexOf(tensors, tensor));
            }
        });
        sections.AddRange(new PipelineEncoder(graph, pipeline, layout, constants).Sections());
        if (learningLayout is not null)
        {
            LearningEncoder learningEncoder = new(
                graph, learning!, pipeline.FactoryShots, backward, learningLayout, constants, encoder);
            sections.Add((SectionKind.Learning, learningEncoder.Learning()));
            sections.Add((SectionKind.Parameters, learningEncoder.Parameters()));
            if (learningEncoder.Backward() is { } pass)
            {
                sections.Add((SectionKind.Backward, pass));
            }
        }

        // Last, when every part has stored its constants; the table wants ascending kinds.
        sections.Add((SectionKind.Constants, constants.ToArray()));
        sections.Sort((a, b) => a.Kind.CompareTo(b.Kind));
        byte[] file = Assemble(graph, profile, (layout.ArenaBytes, learningLayout?.ArenaBytes ?? 0), tensors.Length, sections);
        return new CompiledModel(file, graph, plan, explanation, Explain(graph, removed, kernels));
    }

    private static int Channels(Operator step) => step.Output.Shape.Channels;

    private static LayerExplanation[] Explain(Graph graph, Dictionary<Operator, int> removed, KernelPlan kernels) =>
        graph.Operators.Select(step =>
        {
            PackedOperator? packed = kernels.Find(step);
            return new LayerExplanation(
                step.Output.Name,
                OperatorEncoder.NameOf(step),
                Channels(step),
                removed[step],
                packed?.Kernel ?? 0,
                packed?.ScratchBytes ?? 0,
                packed?.Note ?? (step is WeightedOperator or Binary ? LayerExplanation.Portable : string.Empty));
        }).ToArray();

    private static LearningPlan? LearningOf(Graph graph, Pipeline pipeline) =>
        pipeline.Learning is { } settings ? LearningPlan.Of(graph, settings) : null;

    private static Graph WithoutConstantChannels(Graph graph, Pipeline pipeline, List<string> explanation)
    {
        IEnumerable<Operator> trained = LearningOf(graph, pipeline)?.Parameters.Select(parameter => parameter.Operator) ?? [];
        RemoveConstantChannels pass = new(trained.ToHashSet());
        return pass.Apply(graph, change => explanation.Add($"{pass.Name}: {change}"));
    }

    // Learning reads weights in the portable layout: the head's for its logits, the others' for gradients.
    private static HashSet<Operator> ReadByLearning(LearningPlan? learning, BackwardPlan? backward) =>
    [
        .. learning is null ? [] : new[] { learning.Head },
        .. backward?.Gradients.Select(gradient => gradient.Operator) ?? [],
    ];

    private static void VerifyCounts(Graph graph)
    {
        void Require(string what, int count, int most)
        {
            if (count < 1 || count > most)
            {
                throw new CompileException($"The model has {count} {what}: the format takes 1 to {most}.");
            }
        }

        Require("operators", graph.Operators.Count, ModelFormat.MostOperators);
        Require("tensors", graph.Activations.Count() + ConstantOperands(graph).Count(), ModelFormat.MostTensors);
        Require("inputs", graph.Inputs.Count, ModelFormat.MostPorts);
        Require("outputs", graph.Outputs.Count, ModelFormat.MostPorts);
    }

    // Weights and biases belong to their operator; what stands where an activation could is a tensor of its own.
    private static IEnumerable<Tensor> ConstantOperands(Graph graph) =>
        graph.Operators.SelectMany(step => step.Inputs).Where(tensor => tensor.IsConstant).Distinct();

    private static void WriteTensors(BinaryWriter writer, Tensor[] tensors, MemoryPlan plan, ConstantPool constants)
    {
        foreach (Tensor tensor in tensors)
        {
            int[] dimensions = [tensor.Shape.Batch, tensor.Shape.Height, tensor.Shape.Width, tensor.Shape.Channels];
            foreach (int dimension in dimensions)
            {
                writer.Write(dimension is > 0 and <= ushort.MaxValue ? (ushort)dimension : throw new CompileException(
                    $"The tensor {tensor} has a dimension of {dimension}: the format ends at 65535."));
            }

            writer.Write(tensor.Int8Values is { } values
                ? constants.Add(values)
                : (uint)(ModelFormat.StateBytes + plan.Offsets[tensor]));
            writer.Write(tensor.Quantization!.Scale);
            writer.Write((short)tensor.Quantization.ZeroPoint);
            writer.Write((byte)(tensor.IsConstant ? ModelFormat.ConstantType : ModelFormat.ActivationType));
            writer.Write((byte)0);
        }
    }

    private static byte[] Assemble(
        Graph graph, Profile profile, (int Inference, int Learning) arena, int tensors, List<(SectionKind Kind, byte[] Bytes)> sections)
    {
        byte[] body = Write(writer =>
        {
            writer.Write((uint)arena.Inference);
            writer.Write((uint)arena.Learning);
            writer.Write((uint)graph.MultiplyAccumulates);
            writer.Write((ushort)tensors);
            writer.Write((ushort)graph.Operators.Count);
            writer.Write((ushort)graph.Inputs.Count);
            writer.Write((ushort)graph.Outputs.Count);
            writer.Write((ushort)sections.Count);
            writer.Write(new byte[ModelFormat.HeaderBytes - 46]);
            int offset = ModelFormat.HeaderBytes + (sections.Count * ModelFormat.SectionBytes);
            foreach ((SectionKind kind, byte[] bytes) in sections)
            {
                writer.Write((ushort)kind);
                writer.Write((ushort)0);
                writer.Write((uint)offset);
                writer.Write((uint)bytes.Length);
                offset += ModelFormat.Align(bytes.Length, 4);
            }

            foreach ((_, byte[] bytes) in sections)
            {
                writer.Write(bytes);
                writer.Write(new byte[ModelFormat.Align(bytes.Length, 4) - bytes.Length]);
            }
        });
        byte[] identified = [.. SHA256.HashData(body).AsSpan(0, 8), .. body];
        return Write(writer =>
        {
            writer.Write(ModelFormat.Magic);
            writer.Write((ushort)ModelFormat.Version);
            writer.Write((ushort)profile);
            writer.Write((uint)(16 + identified.Length));
            writer.Write(Crc32.Of(identified));
            writer.Write(identified);
        });
    }

    private static byte[] Write(Action<BinaryWriter> write)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }
}
