using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Reads one attribute of an image. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImageAttribute.html</summary>
public sealed record DescribeImageAttribute : Query<DescribeImageAttribute.Result>
{
    public required Id<Image> ImageId { get; init; }

    public required string Attribute { get; init; }

    public sealed record Result(Id<Image> ImageId)
    {
        public StringValue? Description { get; init; }

        [Wire("kernel")]
        public StringValue? KernelId { get; init; }

        [Wire("ramdisk")]
        public StringValue? RamdiskId { get; init; }

        public StringValue? SriovNetSupport { get; init; }

        public StringValue? BootMode { get; init; }

        public StringValue? TpmSupport { get; init; }

        public StringValue? UefiData { get; init; }

        public StringValue? LastLaunchedTime { get; init; }

        public StringValue? ImdsSupport { get; init; }

        public StringValue? DeregistrationProtection { get; init; }

        [Wire("launchPermission")]
        public IReadOnlyList<LaunchPermission>? LaunchPermissions { get; init; }

        [Wire("productCodes")]
        public IReadOnlyList<ProductCode>? ProductCodes { get; init; }

        [Wire("blockDeviceMapping")]
        public IReadOnlyList<ImageDeviceView>? BlockDeviceMappings { get; init; }
    }

    public override Result Answer(Scope scope)
    {
        var image = Images.Get(scope, ImageId);
        var result = new Result(ImageId);
        return Attribute switch
        {
            "description" => result with { Description = new StringValue { Value = image.Description } },
            "kernel" => result with { KernelId = new StringValue() },
            "ramdisk" => result with { RamdiskId = new StringValue() },
            "sriovNetSupport" => result with { SriovNetSupport = new StringValue { Value = "simple" } },
            "bootMode" => result with { BootMode = new StringValue { Value = image.BootMode } },
            "tpmSupport" => result with { TpmSupport = new StringValue() },
            "uefiData" => result with { UefiData = new StringValue() },
            "lastLaunchedTime" => result with { LastLaunchedTime = new StringValue() },
            "imdsSupport" => result with { ImdsSupport = new StringValue { Value = image.RequiresImdsV2 ? "v2.0" : null } },
            "deregistrationProtection" => result with { DeregistrationProtection = new StringValue { Value = "disabled" } },
            "launchPermission" => result with { LaunchPermissions = image.IsPublic ? [new LaunchPermission("all")] : [] },
            "productCodes" => result with { ProductCodes = [] },
            "blockDeviceMapping" => result with { BlockDeviceMappings = ImageDeviceView.Of(image) },
            _ => throw Fault.Invalid("attribute", Attribute, "It must be one of DescribeImageAttribute's, such as description or launchPermission"),
        };
    }
}

/// <summary>Who may launch an image.</summary>
public sealed record LaunchPermission(string Group);
