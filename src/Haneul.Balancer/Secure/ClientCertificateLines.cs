using System.Security.Cryptography;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>What targets are told of clients' certificates. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html#mtls-http-headers</summary>
internal static class ClientCertificateLines
{
    /// <summary>Longer lines than that go to no target: a head must not become larger than targets read.</summary>
    public const int Limit = 64 * 1024;

    private const string Chain = "X-Amzn-Mtls-Clientcert", Serial = $"{Chain}-Serial-Number", Issuer = $"{Chain}-Issuer", Subject = $"{Chain}-Subject", Validity = $"{Chain}-Validity", Leaf = $"{Chain}-Leaf";

    /// <summary>By AWS's names; a listener may call them otherwise.</summary>
    public static string[] Names { get; } = [Chain, Serial, Issuer, Subject, Validity, Leaf];

    /// <param name="mode">Of the listener: verify or passthrough.</param>
    /// <param name="certificates">The client's, DER, its own first; empty: it showed none, and nothing is told.</param>
    /// <param name="settings">How the listener calls them.</param>
    /// <returns>Lines, each behind a CR LF; ASCII.</returns>
    public static string Of(string mode, IReadOnlyList<byte[]> certificates, ListenerSettings settings)
    {
        if (certificates.Count == 0) return "";
        var lines = mode == "verify" ? OfVerified(certificates[0], settings) : $"\r\n{settings.NameOf(Chain)}: {string.Concat(certificates.Select(Pem))}";
        return lines.Length <= Limit ? lines : "";
    }

    private static string OfVerified(byte[] der, ListenerSettings settings) => LeafCertificate.Read(der) is { } leaf
        ? $"\r\n{settings.NameOf(Serial)}: {leaf.Serial}"
            + $"\r\n{settings.NameOf(Issuer)}: {leaf.Issuer}"
            + $"\r\n{settings.NameOf(Subject)}: {leaf.Subject}"
            + $"\r\n{settings.NameOf(Validity)}: {leaf.Validity}"
            + $"\r\n{settings.NameOf(Leaf)}: {Pem(der)}"
        : "";

    /// <summary>URL-encoded but for plus, slash and the equals sign: of what else PEM is made, spaces and line ends are left.</summary>
    private static string Pem(byte[] der) => $"{PemEncoding.WriteString("CERTIFICATE", der)}\n".Replace(" ", "%20").Replace("\n", "%0A");
}
