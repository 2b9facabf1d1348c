using Haneul.Api.Ec2;
using Haneul.Api.Wire;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class LaunchTemplateTests
{
    private readonly TestCloud cloud = new();

    private static string Ami => Images.CatalogueOf("ap-northeast-2").Single(i => i.Name.StartsWith("al2023-ami-2023", StringComparison.Ordinal) && i.Architecture == "x86_64").Id.Value;

    private string Make(params (string, string)[] data) =>
        cloud.Ec2("CreateLaunchTemplate", [("LaunchTemplateName", "web"), .. data.Select(d => ($"LaunchTemplateData.{d.Item1}", d.Item2))]).Text("launchTemplate/launchTemplateId");

    [Fact]
    public void What_a_template_is_given_it_answers()
    {
        var id = Make(
            ("ImageId", Ami), ("InstanceType", "t3.small"), ("EbsOptimized", "true"), ("NetworkInterface.1.DeviceIndex", "0"), ("NetworkInterface.1.SecurityGroupId.1", "sg-0123456789abcdef0"),
            ("NetworkInterface.1.Ipv6Addresses.1.Ipv6Address", "2001:db8::1"), ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"), ("BlockDeviceMapping.1.Ebs.VolumeSize", "20"),
            ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "a"), ("TagSpecification.1.Tag.1.Value", "b"),
            ("LicenseSpecification.1.LicenseConfigurationArn", "arn:x"), ("SecurityGroupId.1", "sg-0123456789abcdef0"), ("MetadataOptions.HttpTokens", "required"),
            ("PrivateDnsNameOptions.EnableResourceNameDnsAAAARecord", "true"));
        var data = cloud.Ec2("DescribeLaunchTemplateVersions", ("LaunchTemplateId", id), ("LaunchTemplateVersion.1", "$Latest")).Each("launchTemplateVersionSet/item/launchTemplateData")[0];
        Assert.Equal("sg-0123456789abcdef0", data.Text("networkInterfaceSet/item/groupSet/groupId"));
        Assert.Equal("2001:db8::1", data.Text("networkInterfaceSet/item/ipv6AddressesSet/item/ipv6Address"));
        Assert.Equal("20", data.Text("blockDeviceMappingSet/item/ebs/volumeSize"));
        Assert.Equal("b", data.Text("tagSpecificationSet/item/tagSet/item/value"));
        Assert.Equal("arn:x", data.Text("licenseSet/item/licenseConfigurationArn"));
        Assert.Equal("sg-0123456789abcdef0", data.Text("securityGroupIdSet/item"));
        Assert.Equal("true", data.Text("privateDnsNameOptions/enableResourceNameDnsAAAARecord"));
        Assert.Null(data.TextOrNull("keyName"));
    }

    [Fact]
    public void Requirements_of_every_kind_come_back_as_they_were_given()
    {
        var given = new List<(string, string)>();
        void Fill(Type type, string path)
        {
            foreach (var member in Shape.Of(type, Dialect.Ec2Query).Members)
            {
                var kind = Nullable.GetUnderlyingType(member.Property.PropertyType) ?? member.Property.PropertyType;
                var at = $"{path}.{member.In}";
                if (Shape.ElementOf(kind) is { } element) { if (element == typeof(string)) given.Add(($"{at}.1", "x")); else Fill(element, $"{at}.1"); }
                else if (kind == typeof(string)) given.Add((at, "x"));
                else if (kind == typeof(int)) given.Add((at, "7"));
                else if (kind == typeof(double)) given.Add((at, "1.5"));
                else if (kind == typeof(bool)) given.Add((at, "true"));
                else Fill(kind, at);
            }
        }
        Fill(typeof(InstanceRequirements), "InstanceRequirements");
        var id = Make([.. given]);
        var answered = cloud.Ec2("DescribeLaunchTemplateVersions", ("LaunchTemplateId", id)).Each("launchTemplateVersionSet/item/launchTemplateData/instanceRequirements")[0];
        Assert.Equal(given.Count, answered.Descendants().Count(e => !e.HasElements));
    }

    [Fact]
    public void A_version_over_another_replaces_what_it_names_and_keeps_the_rest()
    {
        var id = Make(("ImageId", Ami), ("InstanceType", "t3.small"), ("KeyName", "k"));
        var added = cloud.Ec2("CreateLaunchTemplateVersion", ("LaunchTemplateId", id), ("SourceVersion", "1"), ("LaunchTemplateData.InstanceType", "t3.large"), ("VersionDescription", "bigger"));
        Assert.Equal(("2", "t3.large", "k", "false"), (
            added.Text("launchTemplateVersion/versionNumber"), added.Text("launchTemplateVersion/launchTemplateData/instanceType"),
            added.Text("launchTemplateVersion/launchTemplateData/keyName"), added.Text("launchTemplateVersion/defaultVersion")));
        Assert.Equal("2", cloud.Ec2("ModifyLaunchTemplate", ("LaunchTemplateName", "web"), ("SetDefaultVersion", "$Latest")).Text("launchTemplate/defaultVersionNumber"));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("DeleteLaunchTemplateVersions", ("LaunchTemplateId", id), ("LaunchTemplateVersion.1", "2")));
        cloud.Ec2("DeleteLaunchTemplateVersions", ("LaunchTemplateId", id), ("LaunchTemplateVersion.1", "1"));
        Assert.Equal(["2"], cloud.Ec2("DescribeLaunchTemplateVersions", ("LaunchTemplateId", id)).Texts("launchTemplateVersionSet/item/versionNumber"));
        cloud.Ec2("DeleteLaunchTemplate", ("LaunchTemplateId", id));
        Assert.Empty(cloud.Scope.All<LaunchTemplateVersionRow>());
    }

    [Fact]
    public void An_instance_launched_by_a_template_is_what_the_template_says_except_where_the_call_says_otherwise()
    {
        var id = Make(
            ("ImageId", Ami), ("InstanceType", "t3.small"), ("UserData", "IyEK"), ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"), ("BlockDeviceMapping.1.Ebs.VolumeSize", "20"),
            ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "of the template"),
            ("NetworkInterface.1.DeviceIndex", "0"), ("NetworkInterface.1.AssociatePublicIpAddress", "false"), ("MetadataOptions.HttpTokens", "optional"));
        var run = cloud.Ec2(
            "RunInstances", ("MinCount", "1"), ("MaxCount", "1"), ("LaunchTemplate.LaunchTemplateId", id), ("LaunchTemplate.Version", "$Latest"), ("InstanceType", "t3.large"),
            ("MetadataOptions.HttpPutResponseHopLimit", "3"), ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "of the call"));
        var instance = cloud.Scope.Get(new Id<Instance>(run.Text("instancesSet/item/instanceId")));
        Assert.Equal(("t3.large", "IyEK", "optional", 3), (instance.InstanceType, instance.UserData, instance.Metadata.HttpTokens, instance.Metadata.HttpPutResponseHopLimit));
        Assert.Equal(20, cloud.Scope.All<Volume>().Single().SizeGiB);
        Assert.Null(cloud.Scope.All<NetworkInterface>().Single().LentPublicIp);
        var tags = cloud.Scope.TagsOf(instance.Id.Value);
        Assert.Equal(("of the call", id, "1"), (tags["Name"], tags["aws:ec2launchtemplate:id"], tags["aws:ec2launchtemplate:version"]));
        var data = cloud.Ec2("GetLaunchTemplateData", ("InstanceId", instance.Id.Value));
        Assert.Equal("t3.large", data.Text("launchTemplateData/instanceType"));
    }

    [Fact]
    public void Templates_are_refused_with_the_codes_of_AWS()
    {
        var id = Make(("InstanceType", "t3.small"));
        Assert.Equal("InvalidLaunchTemplateName.AlreadyExistsException", cloud.Ec2Fault("CreateLaunchTemplate", ("LaunchTemplateName", "web"), ("LaunchTemplateData.InstanceType", "t3.small")));
        Assert.Equal("InvalidLaunchTemplateId.NotFound", cloud.Ec2Fault("DescribeLaunchTemplates", ("LaunchTemplateId.1", "lt-0123456789abcdef0")));
        Assert.Equal("InvalidLaunchTemplateName.NotFoundException", cloud.Ec2Fault("DescribeLaunchTemplates", ("LaunchTemplateName.1", "other")));
        Assert.Equal("InvalidLaunchTemplateId.VersionNotFound", cloud.Ec2Fault("DescribeLaunchTemplateVersions", ("LaunchTemplateId", id), ("LaunchTemplateVersion.1", "9")));
        Assert.Equal("MissingParameter", cloud.Ec2Fault("RunInstances", ("MinCount", "1"), ("MaxCount", "1"), ("LaunchTemplate.LaunchTemplateId", id)));
    }
}
