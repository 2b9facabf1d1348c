namespace Haneul.Model;

/// <summary>The names that Amazon's resolver knows addresses by. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html</summary>
public static class DnsNames
{
    /// <summary><c>ip-10-0-0-10.ap-northeast-2.compute.internal</c>, in us-east-1 <c>ip-10-0-0-10.ec2.internal</c>.</summary>
    public static string Private(string region, Ip ip) => $"ip-{Dashed(ip)}.{DhcpDefaults.DomainOf(region)}";

    /// <summary><c>i-0123….ap-northeast-2.compute.internal</c>, in us-east-1 <c>i-0123….ec2.internal</c>.</summary>
    public static string Resource(string region, Id<Instance> instance) => $"{instance}.{DhcpDefaults.DomainOf(region)}";

    /// <summary><c>ec2-1-2-3-4.ap-northeast-2.compute.amazonaws.com</c>, in us-east-1 <c>ec2-1-2-3-4.compute-1.amazonaws.com</c>.</summary>
    public static string Public(string region, Ip ip) =>
        region == "us-east-1" ? $"ec2-{Dashed(ip)}.compute-1.amazonaws.com" : $"ec2-{Dashed(ip)}.{region}.compute.amazonaws.com";

    private static string Dashed(Ip ip) => ip.ToString().Replace('.', '-');
}
