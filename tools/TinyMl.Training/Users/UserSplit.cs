namespace TinyMl.Training.Users;

/// <summary>One person is the user; the others teach the base model, and what is held out of theirs tests it.</summary>
/// <param name="User">Who is left out.</param>
/// <param name="Training">Recordings of the others to train with; indices into the data's clips.</param>
/// <param name="Others">The others' held-out recordings.</param>
/// <param name="Own">The user's recordings.</param>
public sealed record UserSplit(string User, int[] Training, int[] Others, int[] Own)
{
    /// <summary>Leaves a user out.</summary>
    /// <param name="data">The recordings.</param>
    /// <param name="user">Who.</param>
    /// <param name="everyth">Of each person's recordings of a class each so many-th, from the first, is held out.</param>
    public static UserSplit LeaveOut(IUserData data, string user, int everyth)
    {
        List<int> training = [];
        List<int> others = [];
        List<int> own = [];
        Dictionary<(string User, int Label), int> seen = [];
        for (int i = 0; i < data.Clips.Count; i++)
        {
            UserClip clip = data.Clips[i];
            int number = seen.GetValueOrDefault((clip.User, clip.Label));
            seen[(clip.User, clip.Label)] = number + 1;
            List<int> part = clip.User == user ? own : number % everyth == 0 ? others : training;
            part.Add(i);
        }

        return new UserSplit(user, [.. training], [.. others], [.. own]);
    }
}
