namespace TinyMl.Training.Hand;

/// <summary>
/// Where a device is and how it is turned, finely sampled, in the world's frame: x to the writer's right, y up, z towards
/// the writer.
/// </summary>
/// <param name="Rate">Poses a second.</param>
public sealed record PoseTrack(double Rate)
{
    /// <summary>Position in metres and angles in radians, pose after pose.</summary>
    public List<Pose> Poses { get; } = [];
}
