using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>One answer to a path's question, about the world as it was when it was asked. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInsightsAnalysis.html</summary>
public sealed record NetworkInsightsAnalysis : IResource<NetworkInsightsAnalysis>, ITransient, IFading
{
    public static Kind Kind { get; } = new(
        "network-insights-analysis", "nia", "network-insights-analysis",
        "InvalidNetworkInsightsAnalysisId.NotFound", "InvalidNetworkInsightsAnalysisId.Malformed", "network insights analysis");

    public required Id<NetworkInsightsAnalysis> Id { get; init; }

    public required Id<NetworkInsightsPath> PathId { get; init; }

    public required DateTimeOffset StartDate { get; init; }

    public IReadOnlyList<string> AdditionalAccounts { get; init; } = [];

    public IReadOnlyList<string> FilterInArns { get; init; } = [];

    public IReadOnlyList<string> FilterOutArns { get; init; } = [];

    /// <summary>Absent while it runs.</summary>
    public AnalysisOutcome? Outcome { get; init; }

    public string Status => Outcome is null ? "running" : "succeeded";

    /// <summary>AWS keeps analyses for 120 days.</summary>
    public DateTimeOffset? ForgottenAt => StartDate.AddDays(120);

    public Report? Settled(Place place) => Outcome is null ? new AnalysisIsDone(place, Id) : null;
}

/// <summary>What was found.</summary>
public sealed record AnalysisOutcome
{
    public required bool NetworkPathFound { get; init; }

    public IReadOnlyList<PathComponentView> ForwardPathComponents { get; init; } = [];

    public IReadOnlyList<PathComponentView> ReturnPathComponents { get; init; } = [];

    public IReadOnlyList<ExplanationView> Explanations { get; init; } = [];
}

/// <summary>Works the analysis out: it reads the configuration alone, so nothing has to run for it.</summary>
public sealed record AnalysisIsDone(Place Place, Id<NetworkInsightsAnalysis> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (here.Find<NetworkInsightsAnalysis>(Id) is not { Outcome: null } analysis || here.Find<NetworkInsightsPath>(analysis.PathId) is not { } path) return;
        here.Put(analysis with { Outcome = Analysing.Of(here, path, analysis) });
    }
}

/// <summary>An analysis as EC2 answers it.</summary>
public sealed record NetworkInsightsAnalysisView
{
    public required Id<NetworkInsightsAnalysis> NetworkInsightsAnalysisId { get; init; }

    public required string NetworkInsightsAnalysisArn { get; init; }

    public required Id<NetworkInsightsPath> NetworkInsightsPathId { get; init; }

    public IReadOnlyList<string>? AdditionalAccounts { get; init; }

    public IReadOnlyList<string>? FilterInArns { get; init; }

    public IReadOnlyList<string>? FilterOutArns { get; init; }

    public required DateTimeOffset StartDate { get; init; }

    /// <summary>running, succeeded or failed.</summary>
    public required string Status { get; init; }

    public bool? NetworkPathFound { get; init; }

    public IReadOnlyList<PathComponentView>? ForwardPathComponents { get; init; }

    public IReadOnlyList<PathComponentView>? ReturnPathComponents { get; init; }

    public IReadOnlyList<ExplanationView>? Explanations { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public static NetworkInsightsAnalysisView Of(Scope scope, NetworkInsightsAnalysis analysis) => new()
    {
        NetworkInsightsAnalysisId = analysis.Id,
        NetworkInsightsAnalysisArn = scope.Arn("ec2", $"network-insights-analysis/{analysis.Id}"),
        NetworkInsightsPathId = analysis.PathId,
        AdditionalAccounts = NonEmpty(analysis.AdditionalAccounts),
        FilterInArns = NonEmpty(analysis.FilterInArns),
        FilterOutArns = NonEmpty(analysis.FilterOutArns),
        StartDate = analysis.StartDate,
        Status = analysis.Status,
        NetworkPathFound = analysis.Outcome?.NetworkPathFound,
        ForwardPathComponents = NonEmpty(analysis.Outcome?.ForwardPathComponents),
        ReturnPathComponents = NonEmpty(analysis.Outcome?.ReturnPathComponents),
        Explanations = NonEmpty(analysis.Outcome?.Explanations),
        Tags = scope.TagsFor(analysis.Id.Value),
    };

    private static IReadOnlyList<T>? NonEmpty<T>(IReadOnlyList<T>? list) => list is { Count: > 0 } ? list : null;
}
