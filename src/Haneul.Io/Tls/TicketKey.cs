using System.Security.Cryptography;

namespace Haneul.Io.Tls;

/// <summary>
/// The secret that session tickets are sealed with (RFC 5077): all threads of a listener share one, so that a client can go on wherever it lands.
/// Who rotates makes a new one; a ticket of an old one means a full handshake. SSL_CTX_set_tlsext_ticket_keys(3)
/// </summary>
public sealed class TicketKey
{
    /// <summary>A name, a key for HMAC and one for AES.</summary>
    private const int Length = 80;

    internal byte[] Bytes { get; } = RandomNumberGenerator.GetBytes(Length);
}
