using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Deletes a listener with its rules. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteListener.html</summary>
public sealed record DeleteListener : Command<Nothing>
{
    public required string ListenerArn { get; init; }

    public override Nothing Apply(Draft draft)
    {
        Model.Listeners.Remove(draft, draft.Listener(ListenerArn));
        return Nothing.Value;
    }
}
