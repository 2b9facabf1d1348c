using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes an ACL that denies everything until it gets entries. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAcl.html</summary>
public sealed record CreateNetworkAcl : Command<CreateNetworkAcl.Result>, ITokened
{
    public required Id<Vpc> VpcId { get; init; }

    public string? ClientToken { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(NetworkAclView NetworkAcl, string? ClientToken);

    public override Result Apply(Draft draft)
    {
        draft.Get(VpcId);
        draft.Admit(Quotas.NetworkAclsPerVpc, draft.All<NetworkAcl>().Count(a => a.VpcId == VpcId));
        var acl = draft.Put(new NetworkAcl { Id = draft.NewId<NetworkAcl>(), VpcId = VpcId });
        draft.TagNew(acl.Id, TagSpecifications);
        return new Result(NetworkAclView.Of(draft, acl), ClientToken);
    }
}
