namespace Haneul.Model;

/// <summary>An instance that was a target has ended for good: it is taken out of the group at once. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html</summary>
public sealed record TargetLost(Place Place, Id<TargetRegistration> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (here.TryFind(Id, out _)) here.Remove(Id);
    }
}
