namespace Haneul.Model;

/// <summary>A raise of a quota that was asked for, and granted at once. The id is of Service Quotas' form: 32 hexadecimal digits.</summary>
public sealed record QuotaRequest(Id<QuotaRequest> Id, string QuotaKey, int Value, DateTimeOffset Time) : IResource<QuotaRequest>
{
    public static Kind Kind { get; } = new("quota-request", "", "", "NoSuchResourceException", "IllegalArgumentException", "quota request");
}
