using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists subnets. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html</summary>
public sealed record DescribeSubnets : DescribeQuery<DescribeSubnets.Result>
{
    public IReadOnlyList<Id<Subnet>> SubnetIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<SubnetView> Subnets, string? NextToken);

    private static readonly Dictionary<string, Reads<Subnet>> Known = new(StringComparer.Ordinal)
    {
        ["availability-zone"] = (_, s) => [s.Zone],
        ["availabilityZone"] = (_, s) => [s.Zone],
        ["availability-zone-id"] = (at, s) => [Regions.Zone(at.Region, s.Zone)?.Id],
        ["availabilityZoneId"] = (at, s) => [Regions.Zone(at.Region, s.Zone)?.Id],
        ["available-ip-address-count"] = (at, s) => [$"{PrivateAddresses.FreeIn(at, s)}"],
        ["cidr"] = (_, s) => [s.Cidr?.ToString()],
        ["cidr-block"] = (_, s) => [s.Cidr?.ToString()],
        ["cidrBlock"] = (_, s) => [s.Cidr?.ToString()],
        ["default-for-az"] = (_, s) => [Text(s.DefaultForAz)],
        ["defaultForAz"] = (_, s) => [Text(s.DefaultForAz)],
        ["enable-dns64"] = (_, s) => [Text(s.EnableDns64)],
        ["ipv6-cidr-block-association.association-id"] = (_, s) => s.Ipv6Blocks.Select(b => b.AssociationId),
        ["ipv6-cidr-block-association.ipv6-cidr-block"] = (_, s) => s.Ipv6Blocks.Select(b => b.Block.ToString()),
        ["ipv6-cidr-block-association.state"] = (_, s) => s.Ipv6Blocks.Select(b => CidrStateView.Of(b).State),
        ["ipv6-native"] = (_, s) => [Text(s.Ipv6Native)],
        ["map-customer-owned-ip-on-launch"] = (_, _) => ["false"],
        ["map-public-ip-on-launch"] = (_, s) => [Text(s.MapPublicIpOnLaunch)],
        ["outpost-arn"] = (_, _) => [],
        ["owner-id"] = (at, _) => [at.Account],
        ["private-dns-name-options-on-launch.enable-resource-name-dns-a-record"] = (_, s) => [Text(s.ResourceNameDnsARecord)],
        ["private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record"] = (_, s) => [Text(s.ResourceNameDnsAaaaRecord)],
        ["private-dns-name-options-on-launch.hostname-type"] = (_, s) => [s.HostnameType],
        ["state"] = (_, s) => [s.State == VpcState.Pending ? "pending" : "available"],
        ["subnet-arn"] = (at, s) => [at.Arn("ec2", $"subnet/{s.Id}")],
        ["subnet-id"] = (_, s) => [s.Id.Value],
        ["vpc-id"] = (_, s) => [s.VpcId.Value],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<Subnet>(scope, scope.All<Subnet>()).Named(SubnetIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(s => SubnetView.Of(scope, s))], page.NextToken);
    }

    private static string Text(bool value) => value ? "true" : "false";
}
