using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.ServiceQuotas;

/// <summary>Raises a quota, at once, up to the most that AWS grants. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html</summary>
public sealed record RequestServiceQuotaIncrease : Command<QuotaRequestResult>
{
    public required string ServiceCode { get; init; }

    public required string QuotaCode { get; init; }

    public required double DesiredValue { get; init; }

    [NoEffect("nobody opens a case")]
    public bool? SupportCaseAllowed { get; init; }

    public override QuotaRequestResult Apply(Draft draft)
    {
        var quota = QuotaLists.Find(ServiceCode, QuotaCode);
        if (DesiredValue != Math.Floor(DesiredValue)) throw Refused("The value of a quota is a whole number");
        if (DesiredValue <= draft.QuotaOf(quota)) throw Refused($"You must provide a quota value greater than the current quota value: {draft.QuotaOf(quota)}");
        if (DesiredValue > quota.Most) throw Refused(quota.Most == quota.Default ? $"{quota.Name} cannot be raised" : $"{quota.Name} can be raised to {quota.Most} at most");
        var value = (int)DesiredValue;
        draft.Put(new QuotaSetting(new Id<QuotaSetting>(quota.Key), value));
        var request = draft.Put(new QuotaRequest(new Id<QuotaRequest>(draft.Hex(32)), quota.Key, value, draft.Now));
        return new QuotaRequestResult(QuotaRequestView.Of(draft, request));
    }

    private static Fault Refused(string message) => new("IllegalArgumentException", message);
}
