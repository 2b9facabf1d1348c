using System.Text;
using Haneul.Balancer;
using Haneul.Model;

namespace Haneul.Balancing;

/// <summary>
/// Publishes the key with which balancers sign what targets are told of users, as AWS does at public-keys.auth.elb.REGION.amazonaws.com/KEY-ID. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#user-claims-encoding
/// </summary>
/// <param name="data">The data directory.</param>
internal sealed class PublicKeys(string data)
{
    private const string HostStart = "public-keys.auth.elb.";

    private readonly Lazy<(string Id, string Pem)> key = new(() =>
    {
        using var signer = new OidcSigner(Encoding.UTF8.GetBytes(CookieSecret.In(data)));
        return (signer.KeyId, signer.PublicKey + "\n");
    });

    public static string HostOf(string region) => $"{HostStart}{region}.amazonaws.com";

    public static bool IsAt(string host) => host.StartsWith(HostStart, StringComparison.OrdinalIgnoreCase) && Regions.All.Any(r => string.Equals(HostOf(r.Name), host, StringComparison.OrdinalIgnoreCase));

    /// <summary>PEM; null where there is no such key.</summary>
    public string? Find(string path) => path == $"/{key.Value.Id}" ? key.Value.Pem : null;
}
