using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The names and addresses that an instance goes by: those of its primary interface.</summary>
internal static class InstanceNames
{
    public static Ip? PrivateIp(NetworkInterface? nic) => nic is { PrivateIps: [var first, ..] } ? first : null;

    public static Ip? PublicIp(Scope scope, NetworkInterface? nic) => PrivateIp(nic) is { } ip && nic is not null ? Interfaces.PublicIpOf(scope, nic, ip) : null;

    /// <summary>By address or by id, as the instance was told; empty where the VPC has no DNS.</summary>
    public static string Private(Scope scope, Instance instance, NetworkInterface? nic)
    {
        if (nic is null || scope.Find<Vpc>(nic.VpcId) is not { EnableDnsSupport: true }) return "";
        return instance.HostnameType == "resource-name" || nic.PrivateIps.IsEmpty ? DnsNames.Resource(scope.Region, instance.Id) : DnsNames.Private(scope.Region, nic.PrivateIps[0]);
    }

    /// <summary>Null where the VPC gives no public names, or there is no public address.</summary>
    public static string? Public(Scope scope, NetworkInterface? nic) => PrivateIp(nic) is { } ip && nic is not null ? Public(scope, nic, ip) : null;

    public static string? Public(Scope scope, NetworkInterface nic, Ip privateIp) =>
        scope.Find<Vpc>(nic.VpcId) is { EnableDnsSupport: true, EnableDnsHostnames: true } && Interfaces.PublicIpOf(scope, nic, privateIp) is { } ip ? DnsNames.Public(scope.Region, ip) : null;
}
