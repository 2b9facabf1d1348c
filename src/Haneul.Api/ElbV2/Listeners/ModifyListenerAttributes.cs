using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Changes attributes of a listener. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListenerAttributes.html</summary>
public sealed record ModifyListenerAttributes : Command<ModifyListenerAttributes.Result>
{
    public required string ListenerArn { get; init; }

    public required IReadOnlyList<AttributeMember> Attributes { get; init; }

    public sealed record Result(IReadOnlyList<AttributeMember> Attributes);

    public override Result Apply(Draft draft)
    {
        var listener = draft.Listener(ListenerArn);
        var list = ListenerSettings.Of(listener).List;
        var changed = draft.Put(listener with { Attributes = list.With(listener.Attributes, AttributeMember.Pairs(Attributes), "Listener", $"of protocol {BalancerWords.Of(listener.Protocol)}") });
        return new Result(AttributeMember.Of(list, changed.Attributes));
    }
}
