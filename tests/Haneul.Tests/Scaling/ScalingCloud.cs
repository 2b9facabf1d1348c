using System.Xml.Linq;
using Haneul.Api.AutoScaling;
using Haneul.Model;
using Haneul.Scaling;
using Haneul.Tests.Api;

namespace Haneul.Tests.Scaling;

/// <summary>A cloud with a launch template and subnets in three zones, whose Auto Scaling turns when a test says so, by a clock that it sets.</summary>
internal sealed class ScalingCloud
{
    public ScalingCloud()
    {
        var vpc = Cloud.Ec2("CreateVpc", ("CidrBlock", "10.0.0.0/16")).Text("vpc/vpcId");
        Subnets = [.. "abc".Select((zone, n) => Cloud.Ec2("CreateSubnet", ("VpcId", vpc), ("CidrBlock", $"10.0.{n}.0/24"), ("AvailabilityZone", $"ap-northeast-2{zone}")).Text("subnet/subnetId"))];
        VpcId = vpc;
        Image = Cloud.Ec2("DescribeImages", ("Owner.1", "amazon"), ("Filter.1.Name", "architecture"), ("Filter.1.Value.1", "x86_64")).Texts("imagesSet/item/imageId")[0];
        Template = Cloud.Ec2("CreateLaunchTemplate", ("LaunchTemplateName", "web"), ("LaunchTemplateData.ImageId", Image), ("LaunchTemplateData.InstanceType", "t3.micro"), ("LaunchTemplateData.TagSpecification.1.ResourceType", "instance"), ("LaunchTemplateData.TagSpecification.1.Tag.1.Key", "Role"), ("LaunchTemplateData.TagSpecification.1.Tag.1.Value", "web"))
            .Text("launchTemplate/launchTemplateId");
        Rounds = new ScalingRounds(Cloud.Ledger, new TemplateLaunches());
    }

    public TestCloud Cloud { get; } = new();

    public string VpcId { get; }

    public IReadOnlyList<string> Subnets { get; }

    public string Image { get; }

    public string Template { get; }

    public ScalingRounds Rounds { get; }

    public DateTimeOffset Now => Cloud.Ledger.Now;

    public Scope Scope => Cloud.Scope;

    public XElement Call(string action, params (string Name, string Value)[] parameters) => Cloud.Call("autoscaling", action, parameters);

    public string Refused(string action, params (string Name, string Value)[] parameters) => Cloud.FaultOf("autoscaling", action, parameters);

    /// <summary>Makes group "web" and lets it launch.</summary>
    public ScalingGroup Create(int min, int max, int desired, params (string Name, string Value)[] more)
    {
        Call("CreateAutoScalingGroup",
        [
            ("AutoScalingGroupName", "web"), ("LaunchTemplate.LaunchTemplateId", Template), ("LaunchTemplate.Version", "$Latest"), ("MinSize", $"{min}"), ("MaxSize", $"{max}"), ("DesiredCapacity", $"{desired}"),
            .. more.Any(m => m.Name == "VPCZoneIdentifier") ? [] : new[] { ("VPCZoneIdentifier", string.Join(',', Subnets)) }, .. more,
        ]);
        Turn();
        return Group;
    }

    public ScalingGroup Group => Scope.Get(new Id<ScalingGroup>("web"));

    public IReadOnlyList<ScalingInstance> Instances => ScalingTurn.Instances(Scope, new Id<ScalingGroup>("web"));

    public IReadOnlyList<ScalingInstance> Serving => [.. Instances.Where(i => i.State == Lifecycle.InService)];

    /// <summary>Lets everything happen that is due.</summary>
    public void Turn() => Rounds.RunAsync(Now, CancellationToken.None).GetAwaiter().GetResult();

    public void Pass(TimeSpan time)
    {
        Cloud.Ledger.Advance(time);
        Turn();
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    public IReadOnlyList<ScalingActivity> Activities => [.. Scope.All<ScalingActivity>().OrderByDescending(a => a.StartTime)];

    /// <summary>How many serve in each zone, by the zone's letter.</summary>
    public string Spread => string.Join(' ', Serving.GroupBy(i => i.Zone[^1]).OrderBy(z => z.Key).Select(z => $"{z.Key}{z.Count()}"));
}
