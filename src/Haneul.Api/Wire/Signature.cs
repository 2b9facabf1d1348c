using System.Text.RegularExpressions;

namespace Haneul.Api.Wire;

/// <summary>
/// Who calls, where and what: read from the credential scope of an AWS signature (version 4). The signature itself is not checked: any credentials are accepted.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
/// </summary>
public sealed partial record Signature(string AccessKey, string Region, string Service)
{
    /// <summary>Reads an Authorization header, or the X-Amz-Credential of a presigned URL; null where there is none.</summary>
    public static Signature? Read(string? authorization, string? presigned)
    {
        if (presigned is not null && Scope().Match(presigned) is { Success: true } p) return Of(p);
        return authorization is not null && authorization.StartsWith("AWS4-", StringComparison.Ordinal) && Credential().Match(authorization) is { Success: true } m ? Of(m) : null;
    }

    private static Signature Of(Match m) => new(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value);

    [GeneratedRegex(@"Credential=([^/,\s]{1,128})/\d{8}/([a-z0-9*-]{1,40})/([a-z0-9-]{1,40})/aws4_request")]
    private static partial Regex Credential();

    [GeneratedRegex(@"^([^/,\s]{1,128})/\d{8}/([a-z0-9*-]{1,40})/([a-z0-9-]{1,40})/aws4_request$")]
    private static partial Regex Scope();
}
