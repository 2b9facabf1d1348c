using Xunit;

namespace Haneul.Tests.Api;

public sealed class SecurityGroupTests
{
    private readonly TestCloud cloud = new();
    private readonly string vpc;
    private readonly string group;

    public SecurityGroupTests()
    {
        vpc = cloud.Ec2("CreateVpc", ("CidrBlock", "10.0.0.0/16")).Text("vpc/vpcId");
        group = Create("web");
    }

    [Fact]
    public void Rules_of_one_protocol_and_port_range_are_answered_as_one_permission()
    {
        Allow(group, ("IpRanges.1.CidrIp", "10.0.0.0/8"), ("IpRanges.1.Description", "office"));
        Allow(group, ("IpRanges.1.CidrIp", "192.168.7.9/16"), ("Ipv6Ranges.1.CidrIpv6", "2001:db8::/32"), ("Groups.1.GroupId", group));
        var seen = cloud.Ec2("DescribeSecurityGroups", ("GroupId.1", group)).Each("securityGroupInfo/item")[0];
        Assert.Single(seen.Each("ipPermissions/item"));
        Assert.Equal(["10.0.0.0/8", "192.168.0.0/16"], seen.Texts("ipPermissions/item/ipRanges/item/cidrIp"));
        Assert.Equal(["office"], seen.Texts("ipPermissions/item/ipRanges/item/description"));
        Assert.Equal("2001:db8::/32", seen.Text("ipPermissions/item/ipv6Ranges/item/cidrIpv6"));
        Assert.Equal(group, seen.Text("ipPermissions/item/groups/item/groupId"));
        Assert.Equal("-1", seen.Text("ipPermissionsEgress/item/ipProtocol"));
        Assert.Null(seen.TextOrNull("ipPermissionsEgress/item/fromPort"));
    }

