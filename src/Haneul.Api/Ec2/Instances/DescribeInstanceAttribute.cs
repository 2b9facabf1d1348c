using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Reads one attribute of an instance. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html</summary>
public sealed record DescribeInstanceAttribute : Query<DescribeInstanceAttribute.Result>
{
    public required Id<Instance> InstanceId { get; init; }

    public required string Attribute { get; init; }

    public sealed record Result(Id<Instance> InstanceId)
    {
        [Wire("blockDeviceMapping")]
        public IReadOnlyList<InstanceDeviceView>? BlockDeviceMappings { get; init; }

        public BooleanValue? DisableApiTermination { get; init; }

        public BooleanValue? DisableApiStop { get; init; }

        public BooleanValue? EbsOptimized { get; init; }

        public BooleanValue? EnaSupport { get; init; }

        public EnabledView? EnclaveOptions { get; init; }

        public IReadOnlyList<GroupIdentifierView>? Groups { get; init; }

        public StringValue? InstanceInitiatedShutdownBehavior { get; init; }

        public StringValue? InstanceType { get; init; }

        [Wire("kernel")]
        public StringValue? KernelId { get; init; }

        [Wire("ramdisk")]
        public StringValue? RamdiskId { get; init; }

        [Wire("productCodes")]
        public IReadOnlyList<ProductCode>? ProductCodes { get; init; }

        public StringValue? RootDeviceName { get; init; }

        public BooleanValue? SourceDestCheck { get; init; }

        public StringValue? SriovNetSupport { get; init; }

        public StringValue? UserData { get; init; }
    }

    public override Result Answer(Scope scope)
    {
        var i = scope.Get(InstanceId);
        var primary = InstanceFilters.InterfacesOf(scope, i).FirstOrDefault();
        var r = new Result(InstanceId);
        return Attribute switch
        {
            "blockDeviceMapping" => r with { BlockDeviceMappings = [.. i.BlockDevices.Select(d => InstanceDeviceView.Of(scope, d))] },
            "disableApiTermination" => r with { DisableApiTermination = new BooleanValue { Value = i.DisableApiTermination } },
            "disableApiStop" => r with { DisableApiStop = new BooleanValue { Value = i.DisableApiStop } },
            "ebsOptimized" => r with { EbsOptimized = new BooleanValue { Value = i.EbsOptimized } },
            "enaSupport" => r with { EnaSupport = new BooleanValue { Value = true } },
            "enclaveOptions" => r with { EnclaveOptions = new EnabledView(i.EnclaveEnabled) },
            "groupSet" => r with { Groups = primary is null ? [] : GroupIdentifierView.Of(scope, primary.GroupIds) },
            "instanceInitiatedShutdownBehavior" => r with { InstanceInitiatedShutdownBehavior = new StringValue { Value = i.ShutdownBehavior } },
            "instanceType" => r with { InstanceType = new StringValue { Value = i.InstanceType } },
            "kernel" => r with { KernelId = new StringValue() },
            "ramdisk" => r with { RamdiskId = new StringValue() },
            "productCodes" => r with { ProductCodes = [] },
            "rootDeviceName" => r with { RootDeviceName = new StringValue { Value = i.RootDeviceName } },
            "sourceDestCheck" => r with { SourceDestCheck = new BooleanValue { Value = primary?.SourceDestCheck } },
            "sriovNetSupport" => r with { SriovNetSupport = new StringValue { Value = "simple" } },
            "userData" => r with { UserData = new StringValue { Value = i.UserData } },
            _ => throw Fault.Invalid("attribute", Attribute, "It must be one of DescribeInstanceAttribute's, such as instanceType or userData"),
        };
    }
}
