namespace Haneul.Model;

/// <summary>The DHCP options that a region starts with: Amazon's resolver and the region's domain.</summary>
public static class DhcpDefaults
{
    public static DhcpOptions Make(Draft draft) => draft.Put(new DhcpOptions
    {
        Id = draft.NewId<DhcpOptions>(),
        IsDefault = true,
        Options = [new DhcpOption("domain-name", [DomainOf(draft.Region)]), new DhcpOption("domain-name-servers", ["AmazonProvidedDNS"])],
    });

    /// <summary>The domain of private names: <c>ap-northeast-2.compute.internal</c>, in us-east-1 <c>ec2.internal</c>.</summary>
    public static string DomainOf(string region) => region == "us-east-1" ? "ec2.internal" : $"{region}.compute.internal";
}
