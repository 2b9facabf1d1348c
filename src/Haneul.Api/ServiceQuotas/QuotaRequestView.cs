using Haneul.Model;

namespace Haneul.Api.ServiceQuotas;

/// <summary>A raise that was asked for. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestedServiceQuotaChange.html</summary>
public sealed record QuotaRequestView
{
    public required string Id { get; init; }

    public required string ServiceCode { get; init; }

    public required string ServiceName { get; init; }

    public required string QuotaCode { get; init; }

    public required string QuotaName { get; init; }

    public required double DesiredValue { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset LastUpdated { get; init; }

    public required string QuotaArn { get; init; }

    public required bool GlobalQuota { get; init; }

    public required string Unit { get; init; }

    public required string QuotaRequestedAtLevel { get; init; }

    public static QuotaRequestView Of(Scope scope, QuotaRequest request)
    {
        var quota = Quotas.All.First(q => q.Key == request.QuotaKey);
        return new QuotaRequestView
        {
            Id = request.Id.Value,
            ServiceCode = quota.Service,
            ServiceName = QuotaLists.Services[quota.Service],
            QuotaCode = quota.Code,
            QuotaName = quota.Name,
            DesiredValue = request.Value,
            Status = QuotaLists.Granted,
            Created = request.Time,
            LastUpdated = request.Time,
            QuotaArn = QuotaLists.ArnOf(scope, quota),
            GlobalQuota = false,
            Unit = "None",
            QuotaRequestedAtLevel = "ACCOUNT",
        };
    }
}

/// <summary>The answer of actions that give one raise.</summary>
public sealed record QuotaRequestResult(QuotaRequestView RequestedQuota);

/// <summary>The answer of actions that list raises.</summary>
public sealed record QuotaRequestsResult(string? NextToken, IReadOnlyList<QuotaRequestView> RequestedQuotas);
