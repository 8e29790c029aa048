using System.Numerics.Tensors;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Engine;

namespace TinyMl.Training.Users;

/// <summary>What a model makes of the words of somebody whom it was trained without, before it learns anything.</summary>
/// <param name="User">Who.</param>
/// <param name="Clips">All recordings of them.</param>
/// <param name="Right">Named right among all classes.</param>
/// <param name="RightOfWords">Named right if only the words themselves may be named.</param>
/// <param name="Refused">Taken for none of the words.</param>
public sealed record StrangerScores(string User, int Clips, int Right, int RightOfWords, int Refused)
{
    /// <summary>Measures, int8 in the native engine.</summary>
    /// <param name="study">The study.</param>
    /// <param name="user">The user, and the base model without them.</param>
    /// <param name="words">The first so many classes are words.</param>
    public static StrangerScores Of(IUserStudy study, StudyUser user, int words)
    {
        Pipeline pipeline = study.Pipeline with { Learning = null };
        using NativeEngine engine = new(ModelCompiler.Compile(Quantizer.Quantize(user.Base, study.Data.Quantization), pipeline).Bytes);
        StrangerScores scores = new(user.Split.User, user.Split.Own.Length, 0, 0, 0);
        foreach (UserClip clip in user.Split.Own.Select(i => study.Data.Clips[i]))
        {
            clip.Window.CopyTo(engine.Input());
            engine.Run();
            int named = TensorPrimitives.IndexOfMax<sbyte>(engine.Output());
            int word = TensorPrimitives.IndexOfMax<sbyte>(engine.Output()[..words]);
            scores = scores with
            {
                Right = scores.Right + (named == clip.Label ? 1 : 0),
                RightOfWords = scores.RightOfWords + (word == clip.Label ? 1 : 0),
                Refused = scores.Refused + (named >= words ? 1 : 0),
            };
        }

        return scores;
    }
}
