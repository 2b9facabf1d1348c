namespace Haneul.Model;

/// <summary>The VPC's network is there.</summary>
public sealed record VpcIsReady(Place Place, Id<Vpc> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (here.TryFind(Id, out var vpc)) here.Put(vpc with { State = VpcState.Available });
    }
}
