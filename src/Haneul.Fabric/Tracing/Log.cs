using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>What an explaining walk tells: steps in order, and blockers, each once.</summary>
internal sealed class Log
{
    private readonly HashSet<(string, ObjectRef, StepKind, Direction)> known = [];

    public List<Step> Forward { get; } = [];

    public List<Step> Return { get; } = [];

    public List<Blocker> Blockers { get; } = [];

    public bool Hypothetical => Blockers.Count > 0;

    public void Add(Direction direction, Step step) =>
        (direction == Direction.Forward ? Forward : Return).Add(step with { Hypothetical = Hypothetical });

    public void Stop(Direction direction, Step step, Opening opening)
    {
        Add(direction, step);
        var code = step.Code ?? "";
        // The source and the destination check of an interface are one switch.
        var asked = step.Kind == StepKind.DestinationCheck ? StepKind.SourceCheck : step.Kind;
        if (!known.Add((code, step.At, asked, direction))) return;
        Blockers.Add(new Blocker(code, step.At, step.Reasons, step.Before, direction, step.Kind, Hypothetical, opening));
    }
}
