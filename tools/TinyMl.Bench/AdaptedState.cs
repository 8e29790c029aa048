using TinyMl.Engine;

namespace TinyMl.Bench;

/// <summary>What an adaptation ended with, on a core or here.</summary>
/// <param name="Status">Of <c>tml_adapt</c>.</param>
/// <param name="Decision">The guard's.</param>
/// <param name="Level">How often the change was halved.</param>
/// <param name="Doubtful">Shots whose labels the others contradict.</param>
/// <param name="Crc">CRC-32 of the parameters in use then.</param>
internal sealed record AdaptedState(int Status, LearnDecision Decision, int Level, int Doubtful, uint Crc);
