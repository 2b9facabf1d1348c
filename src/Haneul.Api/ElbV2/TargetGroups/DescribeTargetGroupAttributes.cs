using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists the attributes of a target group. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroupAttributes.html</summary>
public sealed record DescribeTargetGroupAttributes : Query<DescribeTargetGroupAttributes.Result>
{
    public required string TargetGroupArn { get; init; }

    public sealed record Result(IReadOnlyList<AttributeMember> Attributes);

    public override Result Answer(Scope scope)
    {
        var group = scope.Group(TargetGroupArn);
        return new Result(AttributeMember.Of(TargetGroupSettings.Of(group).List, group.Attributes));
    }
}
