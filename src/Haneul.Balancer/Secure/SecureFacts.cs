using System.Text;
using Haneul.Io.Tls;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>What was agreed upon with a client of TLS, as logs and targets are told.</summary>
internal sealed class SecureFacts(TlsSession session, string? certificate, BalancerSettings balancer, ListenerSettings listener, string? mutualMode)
{
    public byte[] ProtocolText { get; } = Encoding.ASCII.GetBytes(session.Protocol);

    public byte[] CipherText { get; } = Encoding.ASCII.GetBytes(session.Cipher);

    public byte[] DomainText { get; } = Encoding.ASCII.GetBytes(session.ServerName ?? "-");

    public byte[] CertificateText { get; } = Encoding.ASCII.GetBytes(certificate ?? "-");

    /// <summary>Lines for targets, each behind a CR LF: of TLS where the balancer's attributes say so, and of the client's certificates.</summary>
    public byte[] Lines { get; } = Encoding.ASCII.GetBytes((balancer.AddsTlsHeaders
        ? $"\r\n{listener.NameOf("X-Amzn-Tls-Version")}: {session.Protocol}\r\n{listener.NameOf("X-Amzn-Tls-Cipher-Suite")}: {session.Cipher}"
        : "") + (mutualMode is null ? "" : ClientCertificateLines.Of(mutualMode, session.PeerCertificates(), listener)));
}
