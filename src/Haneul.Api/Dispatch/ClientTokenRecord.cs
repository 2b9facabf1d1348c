using System.Security.Cryptography;
using System.Text;
using Haneul.Model;

namespace Haneul.Api.Dispatch;

/// <summary>
/// What was answered to a client token: the same request with the same token gets it again.
/// https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
/// </summary>
public sealed record ClientTokenRecord(Id<ClientTokenRecord> Id, string Fingerprint, string Answer, DateTimeOffset Time) : IResource<ClientTokenRecord>, IFading
{
    public static Kind Kind { get; } = new("client-token", "", "", "InvalidClientToken", "InvalidClientToken", "client token");

    /// <summary>AWS keeps tokens for 24 hours at least.</summary>
    public DateTimeOffset? ForgottenAt => Time.AddHours(24);

    public static string FingerprintOf(string canonical) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
}
