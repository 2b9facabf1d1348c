using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>The quotas that Haneul keeps, with AWS's defaults: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html</summary>
public static class Quotas
{
    public static Quota VpcsPerRegion { get; } = new("vpc", "L-F678F1CE", "VPCs per Region", 5, 100, "VpcLimitExceeded", "VPCs");

    public static Quota SubnetsPerVpc { get; } = new("vpc", "L-407747CB", "Subnets per VPC", 200, 1000, "SubnetLimitExceeded", "subnets");

    public static Quota RoutesPerTable { get; } = new("vpc", "L-93826ACB", "Routes per route table", 500, 1000, "RouteLimitExceeded", "routes");

    public static Quota ElasticAddresses { get; } = new("ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", 5, 5000, "AddressLimitExceeded", "addresses");

    /// <summary>All of them, for listings.</summary>
    public static ImmutableArray<Quota> All { get; } = [VpcsPerRegion, SubnetsPerVpc, RoutesPerTable, ElasticAddresses];
}
