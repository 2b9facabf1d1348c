using Haneul.Model;

namespace Haneul.Api.ServiceQuotas;

/// <summary>A quota as Service Quotas answers it. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ServiceQuota.html</summary>
public sealed record QuotaView
{
    public required string ServiceCode { get; init; }

    public required string ServiceName { get; init; }

    public required string QuotaArn { get; init; }

    public required string QuotaCode { get; init; }

    public required string QuotaName { get; init; }

    public required double Value { get; init; }

    public required string Unit { get; init; }

    public required bool Adjustable { get; init; }

    public required bool GlobalQuota { get; init; }

    public required string QuotaAppliedAtLevel { get; init; }

    public static QuotaView Of(Scope scope, Quota quota, int value) => new()
    {
        ServiceCode = quota.Service,
        ServiceName = QuotaLists.Services[quota.Service],
        QuotaArn = QuotaLists.ArnOf(scope, quota),
        QuotaCode = quota.Code,
        QuotaName = quota.Name,
        Value = value,
        Unit = "None",
        Adjustable = quota.Most > quota.Default,
        GlobalQuota = false,
        QuotaAppliedAtLevel = "ACCOUNT",
    };
}

/// <summary>The answer of actions that give one quota.</summary>
public sealed record QuotaResult(QuotaView Quota);

/// <summary>The answer of actions that list quotas.</summary>
public sealed record QuotasResult(string? NextToken, IReadOnlyList<QuotaView> Quotas);
