using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists VPCs. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html</summary>
public sealed record DescribeVpcs : DescribeQuery<DescribeVpcs.Result>
{
    public IReadOnlyList<Id<Vpc>> VpcIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<VpcView> Vpcs, string? NextToken);

    private static readonly Dictionary<string, Reads<Vpc>> Known = new(StringComparer.Ordinal)
    {
        ["cidr"] = (_, v) => [v.Cidr.ToString()],
        ["cidr-block-association.association-id"] = (_, v) => v.Blocks.Where(b => !b.Block.IsV6).Select(b => b.AssociationId),
        ["cidr-block-association.cidr-block"] = (_, v) => v.Blocks.Where(b => !b.Block.IsV6).Select(b => b.Block.ToString()),
        ["cidr-block-association.state"] = (_, v) => v.Blocks.Where(b => !b.Block.IsV6).Select(b => CidrStateView.Of(b).State),
        ["dhcp-options-id"] = (_, v) => [v.DhcpOptionsId?.Value ?? "default"],
        ["ipv6-cidr-block-association.association-id"] = (_, v) => v.Blocks.Where(b => b.Block.IsV6).Select(b => b.AssociationId),
        ["ipv6-cidr-block-association.ipv6-cidr-block"] = (_, v) => v.Blocks.Where(b => b.Block.IsV6).Select(b => b.Block.ToString()),
        ["ipv6-cidr-block-association.ipv6-pool"] = (_, v) => v.Blocks.Where(b => b.Block.IsV6).Select(_ => "Amazon"),
        ["ipv6-cidr-block-association.state"] = (_, v) => v.Blocks.Where(b => b.Block.IsV6).Select(b => CidrStateView.Of(b).State),
        ["is-default"] = (_, v) => [v.IsDefault ? "true" : "false"],
        ["isDefault"] = (_, v) => [v.IsDefault ? "true" : "false"],
        ["owner-id"] = (s, _) => [s.Account],
        ["state"] = (_, v) => [v.State == VpcState.Pending ? "pending" : "available"],
        ["vpc-id"] = (_, v) => [v.Id.Value],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<Vpc>(scope, scope.All<Vpc>()).Named(VpcIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(v => VpcView.Of(scope, v))], page.NextToken);
    }
}
