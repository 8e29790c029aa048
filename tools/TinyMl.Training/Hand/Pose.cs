namespace TinyMl.Training.Hand;

/// <summary>
/// A device's place in metres and its turning in radians. The attitude is yaw about the vertical, then pitch about the
/// device's x, then roll about its z, then the grip.
/// </summary>
/// <param name="X">To the writer's right.</param>
/// <param name="Y">Up.</param>
/// <param name="Z">Towards the writer.</param>
/// <param name="Pitch">Tip towards the writer.</param>
/// <param name="Yaw">Counter-clockwise seen from above.</param>
/// <param name="Roll">Counter-clockwise as the writer sees it.</param>
public readonly record struct Pose(double X, double Y, double Z, double Pitch, double Yaw, double Roll);
