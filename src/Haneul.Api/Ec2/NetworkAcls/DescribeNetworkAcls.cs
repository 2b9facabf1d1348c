using System.Globalization;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists network ACLs. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html</summary>
public sealed record DescribeNetworkAcls : DescribeQuery<DescribeNetworkAcls.Result>
{
    public IReadOnlyList<Id<NetworkAcl>> NetworkAclIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<NetworkAclView> NetworkAcls, string? NextToken);

    private static readonly Dictionary<string, Reads<NetworkAcl>> Known = new(StringComparer.Ordinal)
    {
        ["association.association-id"] = (_, a) => a.Associations.Select(s => s.Id),
        ["association.network-acl-id"] = (_, a) => a.Associations.Select(_ => a.Id.Value),
        ["association.subnet-id"] = (_, a) => a.Associations.Select(s => s.SubnetId.Value),
        ["default"] = (_, a) => [a.IsDefault ? "true" : "false"],
        ["entry.cidr"] = Entries(e => e.Block.IsV6 ? null : e.Block.ToString()),
        ["entry.egress"] = Entries(e => e.IsEgress ? "true" : "false"),
        ["entry.icmp.code"] = Entries(e => Number(e.IcmpCode)),
        ["entry.icmp.type"] = Entries(e => Number(e.IcmpType)),
        ["entry.ipv6-cidr"] = Entries(e => e.Block.IsV6 ? e.Block.ToString() : null),
        ["entry.port-range.from"] = Entries(e => Number(e.FromPort)),
        ["entry.port-range.to"] = Entries(e => Number(e.ToPort)),
        ["entry.protocol"] = (s, a) => NetworkAclView.EntriesOf(s, a).SelectMany(e => new[] { Number(e.Protocol), Protocols.NameOf(e.Protocol) }),
        ["entry.rule-action"] = Entries(e => e.Allows ? "allow" : "deny"),
        ["entry.rule-number"] = Entries(e => Number(e.Number)),
        ["network-acl-id"] = (_, a) => [a.Id.Value],
        ["owner-id"] = (s, _) => [s.Account],
        ["vpc-id"] = (_, a) => [a.VpcId.Value],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<NetworkAcl>(scope, scope.All<NetworkAcl>()).Named(NetworkAclIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(a => NetworkAclView.Of(scope, a))], page.NextToken);
    }

    private static Reads<NetworkAcl> Entries(Func<AclEntry, string?> read) => (s, a) => NetworkAclView.EntriesOf(s, a).Select(read);

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
