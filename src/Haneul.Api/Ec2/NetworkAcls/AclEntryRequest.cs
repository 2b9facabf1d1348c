using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>What CreateNetworkAclEntry and ReplaceNetworkAclEntry take, and how it is read into an entry.</summary>
public abstract record AclEntryRequest : Command<Done>
{
    public required Id<NetworkAcl> NetworkAclId { get; init; }

    public required int RuleNumber { get; init; }

    public required string Protocol { get; init; }

    public required string RuleAction { get; init; }

    public required bool Egress { get; init; }

    public Cidr? CidrBlock { get; init; }

    public Cidr? Ipv6CidrBlock { get; init; }

    [Wire("Icmp")]
    public IcmpTypeCode? IcmpTypeCode { get; init; }

    public PortRange? PortRange { get; init; }

    internal AclEntry Read()
    {
        if (RuleNumber is < 1 or >= AclEntry.Last) throw Fault.Invalid("ruleNumber", $"{RuleNumber}", $"It must be between 1 and {AclEntry.Last - 1}");
        if (!Protocols.TryParse(Protocol, out var protocol)) throw Fault.Invalid("protocol", Protocol, "It must be -1 or a protocol number");
        if (RuleAction is not ("allow" or "deny")) throw Fault.Invalid("ruleAction", RuleAction, "It must be allow or deny");
        var (from, to) = ReadPorts(protocol);
        var (type, code) = ReadIcmp(protocol);
        return new AclEntry
        {
            IsEgress = Egress,
            Number = RuleNumber,
            Protocol = protocol,
            Allows = RuleAction == "allow",
            Block = ReadBlock(),
            FromPort = from,
            ToPort = to,
            IcmpType = type,
            IcmpCode = code,
        };
    }

    private Cidr ReadBlock()
    {
        if (CidrBlock is not null && Ipv6CidrBlock is not null) throw Fault.Combination("Give either cidrBlock or ipv6CidrBlock, not both");
        var block = CidrBlock ?? Ipv6CidrBlock ?? throw Fault.Missing("cidrBlock or ipv6CidrBlock");
        return block.IsV6 == (CidrBlock is null) ? block : throw Fault.Invalid(CidrBlock is null ? "ipv6CidrBlock" : "cidrBlock", block.ToString(), "It is of the other address family");
    }

    private (int?, int?) ReadPorts(int protocol)
    {
        if (!Protocols.HasPorts(protocol)) return (null, null);
        if (PortRange is not { From: { } from, To: { } to }) throw Fault.Invalid("portRange", "null", "Must specify both from and to ports with TCP/UDP.");
        if (from is < 0 or > 65535 || to is < 0 or > 65535 || from > to) throw Fault.Invalid("portRange", $"{from}-{to}", "Ports are between 0 and 65535, the first not after the last");
        return (from, to);
    }

    private (int?, int?) ReadIcmp(int protocol)
    {
        if (!Protocols.IsIcmp(protocol)) return (null, null);
        if (IcmpTypeCode is not { Type: { } type, Code: { } code }) throw Fault.Invalid("icmpTypeCode", "null", "Must specify both type and code with ICMP: -1 means all");
        if (type is < -1 or > 255 || code is < -1 or > 255 || type == -1 && code != -1) throw Fault.Invalid("icmpTypeCode", $"{type}-{code}", "Types and codes are between -1 and 255; all types go with all codes");
        return (type, code);
    }
}
