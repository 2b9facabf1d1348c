using System.Xml.Linq;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class NetworkAclTests
{
    private readonly TestCloud cloud = new();
    private readonly string vpc;
    private readonly string acl;

    public NetworkAclTests()
    {
        vpc = cloud.Ec2("DescribeVpcs").Text("vpcSet/item/vpcId");
        acl = cloud.Ec2("CreateNetworkAcl", ("VpcId", vpc)).Text("networkAcl/networkAclId");
    }

    [Fact]
    public void A_new_acl_denies_both_ways_and_the_default_one_allows()
    {
        var fresh = Describe();
        Assert.Equal(["32767", "32767"], fresh.Texts("entrySet/item/ruleNumber"));
        Assert.All(fresh.Texts("entrySet/item/ruleAction"), a => Assert.Equal("deny", a));
        var standard = cloud.Ec2("DescribeNetworkAcls", ("Filter.1.Name", "default"), ("Filter.1.Value.1", "true"), ("Filter.2.Name", "vpc-id"), ("Filter.2.Value.1", vpc));
        Assert.Equal(["100", "32767", "100", "32767"], standard.Texts("networkAclSet/item/entrySet/item/ruleNumber"));
    }

    [Fact]
    public void Entries_are_kept_in_canonical_form()
    {
        Entry("CreateNetworkAclEntry", 110, "tcp", ("CidrBlock", "100.68.0.18/18"), ("PortRange.From", "22"), ("PortRange.To", "22"));
        Entry("CreateNetworkAclEntry", 105, "1", ("CidrBlock", "0.0.0.0/0"), ("Icmp.Type", "8"), ("Icmp.Code", "-1"));
        Entry("CreateNetworkAclEntry", 120, "-1", ("Ipv6CidrBlock", "::/0"), ("PortRange.From", "0"), ("PortRange.To", "0"));
        var entries = Describe().Each("entrySet/item").Where(e => e.Text("egress") == "false").ToList();
        Assert.Equal(["105", "110", "120", "32767"], entries.Select(e => e.Text("ruleNumber")));
        Assert.Equal(("6", "100.68.0.0/18", "22"), (entries[1].Text("protocol"), entries[1].Text("cidrBlock"), entries[1].Text("portRange/from")));
        Assert.Equal(("8", "-1"), (entries[0].Text("icmpTypeCode/type"), entries[0].Text("icmpTypeCode/code")));
        Assert.Null(entries[2].TextOrNull("portRange/from"));
    }

    [Fact]
    public void Numbers_are_taken_once_and_must_be_there_to_change()
    {
        Entry("CreateNetworkAclEntry", 100, "-1", ("CidrBlock", "10.0.0.0/8"));
        Assert.Equal("NetworkAclEntryAlreadyExists", EntryFault("CreateNetworkAclEntry", 100, "-1", ("CidrBlock", "10.0.0.0/8")));
        Assert.Equal("InvalidNetworkAclEntry.NotFound", EntryFault("ReplaceNetworkAclEntry", 101, "-1", ("CidrBlock", "10.0.0.0/8")));
        Entry("ReplaceNetworkAclEntry", 100, "-1", ("CidrBlock", "10.9.0.0/16"));
        Assert.Contains("10.9.0.0/16", Describe().Texts("entrySet/item/cidrBlock"));
        cloud.Ec2("DeleteNetworkAclEntry", ("NetworkAclId", acl), ("RuleNumber", "100"), ("Egress", "false"));
        Assert.Equal("InvalidNetworkAclEntry.NotFound", cloud.Ec2Fault("DeleteNetworkAclEntry", ("NetworkAclId", acl), ("RuleNumber", "100"), ("Egress", "false")));
    }

    [Theory]
    [InlineData(0, "-1", "InvalidParameterValue")]
    [InlineData(32767, "-1", "InvalidParameterValue")]
    [InlineData(100, "6", "InvalidParameterValue")]
    [InlineData(100, "1", "InvalidParameterValue")]
    [InlineData(100, "abc", "InvalidParameterValue")]
    public void Entries_that_cannot_be_are_refused(int number, string protocol, string code) =>
        Assert.Equal(code, EntryFault("CreateNetworkAclEntry", number, protocol, ("CidrBlock", "10.0.0.0/8")));

    [Fact]
    public void Each_direction_holds_twenty_entries()
    {
        for (var i = 1; i <= 20; i++) Entry("CreateNetworkAclEntry", i, "-1", ("CidrBlock", "10.0.0.0/8"));
        Assert.Equal("NetworkAclEntryLimitExceeded", EntryFault("CreateNetworkAclEntry", 21, "-1", ("CidrBlock", "10.0.0.0/8")));
    }

    [Fact]
    public void A_subnet_moves_between_acls_and_is_always_under_one()
    {
        var association = cloud.Ec2("DescribeNetworkAcls", ("Filter.1.Name", "default"), ("Filter.1.Value.1", "true")).Each("networkAclSet/item/associationSet/item")[0];
        var subnet = association.Text("subnetId");
        var moved = cloud.Ec2("ReplaceNetworkAclAssociation", ("AssociationId", association.Text("networkAclAssociationId")), ("NetworkAclId", acl)).Text("newAssociationId");
        var found = cloud.Ec2("DescribeNetworkAcls", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", subnet));
        Assert.Equal([acl], found.Texts("networkAclSet/item/networkAclId"));
        Assert.Equal([moved], found.Texts("networkAclSet/item/associationSet/item/networkAclAssociationId"));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DeleteNetworkAcl", ("NetworkAclId", acl)));
        Assert.Equal("InvalidAssociationID.NotFound", cloud.Ec2Fault("ReplaceNetworkAclAssociation", ("AssociationId", association.Text("networkAclAssociationId")), ("NetworkAclId", acl)));
    }

    [Fact]
    public void Filters_read_the_entries()
    {
        Entry("CreateNetworkAclEntry", 77, "17", ("CidrBlock", "10.0.0.0/8"), ("PortRange.From", "53"), ("PortRange.To", "53"));
        foreach (var (name, value) in new[] { ("entry.rule-number", "77"), ("entry.protocol", "udp"), ("entry.port-range.to", "53"), ("entry.cidr", "10.*") })
        {
            Assert.Equal([acl], cloud.Ec2("DescribeNetworkAcls", ("Filter.1.Name", name), ("Filter.1.Value.1", value)).Texts("networkAclSet/item/networkAclId"));
        }
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("DescribeNetworkAcls", ("Filter.1.Name", "entry.nope"), ("Filter.1.Value.1", "1")));
        Assert.Equal("InvalidNetworkAclID.NotFound", cloud.Ec2Fault("DescribeNetworkAcls", ("NetworkAclId.1", "acl-0123456789abcdef0")));
    }

    private XElement Describe() => cloud.Ec2("DescribeNetworkAcls", ("NetworkAclId.1", acl)).Each("networkAclSet/item")[0];

    private void Entry(string action, int number, string protocol, params (string, string)[] rest) => cloud.Ec2(action, Request(number, protocol, rest));

    private string EntryFault(string action, int number, string protocol, params (string, string)[] rest) => cloud.Ec2Fault(action, Request(number, protocol, rest));

    private (string, string)[] Request(int number, string protocol, (string, string)[] rest) =>
        [("NetworkAclId", acl), ("RuleNumber", $"{number}"), ("Protocol", protocol), ("RuleAction", "allow"), ("Egress", "false"), .. rest];
}
