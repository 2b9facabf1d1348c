using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Reads one attribute of a volume. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumeAttribute.html</summary>
public sealed record DescribeVolumeAttribute : Query<DescribeVolumeAttribute.Result>
{
    public required Id<Volume> VolumeId { get; init; }

    public required string Attribute { get; init; }

    public sealed record Result(Id<Volume> VolumeId)
    {
        [Wire("autoEnableIO")]
        public BooleanValue? AutoEnableIo { get; init; }

        [Wire("productCodes")]
        public IReadOnlyList<ProductCode>? ProductCodes { get; init; }
    }

    public override Result Answer(Scope scope)
    {
        var volume = scope.Get(VolumeId);
        return Attribute switch
        {
            "autoEnableIO" => new Result(VolumeId) { AutoEnableIo = new BooleanValue { Value = volume.AutoEnableIo } },
            "productCodes" => new Result(VolumeId) { ProductCodes = [] },
            _ => throw Fault.Invalid("attribute", Attribute, "It must be autoEnableIO or productCodes"),
        };
    }
}
