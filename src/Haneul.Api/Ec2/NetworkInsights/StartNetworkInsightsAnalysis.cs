using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Starts to answer a path's question. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartNetworkInsightsAnalysis.html</summary>
public sealed record StartNetworkInsightsAnalysis : Command<StartNetworkInsightsAnalysis.Result>, ITokened
{
    public required Id<NetworkInsightsPath> NetworkInsightsPathId { get; init; }

    [NoEffect("all accounts of a Haneul are looked through; the value is kept and answered")]
    public IReadOnlyList<string> AdditionalAccounts { get; init; } = [];

    public IReadOnlyList<string> FilterInArns { get; init; } = [];

    public IReadOnlyList<string> FilterOutArns { get; init; } = [];

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public string? ClientToken { get; init; }

    public sealed record Result(NetworkInsightsAnalysisView NetworkInsightsAnalysis);

    public override Result Apply(Draft draft)
    {
        draft.Get(NetworkInsightsPathId);
        foreach (var arn in FilterInArns.Concat(FilterOutArns))
        {
            if (!arn.StartsWith("arn:aws:", StringComparison.Ordinal)) throw Fault.Invalid("FilterArn", arn, "It must be the ARN of a resource");
        }
        var analysis = draft.Put(new NetworkInsightsAnalysis
        {
            Id = draft.NewId<NetworkInsightsAnalysis>(),
            PathId = NetworkInsightsPathId,
            StartDate = draft.Now,
            AdditionalAccounts = AdditionalAccounts,
            FilterInArns = FilterInArns,
            FilterOutArns = FilterOutArns,
        });
        draft.TagNew(analysis.Id, TagSpecifications);
        return new Result(NetworkInsightsAnalysisView.Of(draft, analysis));
    }
}
