using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes a public address for the account to keep. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html</summary>
public sealed record AllocateAddress : Command<AllocateAddress.Result>
{
    public string Domain { get; init; } = "vpc";

    /// <summary>This very address, where it is free: to take back one that was released.</summary>
    public Ip? Address { get; init; }

    public string? PublicIpv4Pool { get; init; }

    [NoEffect("a region has one border group here: its own name")]
    public string? NetworkBorderGroup { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(Id<ElasticAddress> AllocationId, Ip PublicIp, string Domain, string PublicIpv4Pool, string NetworkBorderGroup);

    public override Result Apply(Draft draft)
    {
        if (Domain != "vpc") throw Fault.Invalid("domain", Domain, "It must be vpc: addresses outside of VPCs are no more");
        if (PublicIpv4Pool is not (null or "amazon")) throw new Fault("InvalidPublicIpv4PoolID.NotFound", $"The pool ID '{PublicIpv4Pool}' does not exist");
        if (NetworkBorderGroup is not null && NetworkBorderGroup != draft.Region) throw Fault.Invalid("networkBorderGroup", NetworkBorderGroup, $"It must be {draft.Region}");
        draft.Admit(Quotas.ElasticAddresses, draft.All<ElasticAddress>().Count);
        if (Address is { } wanted && !PublicAddresses.TryTake(draft, wanted)) throw new Fault("InvalidAddress.NotFound", $"Address '{wanted}' not found, or in use");
        var made = draft.Put(new ElasticAddress { Id = draft.NewId<ElasticAddress>(), PublicIp = Address ?? PublicAddresses.Take(draft) });
        draft.TagNew(made.Id, TagSpecifications);
        return new Result(made.Id, made.PublicIp, "vpc", "amazon", draft.Region);
    }
}
