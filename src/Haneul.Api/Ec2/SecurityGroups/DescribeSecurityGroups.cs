using System.Globalization;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists security groups. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html</summary>
public sealed record DescribeSecurityGroups : DescribeQuery<DescribeSecurityGroups.Result>
{
    public IReadOnlyList<Id<SecurityGroup>> GroupIds { get; init; } = [];

    /// <summary>Names in the default VPC.</summary>
    public IReadOnlyList<string> GroupNames { get; init; } = [];

    public sealed record Result([property: Wire("securityGroupInfo")] IReadOnlyList<SecurityGroupView> SecurityGroups, string? NextToken);

    private static readonly Dictionary<string, Reads<SecurityGroup>> Known = MakeKnown();

    public override Result Answer(Scope scope)
    {
        IEnumerable<SecurityGroup> rows = scope.All<SecurityGroup>();
        if (GroupNames.Count > 0) rows = [.. GroupNames.Select(n => Ec2.GroupNames.Find(scope, null, n)), .. rows.Where(g => GroupIds.Contains(g.Id))];
        else if (GroupIds.Count > 0) rows = [.. GroupIds.Distinct().Select(scope.Get)];
        var selection = new Selection<SecurityGroup>(scope, rows.DistinctBy(g => g.Id)).Where(Filters, Known);
        if (MaxResults is not null && GroupIds.Count > 0) throw Fault.Combination("MaxResults cannot be given together with ids");
        var page = selection.Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(g => SecurityGroupView.Of(scope, g))], page.NextToken);
    }

    private static Dictionary<string, Reads<SecurityGroup>> MakeKnown()
    {
        var known = new Dictionary<string, Reads<SecurityGroup>>(StringComparer.Ordinal)
        {
            ["description"] = (_, g) => [g.Description],
            ["group-id"] = (_, g) => [g.Id.Value],
            ["group-name"] = (_, g) => [g.Name],
            ["owner-id"] = (s, _) => [s.Account],
            ["vpc-id"] = (_, g) => [g.VpcId.Value],
        };
        AddRules(known, "ip-permission.", false);
        AddRules(known, "egress.ip-permission.", true);
        return known;
    }

    private static void AddRules(Dictionary<string, Reads<SecurityGroup>> known, string prefix, bool egress)
    {
        void Add(string name, Func<Scope, SecurityGroupRule, string?> read) => known[prefix + name] = (s, g) => g.Rules.Where(r => r.IsEgress == egress).Select(r => read(s, r));
        Add("cidr", (_, r) => r.Peer.Block is { IsV6: false } b ? b.ToString() : null);
        Add("ipv6-cidr", (_, r) => r.Peer.Block is { IsV6: true } b ? b.ToString() : null);
        Add("from-port", (_, r) => r.FromPort?.ToString(CultureInfo.InvariantCulture));
        Add("to-port", (_, r) => r.ToPort?.ToString(CultureInfo.InvariantCulture));
        Add("group-id", (_, r) => r.Peer.GroupId?.Value);
        Add("group-name", (s, r) => s.Find(r.Peer.GroupId)?.Name);
        Add("prefix-list-id", (_, r) => r.Peer.PrefixListId?.Value);
        Add("protocol", (_, r) => Protocols.NameOf(r.Protocol));
        Add("user-id", (s, r) => r.Peer.GroupId is null ? null : r.Peer.GroupOwner ?? s.Account);
    }
}
