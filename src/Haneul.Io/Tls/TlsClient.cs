namespace Haneul.Io.Tls;

/// <summary>A client's side of TLS, towards targets: they are not asked who they are, as on AWS. May be used by several threads, and be disposed of while sessions made from it go on.</summary>
public sealed class TlsClient(TlsClientOptions options) : IDisposable
{
    private readonly TlsContext context = TlsContext.ForClient(options);

    internal nint Context => context.Handle;

    public void Dispose() => context.Dispose();
}
