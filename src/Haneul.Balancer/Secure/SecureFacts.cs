using System.Text;
using Haneul.Io.Tls;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>What was agreed upon with a client of TLS, as logs and targets are told.</summary>
internal sealed class SecureFacts(TlsSession session, string? certificate, BalancerSettings balancer, ListenerSettings listener)
{
    public byte[] ProtocolText { get; } = Encoding.ASCII.GetBytes(session.Protocol);

    public byte[] CipherText { get; } = Encoding.ASCII.GetBytes(session.Cipher);

    public byte[] DomainText { get; } = Encoding.ASCII.GetBytes(session.ServerName ?? "-");

    public byte[] CertificateText { get; } = Encoding.ASCII.GetBytes(certificate ?? "-");

    /// <summary>Lines for targets, each behind a CR LF; none where the balancer's attributes say so.</summary>
    public byte[] Lines { get; } = !balancer.AddsTlsHeaders
        ? []
        : Encoding.ASCII.GetBytes($"\r\n{listener.NameOf("X-Amzn-Tls-Version")}: {session.Protocol}\r\n{listener.NameOf("X-Amzn-Tls-Cipher-Suite")}: {session.Cipher}");
}
