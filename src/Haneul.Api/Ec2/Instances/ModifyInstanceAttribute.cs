using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes one attribute of an instance; some only while it is stopped. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html</summary>
public sealed record ModifyInstanceAttribute : Command<Done>
{
    public required Id<Instance> InstanceId { get; init; }

    /// <summary>The older way to say it: the attribute's name, with its value in Value.</summary>
    public string? Attribute { get; init; }

    public string? Value { get; init; }

    public IReadOnlyList<InstanceDeviceSpecification>? BlockDeviceMappings { get; init; }

    public BooleanValue? DisableApiTermination { get; init; }

    public BooleanValue? DisableApiStop { get; init; }

    public BooleanValue? EbsOptimized { get; init; }

    [NoEffect("enhanced networking is always on")]
    public BooleanValue? EnaSupport { get; init; }

    [Wire("GroupId")]
    public IReadOnlyList<Id<SecurityGroup>>? Groups { get; init; }

    public StringValue? InstanceInitiatedShutdownBehavior { get; init; }

    public StringValue? InstanceType { get; init; }

    [NoEffect("kernels are in the images")]
    public StringValue? Kernel { get; init; }

    [NoEffect("RAM disks are in the images")]
    public StringValue? Ramdisk { get; init; }

    public BooleanValue? SourceDestCheck { get; init; }

    [NoEffect("enhanced networking is always on")]
    public StringValue? SriovNetSupport { get; init; }

    public StringValue? UserData { get; init; }

    public override Done Apply(Draft draft)
    {
        var instance = draft.Get(InstanceId);
        InstanceStates.RequireAlive(instance);
        if (Attribute is { } named) return Named(named).Apply(draft);
        Change(draft, instance);
        return Done.Value;
    }

    /// <summary>The same, said with the attribute's own member.</summary>
    private ModifyInstanceAttribute Named(string name)
    {
        var bare = new ModifyInstanceAttribute { InstanceId = InstanceId };
        if (name == "blockDeviceMapping") return bare with { BlockDeviceMappings = BlockDeviceMappings ?? throw Fault.Missing("BlockDeviceMapping") };
        var text = new StringValue { Value = Value ?? throw Fault.Missing("Value") };
        return name switch
        {
            "instanceType" => bare with { InstanceType = text },
            "userData" => bare with { UserData = text },
            "instanceInitiatedShutdownBehavior" => bare with { InstanceInitiatedShutdownBehavior = text },
            "kernel" => bare with { Kernel = text },
            "ramdisk" => bare with { Ramdisk = text },
            "sriovNetSupport" => bare with { SriovNetSupport = text },
            "disableApiTermination" => bare with { DisableApiTermination = Truth() },
            "disableApiStop" => bare with { DisableApiStop = Truth() },
            "ebsOptimized" => bare with { EbsOptimized = Truth() },
            "sourceDestCheck" => bare with { SourceDestCheck = Truth() },
            "enaSupport" => bare with { EnaSupport = Truth() },
            _ => throw Fault.Invalid("attribute", name, "It is no attribute that can be modified"),
        };
    }

    private BooleanValue Truth() => new() { Value = (bool)Scalars.Read(typeof(bool), Value ?? "", "Value") };

    private void Change(Draft draft, Instance instance)
    {
        if (SourceDestCheck?.Value is { } check) draft.Put(Only(draft, instance, "source/destination check") with { SourceDestCheck = check });
        if (Groups is { Count: > 0 })
        {
            var primary = Only(draft, instance, "groups");
            draft.Put(primary with { GroupIds = Interfaces.Groups(draft, primary.VpcId, Groups) });
        }
        if (InstanceType?.Value is { } type) CheckType(draft, instance, type);
        if (UserData is not null) InstanceStates.RequireStopped(instance, "user data");
        if (EbsOptimized is not null) InstanceStates.RequireStopped(instance, "EBS optimization");
        draft.Put(draft.Get(InstanceId) with
        {
            DisableApiTermination = DisableApiTermination?.Value ?? instance.DisableApiTermination,
            DisableApiStop = DisableApiStop?.Value ?? instance.DisableApiStop,
            EbsOptimized = EbsOptimized?.Value ?? instance.EbsOptimized,
            ShutdownBehavior = LaunchReading.OneOf("InstanceInitiatedShutdownBehavior", InstanceInitiatedShutdownBehavior?.Value, "stop", "terminate") ?? instance.ShutdownBehavior,
            InstanceType = InstanceType?.Value ?? instance.InstanceType,
            UserData = UserData is null ? instance.UserData : LaunchReading.UserData(UserData.Value),
            BlockDevices = BlockDeviceMappings is null ? instance.BlockDevices : [.. instance.BlockDevices.Select(Marked)],
        });
        if (InstanceType?.Value is not null) FitToType(draft);
    }

    private static NetworkInterface Only(Draft draft, Instance instance, string what) => instance.InterfaceIds.Length == 1
        ? draft.Get(instance.InterfaceIds[0])
        : throw new Fault("InvalidInstanceID", $"There are multiple interfaces attached to instance '{instance.Id}'. Change the {what} of one of them by its own id.");

    private static void CheckType(Draft draft, Instance instance, string name)
    {
        InstanceStates.RequireStopped(instance, "instance type");
        var type = Model.InstanceTypes.Get(name);
        if (instance.InterfaceIds.Length > type.MaximumInterfaces) throw Fault.Invalid("instanceType", name, $"It takes {type.MaximumInterfaces} interfaces, and the instance has {instance.InterfaceIds.Length}");
        if (Images.Find(draft, new Id<Image>(instance.ImageId)) is { } image && !type.Architectures.Contains(image.Architecture))
        {
            throw Fault.Invalid("instanceType", name, $"Its architecture does not match the image's: {image.Architecture}");
        }
    }

    private void FitToType(Draft draft)
    {
        var instance = draft.Get(InstanceId);
        var type = Model.InstanceTypes.Get(instance.InstanceType);
        draft.Put(instance with { CoreCount = type.Cores, ThreadsPerCore = type.ThreadsPerCore, CpuCredits = type.IsBurstable ? instance.CpuCredits ?? type.DefaultCredits : null });
    }

    private BlockDevice Marked(BlockDevice device) =>
        BlockDeviceMappings?.FirstOrDefault(m => m.DeviceName == device.DeviceName)?.Ebs?.DeleteOnTermination is { } delete ? device with { DeleteOnTermination = delete } : device;
}

/// <summary>A device of an instance, to be changed.</summary>
public sealed record InstanceDeviceSpecification
{
    public string? DeviceName { get; init; }

    public InstanceEbsSpecification? Ebs { get; init; }

    [NoEffect("a device is taken off with DetachVolume")]
    public string? NoDevice { get; init; }

    [NoEffect("instance store disks are not emulated")]
    public string? VirtualName { get; init; }
}

/// <summary>What is to be changed of a device's volume.</summary>
public sealed record InstanceEbsSpecification
{
    public bool? DeleteOnTermination { get; init; }

    [NoEffect("the device is named by its name")]
    public string? VolumeId { get; init; }
}