    [Fact]
    public void Every_rule_has_an_id_and_tags_of_its_own()
    {
        var made = cloud.Ec2("AuthorizeSecurityGroupIngress", ("GroupId", group), ("IpPermissions.1.IpProtocol", "17"), ("IpPermissions.1.FromPort", "53"),
            ("IpPermissions.1.ToPort", "53"), ("IpPermissions.1.IpRanges.1.CidrIp", "10.0.0.0/8"), ("TagSpecification.1.ResourceType", "security-group-rule"),
            ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "dns"));
        var id = made.Text("securityGroupRuleSet/item/securityGroupRuleId");
        var rule = cloud.Ec2("DescribeSecurityGroupRules", ("SecurityGroupRuleId.1", id));
        Assert.Equal("udp", rule.Text("securityGroupRuleSet/item/ipProtocol"));
        Assert.Equal("dns", rule.Text("securityGroupRuleSet/item/tagSet/item/value"));
        Assert.Equal([id], cloud.Ec2("DescribeSecurityGroupRules", ("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "dns")).Texts("securityGroupRuleSet/item/securityGroupRuleId"));
        Assert.Equal("security-group-rule", cloud.Ec2("DescribeTags", ("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", id)).Text("tagSet/item/resourceType"));
        Assert.Equal(id, cloud.Ec2("RevokeSecurityGroupIngress", ("GroupId", group), ("SecurityGroupRuleId.1", id)).Text("revokedSecurityGroupRuleSet/item/securityGroupRuleId"));
        Assert.Equal("InvalidSecurityGroupRuleId.NotFound", cloud.Ec2Fault("DescribeSecurityGroupRules", ("SecurityGroupRuleId.1", id)));
        Assert.Empty(cloud.Ec2("DescribeTags", ("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", id)).Texts("tagSet/item/key"));
    }

    [Theory]
    [InlineData("tcp", "80", "70", "InvalidParameterValue")]
    [InlineData("tcp", "-1", "-1", "InvalidParameterValue")]
    [InlineData("tcp", "1", "65536", "InvalidParameterValue")]
    [InlineData("icmp", "-1", "3", "InvalidParameterValue")]
    [InlineData("icmp", "256", "0", "InvalidParameterValue")]
    [InlineData("nope", "1", "1", "InvalidParameterValue")]
    [InlineData("256", "1", "1", "InvalidParameterValue")]
    public void Ports_and_protocols_that_cannot_be_are_refused(string protocol, string from, string to, string code) =>
        Assert.Equal(code, cloud.Ec2Fault("AuthorizeSecurityGroupIngress", ("GroupId", group), ("IpPermissions.1.IpProtocol", protocol),
            ("IpPermissions.1.FromPort", from), ("IpPermissions.1.ToPort", to), ("IpPermissions.1.IpRanges.1.CidrIp", "10.0.0.0/8")));

    [Fact]
    public void A_rule_that_is_there_is_a_duplicate_and_one_that_is_not_is_not_found()
    {
        Allow(group, ("IpRanges.1.CidrIp", "10.0.0.0/8"));
        Assert.Equal("InvalidPermission.Duplicate", Fault("AuthorizeSecurityGroupIngress", ("IpRanges.1.CidrIp", "10.1.2.3/8")));
        Assert.Equal("InvalidPermission.Duplicate", Fault("AuthorizeSecurityGroupIngress", ("IpRanges.1.CidrIp", "10.1.0.0/16"), ("IpRanges.2.CidrIp", "10.1.0.0/16")));
        Assert.Equal("InvalidPermission.NotFound", Fault("RevokeSecurityGroupIngress", ("IpRanges.1.CidrIp", "10.1.0.0/16")));
        Assert.Equal("InvalidParameterValue", Fault("AuthorizeSecurityGroupIngress", ("IpRanges.1.CidrIp", "2001:db8::/32")));
        Assert.Equal("InvalidGroup.NotFound", Fault("AuthorizeSecurityGroupIngress", ("Groups.1.GroupId", "sg-0aaaaaaaaaaaaaaaa")));
        Assert.Equal("InvalidGroup.NotFound", Fault("AuthorizeSecurityGroupIngress", ("Groups.1.GroupName", "nobody")));
        Assert.Equal("InvalidPrefixListID.NotFound", Fault("AuthorizeSecurityGroupIngress", ("PrefixListIds.1.PrefixListId", "pl-0aaaaaaaaaaaaaaaa")));
        Assert.Equal("MissingParameter", Fault("AuthorizeSecurityGroupIngress"));
    }

    [Fact]
    public void A_group_of_another_vpc_without_peering_is_refused()
    {
        var other = cloud.Ec2("CreateVpc", ("CidrBlock", "10.1.0.0/16")).Text("vpc/vpcId");
        var far = Create("far", other);
        Assert.Equal("InvalidGroup.NotFound", Fault("AuthorizeSecurityGroupIngress", ("Groups.1.GroupId", far)));
    }

    [Fact]
    public void Each_direction_holds_sixty_rules_of_each_family()
    {
        for (var i = 0; i < 60; i++) Allow(group, ("IpRanges.1.CidrIp", $"10.{i}.0.0/16"));
        Assert.Equal("RulesPerSecurityGroupLimitExceeded", Fault("AuthorizeSecurityGroupIngress", ("IpRanges.1.CidrIp", "10.60.0.0/16")));
        Allow(group, ("Ipv6Ranges.1.CidrIpv6", "2001:db8::/32"));
    }

    [Fact]
    public void A_group_in_use_is_kept()
    {
        var user = Create("user");
        Allow(user, ("Groups.1.GroupId", group));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DeleteSecurityGroup", ("GroupId", group)));
        cloud.Ec2("DeleteSecurityGroup", ("GroupId", user));
        cloud.Ec2("DeleteSecurityGroup", ("GroupId", group));
        Assert.Equal("InvalidGroup.NotFound", cloud.Ec2Fault("DescribeSecurityGroups", ("GroupId.1", group)));
        var standard = cloud.Ec2("DescribeSecurityGroups", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc), ("Filter.2.Name", "group-name"), ("Filter.2.Value.1", "default"));
        Assert.Equal("CannotDelete", cloud.Ec2Fault("DeleteSecurityGroup", ("GroupId", standard.Text("securityGroupInfo/item/groupId"))));
    }

    [Fact]
    public void Names_are_unique_in_a_vpc_and_well_formed()
    {
        Assert.Equal("InvalidGroup.Duplicate", CreateFault("web"));
        Assert.Equal("InvalidParameterValue", CreateFault("default"));
        Assert.Equal("InvalidParameterValue", CreateFault("sg-mine"));
        Assert.Equal("InvalidParameterValue", CreateFault("한글"));
    }

    [Theory]
    [InlineData("ip-permission.cidr", "10.0.0.0/8")]
    [InlineData("ip-permission.from-port", "443")]
    [InlineData("ip-permission.protocol", "tcp")]
    [InlineData("group-name", "we?")]
    [InlineData("description", "for *")]
    [InlineData("tag:Team", "a*")]
    public void Filters_find_the_group(string name, string value)
    {
        cloud.Ec2("CreateTags", ("ResourceId.1", group), ("Tag.1.Key", "Team"), ("Tag.1.Value", "alpha"));
        Allow(group, ("IpRanges.1.CidrIp", "10.0.0.0/8"));
        Create("other");
        var found = cloud.Ec2("DescribeSecurityGroups", ("Filter.1.Name", name), ("Filter.1.Value.1", value), ("Filter.2.Name", "vpc-id"), ("Filter.2.Value.1", vpc));
        Assert.Contains(group, found.Texts("securityGroupInfo/item/groupId"));
        Assert.True(name is "description" || found.Each("securityGroupInfo/item").Count == 1);
    }

    [Fact]
    public void A_rule_changes_in_place_but_not_in_type()
    {
        Allow(group, ("IpRanges.1.CidrIp", "10.0.0.0/8"));
        var id = cloud.Ec2("DescribeSecurityGroupRules", ("Filter.1.Name", "group-id"), ("Filter.1.Value.1", group)).Each("securityGroupRuleSet/item").First(r => r.Text("isEgress") == "false").Text("securityGroupRuleId");
        (string, string)[] change = [("GroupId", group), ("SecurityGroupRule.1.SecurityGroupRuleId", id), ("SecurityGroupRule.1.SecurityGroupRule.IpProtocol", "icmpv6")];
        cloud.Ec2("ModifySecurityGroupRules", [.. change, ("SecurityGroupRule.1.SecurityGroupRule.CidrIpv4", "10.9.0.0/16"), ("SecurityGroupRule.1.SecurityGroupRule.Description", "new")]);
        var rule = cloud.Ec2("DescribeSecurityGroupRules", ("SecurityGroupRuleId.1", id)).Each("securityGroupRuleSet/item")[0];
        Assert.Equal(("icmpv6", "-1", "10.9.0.0/16", "new"), (rule.Text("ipProtocol"), rule.Text("fromPort"), rule.Text("cidrIpv4"), rule.Text("description")));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("ModifySecurityGroupRules", [.. change, ("SecurityGroupRule.1.SecurityGroupRule.CidrIpv6", "::/0")]));
        cloud.Ec2("UpdateSecurityGroupRuleDescriptionsIngress", ("GroupId", group), ("SecurityGroupRuleDescription.1.SecurityGroupRuleId", id), ("SecurityGroupRuleDescription.1.Description", "newer"));
        Assert.Equal("newer", cloud.Ec2("DescribeSecurityGroupRules", ("SecurityGroupRuleId.1", id)).Text("securityGroupRuleSet/item/description"));
    }

