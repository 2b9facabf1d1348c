using System.Text.Json;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Policies of endpoints: kept and answered; Haneul authorises nothing by them. https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html</summary>
internal static class EndpointPolicies
{
    /// <summary>Full access: what an endpoint has until it is told otherwise.</summary>
    public const string Standard = """{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";

    public static string Check(Scope scope, string policy)
    {
        if (policy.Length > scope.QuotaOf(Quotas.EndpointPolicyCharacters)) throw Invalid($"It has more than {scope.QuotaOf(Quotas.EndpointPolicyCharacters)} characters");
        try
        {
            using var document = JsonDocument.Parse(policy);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("Statement", out _)) throw Invalid("It is no object with statements");
        }
        catch (JsonException e)
        {
            throw Invalid($"It is not JSON: {e.Message}");
        }
        return policy;
    }

    private static Fault Invalid(string why) => new("InvalidPolicyDocument", $"The policy document of the endpoint is invalid. {why}");
}
