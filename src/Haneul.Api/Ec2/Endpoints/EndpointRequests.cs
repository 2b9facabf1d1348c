using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The addresses that an endpoint's interface in a subnet is to have.</summary>
public sealed record SubnetConfiguration
{
    public Id<Subnet>? SubnetId { get; init; }

    public Ip? Ipv4 { get; init; }

    public Ip? Ipv6 { get; init; }
}

/// <summary>What the actions that make and change endpoints have in common.</summary>
internal static class EndpointRequests
{
    public static Fault Invalid(string message) => new("InvalidParameter", message);

    public static string CheckIpType(string type) => type is "ipv4" or "dualstack" or "ipv6" ? type : throw Fault.Invalid("IpAddressType", type, "It must be ipv4, dualstack or ipv6");

    public static void CheckDns(DnsOptions? options)
    {
        if (options?.DnsRecordIpType is { } type and not ("ipv4" or "dualstack" or "ipv6" or "service-defined"))
        {
            throw Fault.Invalid("DnsOptions.DnsRecordIpType", type, "It must be ipv4, dualstack, ipv6 or service-defined");
        }
    }

    /// <summary>Private DNS needs both DNS attributes of the VPC, and nobody else there who has the service's name.</summary>
    public static void RequirePrivateDns(Scope scope, VpcEndpoint endpoint)
    {
        var vpc = scope.Get(endpoint.VpcId);
        if (!vpc.EnableDnsSupport || !vpc.EnableDnsHostnames)
        {
            throw Invalid($"Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for {vpc.Id}");
        }
        if (scope.All<VpcEndpoint>().FirstOrDefault(e => e.Id != endpoint.Id && e.VpcId == vpc.Id && e.PrivateDnsEnabled && e.ServiceName == endpoint.ServiceName && e.State != "deleting") is { } other)
        {
            throw Invalid($"private-dns-enabled cannot be set because there is already a conflicting DNS domain for {endpoint.ServiceName} in the VPC {vpc.Id}: {other.Id}");
        }
    }

    /// <summary>The subnets given by themselves or with addresses, each once.</summary>
    public static IEnumerable<SubnetConfiguration> Subnets(IReadOnlyList<Id<Subnet>> ids, IReadOnlyList<SubnetConfiguration> configurations)
    {
        if (configurations.FirstOrDefault(c => c.SubnetId is null) is not null) throw Fault.Missing("SubnetConfiguration.SubnetId");
        var plain = ids.Where(id => configurations.All(c => c.SubnetId != id)).Select(id => new SubnetConfiguration { SubnetId = id });
        return configurations.Concat(plain).DistinctBy(c => c.SubnetId);
    }

    public static VpcEndpoint AddSubnets(Draft draft, VpcEndpoint endpoint, IEnumerable<SubnetConfiguration> subnets)
    {
        foreach (var subnet in subnets)
        {
            if (subnet.SubnetId is { } id) endpoint = Model.Endpoints.AddSubnet(draft, endpoint, id, subnet.Ipv4, subnet.Ipv6);
        }
        return endpoint;
    }
}
