using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;
using TinyMl.Training.Recipes;
using TinyMl.Training.Speech;
using TinyMl.Training.Users;

namespace TinyMl.Training;

/// <summary>The sounds of a recipe of spoken words, as the device's front end sees them.</summary>
public sealed class SpeechData : IUserData, IDisposable
{
    private const int TestSilences = 200;
    private const int TestSplicesPerSpeaker = 20;

    private readonly SpeechRecipe _recipe;
    private readonly ThreadLocal<DeviceSpeech> _ears;
    private readonly Sound[] _sounds;
    private readonly Lazy<UserClip[]> _clips;
    private sbyte[][][]? _bank;

    private SpeechData(SpeechRecipe recipe, IReadOnlyList<SpokenWord> words)
    {
        _recipe = recipe;
        _ears = new ThreadLocal<DeviceSpeech>(() => new DeviceSpeech(recipe.FrontEnd), trackAllValues: true);
        Speakers = words.Select(word => word.Speaker).Distinct().ToArray();
        _sounds = [.. Recorded(words), .. Synthesised(), .. Silences()];
        _clips = new Lazy<UserClip[]>(() => _sounds.AsParallel().AsOrdered()
            .Select(sound => new UserClip(sound.Word.Speaker, sound.Word.Label, sound.Word.Name, Hear(sound.Plain())))
            .ToArray());
        Users = _sounds.Select(sound => sound.Word.Speaker).Distinct().ToArray();
    }

    /// <summary>The people who were recorded.</summary>
    public IReadOnlyList<string> Speakers { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _recipe.Labels;

    /// <inheritdoc/>
    public IReadOnlyList<string> Users { get; }

    /// <summary>Every sound as it is: words in the middle of a window.</summary>
    public IReadOnlyList<UserClip> Clips => _clips.Value;

    /// <inheritdoc/>
    public Shape Shape => _recipe.FrontEnd.InputShape;

    /// <inheritdoc/>
    public QuantizationParameters Quantization => _recipe.FrontEnd.InputQuantization;

    /// <summary>Reads recordings and lets voices speak.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="shared">The folder of the shared data.</param>
    public static SpeechData Prepare(SpeechRecipe recipe, string shared) =>
        new(recipe, WordFolder.Read(Path.Combine(shared, recipe.Recordings.Folder)));

    /// <summary>What the speakers say that is held aside: words of the model.</summary>
    public IReadOnlyList<SpokenWord> TestWords => HeldAside(word => word.Label < _recipe.UnknownClass && Speakers.Contains(word.Speaker));

    /// <summary>Speech that is held aside and none of the words.</summary>
    public IReadOnlyList<SpokenWord> TestNonWords => HeldAside(word => word.Label == _recipe.UnknownClass);

    /// <summary>Every sound as it is that is not held aside.</summary>
    public ClipWindows Heard => new(this, Enumerable.Range(0, _sounds.Length).Where(i => !_sounds[i].HeldAside).ToArray());

    /// <summary>Whether a clip only tests.</summary>
    /// <param name="clip">Index into <see cref="Clips"/>.</param>
    public bool IsHeldAside(int clip) => _sounds[clip].HeldAside;

    /// <summary>Varied windows of everything that is not held aside.</summary>
    /// <param name="without">The speaker to leave out; null: none.</param>
    public SpeechExamples Examples(string? without)
    {
        _bank ??= MakeBank();
        int[] used = Enumerable.Range(0, _sounds.Length)
            .Where(i => !_sounds[i].HeldAside && _sounds[i].Word.Speaker != without)
            .SelectMany(i => Enumerable.Repeat(i, Speakers.Contains(_sounds[i].Word.Speaker) ? _recipe.Recordings.Repeats : 1))
            .ToArray();
        return new SpeechExamples(
            used.Select(i => (_sounds[i].Word.Label, _bank[i])).ToArray(), _recipe.Augmentation, Quantization, _recipe.FrontEnd.Channels, _recipe.Seed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceSpeech ears in _ears.Values)
        {
            ears.Dispose();
        }

        _ears.Dispose();
    }

    private SpokenWord[] HeldAside(Func<SpokenWord, bool> which) =>
        _sounds.Where(sound => sound.HeldAside && which(sound.Word)).Select(sound => sound.Word).ToArray();

    // Speaking with another voice in another room takes longer than learning from it, so each epoch takes from a store.
    private sbyte[][][] MakeBank() => _sounds.AsParallel().AsOrdered()
        .Select((sound, i) => sound.HeldAside ? [] : Enumerable.Range(0, _recipe.Variants)
            .Select(variant => Hear(sound.Varied(new Random(Seeds.Mix(_recipe.Seed, i, variant)))))
            .ToArray())
        .ToArray();

    private IEnumerable<Sound> Recorded(IReadOnlyList<SpokenWord> words)
    {
        foreach (IGrouping<string, SpokenWord> speaker in words.GroupBy(word => word.Speaker))
        {
            (SpokenWord Word, bool Aside)[] told = speaker.GroupBy(word => word.Label)
                .SelectMany(digit => digit.Select((word, i) => (word, i % _recipe.Recordings.Folds == _recipe.Recordings.HeldAside)))
                .ToArray();
            foreach ((SpokenWord word, bool aside) in told)
            {
                yield return Word(word, aside);
            }

            foreach (bool aside in new[] { false, true })
            {
                SpokenWord[] own = told.Where(t => t.Aside == aside).Select(t => t.Word).ToArray();
                for (int i = 0; i < (aside ? TestSplicesPerSpeaker : _recipe.SplicesPerSpeaker); i++)
                {
                    float[] made = NonWords.Make(own, new Random(Seeds.Mix(_recipe.Seed, i, aside ? 1 : 0)));
                    yield return Word(new SpokenWord(speaker.Key, _recipe.UnknownClass, $"splice {i} of {speaker.Key}", made), aside);
                }
            }
        }
    }

    private IEnumerable<Sound> Synthesised() => _recipe.Voices is not { } voices ? [] :
    [
        .. Synthesised(voices.Names, voices.OtherWords, false),
        .. Synthesised(voices.HeldAside, voices.OtherWordsHeldAside, true),
    ];

    private IEnumerable<Sound> Synthesised(string[] voices, string[] others, bool aside) =>
        voices.AsParallel().AsOrdered().SelectMany(voice => _recipe.Labels[.._recipe.UnknownClass].Concat(others)
            .Select((word, i) => Word(
                new SpokenWord(
                    $"voice {voice}", Math.Min(i, _recipe.UnknownClass), $"{word} by {voice}", SynthesisedVoices.Say(voice, word)),
                aside)));

    private IEnumerable<Sound> Silences() => Enumerable.Range(0, _recipe.SilenceDraws + TestSilences).Select(i =>
    {
        float[] Make(Random random) => _recipe.Augmentation.KeepSilent(_recipe.FrontEnd.WindowSamples, random);
        return new Sound(
            new SpokenWord(Sound.Nobody, _recipe.IdleClass, $"background {i}", []),
            i >= _recipe.SilenceDraws,
            () => Make(new Random(Seeds.Mix(_recipe.Seed, i))),
            Make);
    });

    private Sound Word(SpokenWord word, bool aside) => new(
        word,
        aside,
        () => SpeechFrontEnd.Place(word.Samples),
        random => _recipe.Augmentation.Say(word.Samples, _recipe.FrontEnd.WindowSamples, random));

    private sbyte[] Hear(float[] samples)
    {
        sbyte[] window = new sbyte[Shape.Elements];
        _ears.Value!.Compute(samples, window);
        return window;
    }
}
