using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Forgets a path that has no analyses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInsightsPath.html</summary>
public sealed record DeleteNetworkInsightsPath : Command<DeleteNetworkInsightsPath.Result>
{
    public required Id<NetworkInsightsPath> NetworkInsightsPathId { get; init; }

    public sealed record Result(Id<NetworkInsightsPath> NetworkInsightsPathId);

    public override Result Apply(Draft draft)
    {
        draft.Get(NetworkInsightsPathId);
        if (draft.All<NetworkInsightsAnalysis>().FirstOrDefault(a => a.PathId == NetworkInsightsPathId) is { } analysis)
        {
            throw new Fault("AnalysisExistsForNetworkInsightsPath", $"The path '{NetworkInsightsPathId}' has the analysis '{analysis.Id}': delete it first");
        }
        draft.Remove(NetworkInsightsPathId);
        return new Result(NetworkInsightsPathId);
    }
}
