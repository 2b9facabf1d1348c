using System.Globalization;
using Haneul.Io.Tls;
using Xunit;

namespace Haneul.Tests.Tls;

/// <summary>Alone, so that what other tests take from the same process is not counted.</summary>
[CollectionDefinition(nameof(TlsMemoryTests), DisableParallelization = true)]
[Collection(nameof(TlsMemoryTests))]
public sealed class TlsMemoryTests
{
    private const int Sessions = 2500;

    /// <summary>A session and its peer hold some 30 kB of OpenSSL's: what stayed would be 75 MB.</summary>
    private const long MostGrowth = 16 * 1024 * 1024;

    [Fact]
    public void Thousands_of_sessions_leave_nothing_behind()
    {
        using var rsa = MadeCertificate.Rsa(["a.example"]);
        using var curve = MadeCertificate.Ecdsa(["a.example"]);
        using var server = new TlsServer(new TlsServerOptions { Certificates = [rsa.Named("rsa"), curve.Named("curve")], Protocols = ["h2"], Clients = ClientCertificates.PassedThrough });
        Use(server, 500);
        var before = Resident();
        Use(server, Sessions);
        Assert.InRange(Resident() - before, long.MinValue, MostGrowth);
    }

    private static void Use(TlsServer server, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var pair = new TlsPair(server, new TlsClientOptions { Protocols = ["h2"] }, "a.example");
            if (i % 4 == 1) pair.ToServer.Give([22, 3, 1, 0, 1, 9]);
            pair.Shake();
            if (!pair.Server.IsEstablished) continue;
            pair.Server.Write("hello"u8);
            pair.Carry(pair.ToClient);
            TlsPair.ReadAll(pair.Client);
            Assert.Single(pair.Client.PeerCertificates());
        }
        GC.Collect();
    }

    /// <summary>proc_pid_statm(5), the second number, in pages.</summary>
    private static long Resident() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
