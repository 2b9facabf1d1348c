using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Haneul.Dns;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>
/// The services that every host expects, where the network has them: resolver, metadata and time in each VPC's namespace, the internet's resolver and the cloud's endpoints in namespaces of their own. One set of sockets for each VPC, however many instances it has; one web server for all.
/// </summary>
internal sealed partial class ServicePlane(NamespaceEntry entry, CloudAuthority authority, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private const int DnsPort = 53, HttpPort = 80, HttpsPort = 443;

    private readonly GivenSockets plain = new(log);
    private readonly GivenSockets secured = new(log);
    private readonly Dictionary<(string Space, VpcService Service), IAsyncDisposable> open = [];
    private volatile Carried? carried;
    private volatile RequestDelegate? api;
    private volatile MetadataService? metadata;
    private ServiceWeb? web;
    private X509Certificate2? certificate;
    private bool isWhole;

    /// <summary>From now on the endpoints of the cloud's API are answered by this, with the authority's word for who they are.</summary>
    public async Task StartAsync(RequestDelegate answer, CancellationToken cancel)
    {
        api = answer;
        metadata = new MetadataService(() => carried, clock);
        certificate = authority.Certificate(clock.GetUtcNow());
        web = await ServiceWeb.StartAsync(plain, secured, certificate, cancel);
    }

    /// <summary>Serves what the kernel carries now; what could not be opened is tried again by the next call. Called by one thread at a time.</summary>
    public void Follow(World world, Network network)
    {
        if (isWhole && ReferenceEquals(carried?.World, world)) return;
        carried = new Carried(world, network);
        var wanted = Wanted(network).ToHashSet();
        foreach (var gone in open.Keys.Where(k => !wanted.Contains(k)).ToList())
        {
            open.Remove(gone, out var server);
            _ = CloseAsync(server);
        }
        isWhole = true;
        foreach (var (space, service) in wanted)
        {
            if (open.ContainsKey((space, service))) continue;
            try
            {
                open[(space, service)] = Open(space, service);
            }
            catch (Exception e) when (e is SocketException or KernelException)
            {
                isWhole = false;
                LogCannotServe(space, service.Address.ToString(), e.Message);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in open.Values) await server.DisposeAsync();
        open.Clear();
        if (web is not null) await web.DisposeAsync();
        web = null;
        certificate?.Dispose();
        certificate = null;
        authority.Dispose();
    }

    private static IEnumerable<(string Space, VpcService Service)> Wanted(Network network)
    {
        foreach (var router in network.Routers.Values)
        {
            foreach (var service in PlanCompiler.ServicesOf(router)) yield return (router.Id, service);
        }
        foreach (var (host, kind, port) in ((CloudHost, VpcServiceKind, int)[])[(CloudHosts.Resolver, VpcServiceKind.Resolver, DnsPort), (CloudHosts.Api, VpcServiceKind.Metadata, HttpPort), (CloudHosts.Api, VpcServiceKind.Metadata, HttpsPort)])
        {
            foreach (var ip in (Ip[])[host.Address, host.AddressV6]) yield return (PlanNames.CloudHost(host.Name), new VpcService(kind, ip, port));
        }
    }

    private IAsyncDisposable Open(string space, VpcService service) => service.Kind switch
    {
        VpcServiceKind.Resolver => new DnsServer(() => Bound(space, service, SocketType.Dgram), () => Bound(space, service, SocketType.Stream), new NamesResolver(asker => NamesIn(space, asker)), LogFailed),
        VpcServiceKind.Metadata => new SocketDoor(Listening(space, service), service.Port == HttpsPort ? secured : plain, new Door(space, http => AnswerAsync(http, space)), LogFailed),
        _ => new TimeServer(Bound(space, service, SocketType.Dgram), clock, LogFailed),
    };

    private INames? NamesIn(string space, Ip asker)
    {
        if (carried is not { } now) return null;
        return now.Network.Routers.TryGetValue(space, out var router) ? new VpcNames(now, router, router.PortOf(asker)?.Segment.Zone) : new PublicNames(now);
    }

    private Task AnswerAsync(HttpContext http, string space)
    {
        var isApi = space == PlanNames.CloudHost(CloudHosts.Api.Name);
        return (isApi ? api?.Invoke(http) : metadata?.AnswerAsync(http, space)) ?? throw new InvalidOperationException("The web server runs before anything answers");
    }

    private Socket Listening(string space, VpcService service)
    {
        var socket = Bound(space, service, SocketType.Stream);
        socket.Listen(128);
        return socket;
    }

    private Socket Bound(string space, VpcService service, SocketType type) => entry.In(space, () =>
    {
        var socket = new Socket(service.Address.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(service.Address.ToString()), service.Port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    });

    private async Task CloseAsync(IAsyncDisposable? server)
    {
        try
        {
            if (server is not null) await server.DisposeAsync();
        }
        catch (SocketException e)
        {
            LogFailed(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Space} cannot serve at {Address}: {Why}")]
    private partial void LogCannotServe(string space, string address, string why);

    [LoggerMessage(LogLevel.Debug, "{What}")]
    private partial void LogFailed(string what);
}
