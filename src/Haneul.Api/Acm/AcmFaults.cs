using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>ACM's faults, and finding certificates by ARN. https://docs.aws.amazon.com/acm/latest/APIReference/CommonErrors.html</summary>
internal static class AcmFaults
{
    public static Fault Validation(string message) => new("ValidationException", message);

    /// <summary>The certificate that an ARN names.</summary>
    public static Certificate Certificate(this Scope scope, string arn)
    {
        if (arn.Split(':', 6) is not { Length: 6 } parts || parts[0] != "arn" || parts[2] != Certificates.Service || !parts[5].StartsWith("certificate/", StringComparison.Ordinal))
        {
            throw new Fault("InvalidArnException", $"'{(arn.Length <= 200 ? arn : arn[..200])}' is no ARN of a certificate");
        }
        return Certificates.Find(scope, arn) ?? throw new Fault("ResourceNotFoundException", $"Could not find certificate {arn}.");
    }
}
