using System.Collections.Frozen;
using Haneul.Api.Ec2;
using Haneul.Model;

namespace Haneul.Api.ServiceQuotas;

/// <summary>The services with quotas, finding a quota, and pages of them.</summary>
internal static class QuotaLists
{
    /// <summary>Raises are granted at once: there is nobody to ask.</summary>
    public const string Granted = "APPROVED";

    public static FrozenDictionary<string, string> Services { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["acm"] = "AWS Certificate Manager (ACM)",
        ["ec2"] = "Amazon Elastic Compute Cloud (Amazon EC2)",
        ["elasticloadbalancing"] = "Elastic Load Balancing (ELB)",
        ["vpc"] = "Amazon Virtual Private Cloud (Amazon VPC)",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Quota Find(string service, string code) =>
        Quotas.All.FirstOrDefault(q => q.Service == service && q.Code == code) ?? throw new Fault("NoSuchResourceException", $"Haneul keeps no quota {code} of service {service}");

    public static void RequireService(string service)
    {
        if (!Services.ContainsKey(service)) throw new Fault("NoSuchResourceException", $"Haneul keeps no quotas of service {service}; it does of {string.Join(", ", Services.Keys.Order(StringComparer.Ordinal))}");
    }

    public static QuotasResult List(Scope scope, string service, Func<Quota, bool> isWanted, Func<Quota, int> value, int? maxResults, string? nextToken)
    {
        RequireService(service);
        var page = Page(scope, Quotas.All.Where(q => q.Service == service && isWanted(q)), q => q.Code, maxResults, nextToken);
        return new QuotasResult(page.NextToken, [.. page.Rows.Select(q => QuotaView.Of(scope, q, value(q)))]);
    }

    public static QuotaRequestsResult Requests(Scope scope, string? status, Func<Quota, bool> isWanted, int? maxResults, string? nextToken)
    {
        var keys = Quotas.All.Where(isWanted).Select(q => q.Key).ToHashSet(StringComparer.Ordinal);
        var rows = scope.All<QuotaRequest>().Where(r => keys.Contains(r.QuotaKey) && status is (null or Granted));
        var page = Page(scope, rows, r => r.Id.Value, maxResults, nextToken);
        return new QuotaRequestsResult(page.NextToken, [.. page.Rows.Select(r => QuotaRequestView.Of(scope, r))]);
    }

    /// <summary>A page in the order of the keys; a bad size or token is a fault of this service's kind.</summary>
    public static Page<T> Page<T>(Scope scope, IEnumerable<T> rows, Func<T, string> key, int? maxResults, string? nextToken)
    {
        try
        {
            return new Selection<T>(scope, rows.OrderBy(key, StringComparer.Ordinal), key).Paged(maxResults, nextToken, least: 1);
        }
        catch (Fault fault)
        {
            throw new Fault("IllegalArgumentException", fault.Message);
        }
    }

    public static string ArnOf(Scope scope, Quota quota) => scope.Arn("servicequotas", quota.Key);
}
