using System.Diagnostics;
using TinyMl.Tests.Shared;

namespace TinyMl.Fuzz.Tests.Importer;

/// <summary>Coverage-guided fuzzing of the importer: what reaches new code is kept and altered further.</summary>
internal sealed class ImporterFuzzer
{
    private const int MostFindings = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly InstrumentedCompiler _compiler = new();
    private readonly ImporterOracle _oracle;
    private readonly TfLiteMutator _mutator;
    private readonly Random _random;
    private readonly int _seed;
    private readonly List<byte[]> _corpus = [];
    private readonly string _folder = Path.Combine(SharedData.Repository, "artifacts", "fuzz", "importer");
    private byte[] _current = [];
    private long _startedAt;
    private volatile bool _busy;
    private readonly Dictionary<string, string> _findings = [];
    private int _runs;

    internal ImporterFuzzer(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _mutator = new TfLiteMutator(_random);
        _oracle = new ImporterOracle(_compiler.Compile, _compiler.Refusal);
        CoverageMap.Reset(_compiler.Blocks);
        Directory.CreateDirectory(_folder);
    }

    /// <summary>How far it got, in one line.</summary>
    internal string Report =>
        $"{_runs} runs, {_oracle.Compiled} compiled, {_oracle.Refused} refused, corpus {_corpus.Count}, "
        + $"{CoverageMap.BlocksRun} of {_compiler.Blocks} blocks";

    /// <summary>Runs so many inputs, fewer where the time is over or one hangs.</summary>
    /// <returns>One finding of each kind with the way to reproduce it; empty: none.</returns>
    internal string Run(int runs, TimeSpan most)
    {
        Thread worker = new(() => Loop(runs, most), 16 << 20) { IsBackground = true };
        worker.Start();
        while (!worker.Join(500))
        {
            if (_busy && Stopwatch.GetElapsedTime(Interlocked.Read(ref _startedAt)) > Limit)
            {
                Keep($"It takes more than {Limit.TotalSeconds} s.");
                break;
            }
        }

        return string.Join("\n\n", _findings.Values);
    }

    private void Loop(int runs, TimeSpan most)
    {
        Stopwatch watch = Stopwatch.StartNew();

        // What a crash of the whole process leaves behind.
        using FileStream last = File.Create(Path.Combine(_folder, "last.tflite"));
        (string Name, byte[] File)[] seeds = [.. TfLiteSeeds.All()];
        for (_runs = 0; _runs < runs && _findings.Count < MostFindings && watch.Elapsed < most; _runs++)
        {
            byte[] input = _runs < seeds.Length ? seeds[_runs].File : Next();
            last.SetLength(0);
            last.Position = 0;
            last.Write(input);
            last.Flush();
            Judge(input);
        }
    }

    private byte[] Next()
    {
        if (_random.Next(3) == 0)
        {
            FlatNode root = TfLiteSeeds.Trees().ElementAt(_random.Next(TfLiteSeeds.Count)).Root;
            _mutator.Tree(root);
            return FlatWriter.Write(root, TfLiteSeeds.Identifier);
        }

        return _mutator.Bytes(_corpus[_random.Next(_corpus.Count)], _corpus[_random.Next(_corpus.Count)]);
    }

    private void Judge(byte[] input)
    {
        _current = input;
        Interlocked.Exchange(ref _startedAt, Stopwatch.GetTimestamp());
        _busy = true;
        CoverageMap.Begin();
        string? fault = _oracle.Judge(input, deep: false);
        if (CoverageMap.EndedWithNews())
        {
            _corpus.Add(input);
            fault ??= _oracle.Judge(input, deep: true);
        }

        _busy = false;
        if (fault is not null)
        {
            Keep(fault);
        }
    }

    private void Keep(string fault)
    {
        string kind = new([.. fault.Split('\n')[0].Where(c => !char.IsDigit(c))]);
        if (!_findings.ContainsKey(kind))
        {
            string path = Path.Combine(_folder, $"seed{_seed}-run{_runs}.tflite");
            File.WriteAllBytes(path, _current);
            _findings[kind] = $"{fault}\nThe input is in {path}: seed {_seed}, run {_runs}. In base64:\n"
                + Convert.ToBase64String(_current);
        }
    }
}
