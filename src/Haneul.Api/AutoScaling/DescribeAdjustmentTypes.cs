using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists how policies change capacity. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAdjustmentTypes.html</summary>
public sealed record DescribeAdjustmentTypes : Query<DescribeAdjustmentTypes.Result>
{
    internal static readonly string[] All = ["ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"];

    public sealed record Result(IReadOnlyList<Type> AdjustmentTypes);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AdjustmentType.html</summary>
    public sealed record Type(string AdjustmentType);

    public override Result Answer(Scope scope) => new([.. All.Select(a => new Type(a))]);
}
