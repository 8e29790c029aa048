namespace TinyMl.Training.Optimization;

/// <summary>Where training stands after an epoch.</summary>
/// <param name="Stage">What is being trained, such as "fold 2 of 5".</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Loss">Mean cross-entropy of the epoch in nats.</param>
/// <param name="Accuracy">Share of its examples that were right, 0 to 1.</param>
/// <param name="ValidationLoss">The loss on the validation examples; null: none given.</param>
/// <param name="ValidationAccuracy">Their share right; null: none given.</param>
/// <param name="Left">Estimated time to the end of this stage.</param>
public sealed record TrainingProgress(
    string Stage,
    int Epoch,
    int Epochs,
    double Loss,
    double Accuracy,
    double? ValidationLoss,
    double? ValidationAccuracy,
    TimeSpan Left);
