using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes orders to log away; tells which were not there. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteFlowLogs.html</summary>
public sealed record DeleteFlowLogs : Command<DeleteFlowLogs.Result>
{
    public required IReadOnlyList<Id<FlowLog>> FlowLogIds { get; init; }

    public sealed record Result([property: Wire("unsuccessful")] IReadOnlyList<UnsuccessfulItem> Unsuccessful);

    public override Result Apply(Draft draft)
    {
        var failed = new List<UnsuccessfulItem>();
        foreach (var id in FlowLogIds)
        {
            if (draft.TryFind(id, out _)) draft.Remove(id);
            else failed.Add(new UnsuccessfulItem(new UnsuccessfulItemError(FlowLog.Kind.NotFound, $"The flow log ID '{id}' does not exist"), id.Value));
        }
        return new Result(failed);
    }
}
