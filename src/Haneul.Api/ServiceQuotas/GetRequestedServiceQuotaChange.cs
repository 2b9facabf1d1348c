using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ServiceQuotas;

/// <summary>Reads a raise that was asked for. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetRequestedServiceQuotaChange.html</summary>
public sealed record GetRequestedServiceQuotaChange : Query<QuotaRequestResult>
{
    public required string RequestId { get; init; }

    public override QuotaRequestResult Answer(Scope scope) => new(QuotaRequestView.Of(scope, scope.Get(new Id<QuotaRequest>(RequestId))));
}
