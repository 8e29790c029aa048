using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace TinyMl.Fuzz.Tests.Importer;

/// <summary>A copy of the compiler's assembly that reports each basic block of importer, checks and passes.</summary>
internal sealed class InstrumentedCompiler
{
    // What an imported model goes through, but for planner and encoder: those count whatever there is to place or write.
    private static readonly string[] Chosen =
    [
        "TfLite.", "Passes.", "Graphs.GraphCheck", "Graphs.MovementCheck", "Quantization.QuantizedMultiplier",
        "Quantization.Requantization", "Quantization.UnaryTables", "Quantization.HardSwishTable",
    ];

    internal InstrumentedCompiler()
    {
        Assembly compiler = Instrument(typeof(TinyMl.Compiler.CompileException).Assembly.Location);
        Type Find(string name) => compiler.GetType("TinyMl.Compiler." + name, throwOnError: true)!;
        Type pipeline = Find("Models.Pipeline");
        ParameterExpression file = Expression.Parameter(typeof(byte[]));
        ParameterExpression selfTests = Expression.Parameter(typeof(int));
        Expression graph = Expression.Call(
            Find("TfLite.TfLiteImporter").GetMethod("Import")!, file, Expression.Constant("fuzz"));
        Expression settings = Expression.MemberInit(
            Expression.New(pipeline), Expression.Bind(pipeline.GetProperty("SelfTests")!, selfTests));
        Expression compiled = Expression.Call(
            Find("Models.ModelCompiler").GetMethod("Compile")!,
            graph,
            settings,
            Expression.Default(Find("Models.Profile")),
            Expression.Default(Find("Packing.WinogradBudget")));
        Compile = Expression.Lambda<Func<byte[], int, byte[]>>(Expression.Property(compiled, "Bytes"), file, selfTests)
            .Compile();
        Refusal = Find("CompileException");
    }

    /// <summary>Imports a .tflite file and compiles it with so many self-tests.</summary>
    internal Func<byte[], int, byte[]> Compile { get; }

    /// <summary>The one exception that the copy may throw.</summary>
    internal Type Refusal { get; }

    /// <summary>Basic blocks.</summary>
    internal int Blocks { get; private set; }

    private Assembly Instrument(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        MethodReference hit = module.ImportReference(typeof(CoverageMap).GetMethod(nameof(CoverageMap.Hit)));
        foreach (TypeDefinition type in module.GetAllTypes().Where(IsChosen))
        {
            foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody))
            {
                Instrument(method.Body, hit);
            }
        }

        using MemoryStream stream = new();
        module.Write(stream);
        stream.Position = 0;
        return new AssemblyLoadContext("instrumented").LoadFromStream(stream);
    }

    private static bool IsChosen(TypeDefinition type)
    {
        TypeDefinition outermost = type;
        while (outermost.DeclaringType is { } outer)
        {
            outermost = outer;
        }

        return Array.Exists(
            Chosen, name => outermost.FullName.StartsWith("TinyMl.Compiler." + name, StringComparison.Ordinal));
    }

    private void Instrument(Mono.Cecil.Cil.MethodBody body, MethodReference hit)
    {
        body.SimplifyMacros();
        HashSet<Instruction> starts = [body.Instructions[0]];
        starts.UnionWith(body.ExceptionHandlers.Select(handler => handler.HandlerStart));
        foreach (Instruction instruction in body.Instructions)
        {
            Instruction[] targets = instruction.Operand as Instruction[]
                ?? (instruction.Operand is Instruction target ? [target] : []);
            starts.UnionWith(targets);
            if (targets.Length > 0 && instruction.Next is { } next)
            {
                starts.Add(next);
            }
        }

        ILProcessor processor = body.GetILProcessor();
        foreach (Instruction start in starts)
        {
            // The instruction itself becomes the report, so that all branches to it lead there, and its copy follows.
            Instruction copy = Instruction.Create(OpCodes.Nop);
            copy.OpCode = start.OpCode;
            copy.Operand = start.Operand;
            start.OpCode = OpCodes.Ldc_I4;
            start.Operand = Blocks++;
            Instruction call = processor.Create(OpCodes.Call, hit);
            processor.InsertAfter(start, call);
            processor.InsertAfter(call, copy);
        }

        body.OptimizeMacros();
    }
}
