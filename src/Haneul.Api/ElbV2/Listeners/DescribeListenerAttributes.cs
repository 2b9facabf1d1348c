using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists the attributes of a listener. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListenerAttributes.html</summary>
public sealed record DescribeListenerAttributes : Query<DescribeListenerAttributes.Result>
{
    public required string ListenerArn { get; init; }

    public sealed record Result(IReadOnlyList<AttributeMember> Attributes);

    public override Result Answer(Scope scope)
    {
        var listener = scope.Listener(ListenerArn);
        return new Result(AttributeMember.Of(ListenerSettings.Of(listener).List, listener.Attributes));
    }
}
