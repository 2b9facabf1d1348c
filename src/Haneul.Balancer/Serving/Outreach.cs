using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Haneul.Io;

namespace Haneul.Balancer;

/// <summary>The ways out of the data plane for what is rare: from nodes to identity providers, and from this machine to functions.</summary>
internal sealed class Outreach(ISocketSource sockets, DataPlaneOptions options, TimeProvider time) : IDisposable
{
    public TimeProvider Time => time;

    /// <inheritdoc cref="DataPlaneOptions.ProviderLimit"/>
    public TimeSpan ProviderLimit => options.ProviderLimit;

    public FunctionClient Functions { get; } = new(time);

    public OidcRenewals Renewals { get; } = new(time);

    /// <summary>Speaks to providers from a node, for one conversation.</summary>
    public HttpMessageInvoker From(WantedNode node) => NodeClient.Of(sockets, node, options.Resolve, IsTrusted);

    public void Dispose() => Functions.Dispose();

    /// <summary>By the machine's authorities, or by the emulated cloud's own.</summary>
    private bool IsTrusted(X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || shown is null || options.Trusted.Count == 0) return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(options.Trusted);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (chain is not null) own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(e => e.Certificate).ToArray());
        using var certificate = X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
        return own.Build(certificate);
    }
}
