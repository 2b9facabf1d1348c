using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Makes a launch configuration. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateLaunchConfiguration.html</summary>
public sealed record CreateLaunchConfiguration : Command<Nothing>
{
    internal const int Most = 200;

    public required string LaunchConfigurationName { get; init; }

    public string? ImageId { get; init; }

    public string? KeyName { get; init; }

    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    public string? UserData { get; init; }

    public string? InstanceType { get; init; }

    [NoEffect("kernels are in the images")]
    public string? KernelId { get; init; }

    [NoEffect("RAM disks are in the images")]
    public string? RamdiskId { get; init; }

    public IReadOnlyList<LaunchDeviceMapping> BlockDeviceMappings { get; init; } = [];

    public Ec2.EnabledOption? InstanceMonitoring { get; init; }

    public string? SpotPrice { get; init; }

    public string? IamInstanceProfile { get; init; }

    public bool? EbsOptimized { get; init; }

    public bool? AssociatePublicIpAddress { get; init; }

    public string? PlacementTenancy { get; init; }

    public LaunchMetadataOptions? MetadataOptions { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var id = new Id<LaunchConfigurationRow>(ScalingLookups.Name("launch configuration's name", LaunchConfigurationName));
        if (draft.TryFind(id, out _)) throw ScalingFaults.Exists($"Launch Configuration by this name already exists - A launch configuration already exists with the name {id}");
        if (draft.All<LaunchConfigurationRow>().Count >= Most) throw new Fault("LimitExceeded", $"There are {Most} launch configurations already");
        if (SpotPrice is not null) throw ScalingFaults.NotEmulated("Spot instances are");
        if (ImageId is null || InstanceType is null) throw ScalingFaults.Invalid("Valid requests must contain either the InstanceID parameter or both the ImageId and InstanceType parameters.");
        Ec2.LaunchReading.UserData(UserData);
        var data = DataOf();
        // What could never be launched is refused now, as on AWS.
        Ec2.LaunchReading.ToLaunch(data, draft);
        draft.Put(new LaunchConfigurationRow { Id = id, Uuid = ScalingActivities.Uuid(draft), CreateTime = draft.Now, Data = data });
        return Nothing.Value;
    }

    private Ec2.LaunchTemplateData DataOf() => new()
    {
        ImageId = ImageId,
        KeyName = KeyName,
        InstanceType = InstanceType,
        UserData = UserData,
        SecurityGroupIds = AssociatePublicIpAddress is null ? SecurityGroups : null,
        NetworkInterfaces = AssociatePublicIpAddress is { } publicIp ? [new Ec2.InterfaceSpecification { DeviceIndex = 0, AssociatePublicIpAddress = publicIp, Groups = SecurityGroups.Count == 0 ? null : SecurityGroups }] : null,
        BlockDeviceMappings = BlockDeviceMappings.Count == 0 ? null : [.. BlockDeviceMappings.Select(d => d.ToEc2())],
        Monitoring = new Ec2.EnabledOption { Enabled = InstanceMonitoring?.Enabled ?? true },
        IamInstanceProfile = IamInstanceProfile is not { } profile ? null
            : profile.StartsWith("arn:", StringComparison.Ordinal) ? new Ec2.IamInstanceProfileSpecification { Arn = profile } : new Ec2.IamInstanceProfileSpecification { Name = profile },
        EbsOptimized = EbsOptimized,
        Placement = PlacementTenancy is { } tenancy ? new Ec2.Placement { Tenancy = tenancy } : null,
        MetadataOptions = MetadataOptions?.ToEc2(),
    };
}
