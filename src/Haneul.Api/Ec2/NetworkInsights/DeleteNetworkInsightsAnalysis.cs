using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Forgets an analysis. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInsightsAnalysis.html</summary>
public sealed record DeleteNetworkInsightsAnalysis : Command<DeleteNetworkInsightsAnalysis.Result>
{
    public required Id<NetworkInsightsAnalysis> NetworkInsightsAnalysisId { get; init; }

    public sealed record Result(Id<NetworkInsightsAnalysis> NetworkInsightsAnalysisId);

    public override Result Apply(Draft draft)
    {
        draft.Get(NetworkInsightsAnalysisId);
        draft.Remove(NetworkInsightsAnalysisId);
        return new Result(NetworkInsightsAnalysisId);
    }
}
