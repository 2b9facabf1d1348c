using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class PrefixListTests
{
    private readonly TestCloud cloud = new();
    private readonly string list;

    public PrefixListTests() => list = cloud.Ec2("CreateManagedPrefixList", ("PrefixListName", "offices"), ("AddressFamily", "IPv4"), ("MaxEntries", "3"),
        ("Entry.1.Cidr", "10.1.0.0/16"), ("Entry.1.Description", "one"), ("Entry.2.Cidr", "10.2.0.0/16")).Text("prefixList/prefixListId");

    [Fact]
    public void A_change_of_entries_makes_a_version_and_earlier_ones_come_back()
    {
        cloud.Ec2("ModifyManagedPrefixList", ("PrefixListId", list), ("CurrentVersion", "1"), ("AddEntry.1.Cidr", "10.3.0.0/16"), ("RemoveEntry.1.Cidr", "10.1.0.0/16"));
        Assert.Equal(["10.2.0.0/16", "10.3.0.0/16"], Entries());
        Assert.Equal(["10.1.0.0/16", "10.2.0.0/16"], Entries(("TargetVersion", "1")));
        Assert.Equal("PrefixListVersionMismatch", cloud.Ec2Fault("ModifyManagedPrefixList", ("PrefixListId", list), ("CurrentVersion", "1"), ("AddEntry.1.Cidr", "10.4.0.0/16")));
        cloud.Ec2("RestoreManagedPrefixListVersion", ("PrefixListId", list), ("CurrentVersion", "2"), ("PreviousVersion", "1"));
        Assert.Equal(["10.1.0.0/16", "10.2.0.0/16"], Entries());
        var seen = cloud.Ec2("DescribeManagedPrefixLists", ("PrefixListId.1", list));
        Assert.Equal(("3", "restore-complete"), (seen.Text("prefixListSet/item/version"), seen.Text("prefixListSet/item/state")));
    }

    [Fact]
    public void Faults_have_their_codes()
    {
        Assert.Equal("PrefixListMaxEntriesExceeded", Modify(("CurrentVersion", "1"), ("AddEntry.1.Cidr", "10.3.0.0/16"), ("AddEntry.2.Cidr", "10.4.0.0/16")));
        Assert.Equal("InvalidParameterValue", Modify(("CurrentVersion", "1"), ("AddEntry.1.Cidr", "2001:db8::/32")));
        Assert.Equal("InvalidParameterValue", Modify(("CurrentVersion", "1"), ("RemoveEntry.1.Cidr", "10.9.0.0/16")));
        Assert.Equal("InvalidParameterCombination", Modify(("CurrentVersion", "1"), ("AddEntry.1.Cidr", "10.3.0.0/16"), ("MaxEntries", "9")));
        Assert.Equal("MissingParameter", Modify(("AddEntry.1.Cidr", "10.3.0.0/16")));
        Assert.Equal("InvalidPrefixListID.NotFound", cloud.Ec2Fault("DescribeManagedPrefixLists", ("PrefixListId.1", "pl-0aaaaaaaaaaaaaaaa")));
        cloud.Ledger.SettlesByItself = false;
        cloud.Ec2("ModifyManagedPrefixList", ("PrefixListId", list), ("MaxEntries", "9"));
        Assert.Equal("IncorrectState", Modify(("CurrentVersion", "1"), ("AddEntry.1.Cidr", "10.3.0.0/16")));
    }

    [Fact]
    public void A_list_in_use_is_kept_and_counts_as_its_maximum()
    {
        var vpc = cloud.Ec2("DescribeVpcs").Text("vpcSet/item/vpcId");
        var group = cloud.Ec2("CreateSecurityGroup", ("GroupName", "app"), ("GroupDescription", "x"), ("VpcId", vpc)).Text("groupId");
        (string, string)[] rule = [("GroupId", group), ("IpPermissions.1.IpProtocol", "-1"), ("IpPermissions.1.PrefixListIds.1.PrefixListId", list)];
        cloud.Ec2("ModifyManagedPrefixList", ("PrefixListId", list), ("MaxEntries", "61"));
        Assert.Equal("RulesPerSecurityGroupLimitExceeded", cloud.Ec2Fault("AuthorizeSecurityGroupIngress", rule));
        cloud.Ec2("ModifyManagedPrefixList", ("PrefixListId", list), ("MaxEntries", "60"));
        cloud.Ec2("AuthorizeSecurityGroupIngress", rule);
        Assert.Equal([group], cloud.Ec2("GetManagedPrefixListAssociations", ("PrefixListId", list)).Texts("prefixListAssociationSet/item/resourceId"));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DeleteManagedPrefixList", ("PrefixListId", list)));
        cloud.Ec2("RevokeSecurityGroupIngress", rule);
        cloud.Ec2("DeleteManagedPrefixList", ("PrefixListId", list));
        Assert.Equal("InvalidPrefixListID.NotFound", cloud.Ec2Fault("GetManagedPrefixListEntries", ("PrefixListId", list)));
    }

    [Fact]
    public void Each_region_has_the_lists_of_its_services()
    {
        var s3 = cloud.Ec2("DescribePrefixLists", ("Filter.1.Name", "prefix-list-name"), ("Filter.1.Value.1", "com.amazonaws.ap-northeast-2.s3"));
        var id = s3.Text("prefixListSet/item/prefixListId");
        Assert.NotEmpty(s3.Texts("prefixListSet/item/cidrSet/item"));
        Assert.Equal("AWS", cloud.Ec2("DescribeManagedPrefixLists", ("PrefixListId.1", id)).Text("prefixListSet/item/ownerId"));
        Assert.Equal("OperationNotPermitted", cloud.Ec2Fault("DeleteManagedPrefixList", ("PrefixListId", id)));
        Assert.Single(cloud.Ec2("DescribeManagedPrefixLists", ("Filter.1.Name", "owner-id"), ("Filter.1.Value.1", "000000000000")).Each("prefixListSet/item"));
    }

    [Fact]
    public void No_two_services_share_an_address_whatever_their_region()
    {
        var blocks = Regions.All
            .SelectMany(r => cloud.As(region: r.Name).Ec2("DescribePrefixLists").Each("prefixListSet/item"))
            .SelectMany(l => l.Texts("cidrSet/item").Select(c => (Name: l.Text("prefixListName"), Block: Cidr.Parse(c)))).Distinct().ToList();
        for (var i = 0; i < blocks.Count; i++)
        {
            Assert.True(AddressPools.Outside.Contains(blocks[i].Block), blocks[i].ToString());
            for (var j = i + 1; j < blocks.Count; j++) Assert.False(blocks[i].Block.Overlaps(blocks[j].Block), $"{blocks[i]} and {blocks[j]}");
        }
    }

    private IReadOnlyList<string> Entries(params (string, string)[] rest) =>
        cloud.Ec2("GetManagedPrefixListEntries", [("PrefixListId", list), .. rest]).Texts("entrySet/item/cidr");

    private string Modify(params (string, string)[] rest) => cloud.Ec2Fault("ModifyManagedPrefixList", [("PrefixListId", list), .. rest]);
}
