namespace TinyMl.Compiler.Planning;

/// <summary>
/// Places tensors one after another inside a limit. Each is tried at the ends of the region, against the tensors alive with
/// it, and over its source as far as the operator allows; what failed with the same live tensors is not tried again.
/// </summary>
internal sealed class PlacementSearch(PlacementProblem problem, int limit, int budget)
{
    private readonly int[] _offsets = new int[problem.Tensors.Length];
    private readonly HashSet<string> _failed = [];
    private int _tries;

    /// <summary>Offsets inside the limit; null: none found.</summary>
    internal int[]? Run() => Place(0) ? _offsets : null;

    private bool Place(int tensor)
    {
        if (tensor == _offsets.Length)
        {
            return true;
        }

        string state = State(tensor);
        if (_failed.Contains(state) || ++_tries > budget)
        {
            return false;
        }

        int[] rivals = problem.Rivals(tensor).ToArray();
        foreach (int offset in Candidates(tensor, rivals))
        {
            if (rivals.All(rival => problem.Fits(tensor, offset, rival, _offsets[rival])))
            {
                _offsets[tensor] = offset;
                if (Place(tensor + 1))
                {
                    return true;
                }
            }
        }

        _failed.Add(state);
        return false;
    }

    private IEnumerable<int> Candidates(int tensor, int[] rivals)
    {
        int size = problem.Sizes[tensor];
        List<int> candidates = [0, limit - size];
        foreach (int rival in rivals)
        {
            candidates.Add(_offsets[rival] - size);
            candidates.Add(_offsets[rival] + problem.Sizes[rival]);
        }

        // Room at an end for what a kernel needs while this tensor is alive.
        foreach (int scratch in problem.ScratchBeside(tensor))
        {
            candidates.Add(scratch);
            candidates.Add(limit - size - scratch);
        }

        int source = problem.Sources[tensor];
        if (source >= 0)
        {
            if (problem.Replaceable[tensor])
            {
                candidates.Insert(0, _offsets[source]);
            }

            if (problem.Overlaps[tensor] is { } overlap)
            {
                candidates.Add(_offsets[source] - overlap.Forwards);
                candidates.Add(_offsets[source] + overlap.Backwards + problem.Alignment - 1);
            }
        }

        // Rounding down keeps "at most"; the one "at least" above was raised before.
        return candidates
            .Select(offset => Math.DivRem(offset, problem.Alignment).Quotient * problem.Alignment)
            .Where(offset => offset >= 0 && offset + size <= limit)
            .Distinct()
            .ToArray();
    }

    // Whether the rest can be placed depends on the tensors that are still alive, and on nothing else.
    private string State(int tensor)
    {
        System.Text.StringBuilder state = new();
        state.Append(tensor);
        for (int i = 0; i < tensor; i++)
        {
            if (problem.Lifetimes[i].Last >= problem.Lifetimes[tensor].First)
            {
                state.Append(',').Append(i).Append('@').Append(_offsets[i]);
            }
        }

        return state.ToString();
    }
}
