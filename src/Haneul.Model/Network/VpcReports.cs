namespace Haneul.Model;

/// <summary>The VPC's network is there, with all of its blocks.</summary>
public sealed record VpcIsReady(Place Place, Id<Vpc> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (here.TryFind(Id, out var vpc)) here.Put(vpc with { State = VpcState.Available, Blocks = CidrAssociation.Arrived(vpc.Blocks) });
    }
}

/// <summary>The subnet has the blocks that were asked for.</summary>
public sealed record SubnetIsReady(Place Place, Id<Subnet> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (here.TryFind(Id, out var subnet)) here.Put(subnet with { Ipv6Blocks = CidrAssociation.Arrived(subnet.Ipv6Blocks) });
    }
}