    [Fact]
    public void Tags_are_added_replaced_and_taken_off()
    {
        cloud.Ec2("CreateTags", ("ResourceId.1", group), ("ResourceId.2", vpc), ("Tag.1.Key", "a"), ("Tag.1.Value", "1"), ("Tag.2.Key", "b"), ("Tag.2.Value", ""));
        Assert.Equal(4, cloud.Ec2("DescribeTags").Each("tagSet/item").Count);
        cloud.Ec2("DeleteTags", ("ResourceId.1", group), ("Tag.1.Key", "a"), ("Tag.1.Value", "other"), ("Tag.2.Key", "b"));
        Assert.Equal(["a"], cloud.Ec2("DescribeTags", ("Filter.1.Name", "resource-type"), ("Filter.1.Value.1", "security-group")).Texts("tagSet/item/key"));
        cloud.Ec2("DeleteTags", ("ResourceId.1", vpc));
        Assert.Single(cloud.Ec2("DescribeTags").Each("tagSet/item"));
        Assert.Equal("InvalidSubnetID.NotFound", cloud.Ec2Fault("CreateTags", ("ResourceId.1", "subnet-0123456789abcdef0"), ("Tag.1.Key", "a"), ("Tag.1.Value", "1")));
        Assert.Equal("InvalidID", cloud.Ec2Fault("CreateTags", ("ResourceId.1", "nonsense"), ("Tag.1.Key", "a"), ("Tag.1.Value", "1")));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("CreateTags", ("ResourceId.1", group), ("Tag.1.Key", "aws:a"), ("Tag.1.Value", "1")));
    }

    private string Create(string name, string? inVpc = null) =>
        cloud.Ec2("CreateSecurityGroup", ("GroupName", name), ("GroupDescription", $"for {name}"), ("VpcId", inVpc ?? vpc)).Text("groupId");

    private string CreateFault(string name) => cloud.Ec2Fault("CreateSecurityGroup", ("GroupName", name), ("GroupDescription", "x"), ("VpcId", vpc));

    private void Allow(string to, params (string, string)[] peers) => cloud.Ec2("AuthorizeSecurityGroupIngress", Permission(to, peers));

    private string Fault(string action, params (string, string)[] peers) => cloud.Ec2Fault(action, Permission(group, peers));

    private static (string, string)[] Permission(string to, (string Name, string Value)[] peers) =>
    [
        ("GroupId", to), ("IpPermissions.1.IpProtocol", "tcp"), ("IpPermissions.1.FromPort", "443"), ("IpPermissions.1.ToPort", "443"),
        .. peers.Select(p => ($"IpPermissions.1.{p.Name}", p.Value)),
    ];
}
