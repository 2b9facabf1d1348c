using System.Text.Json;
using Haneul.Balancing;
using Haneul.Captures;
using Haneul.Daemon;
using Haneul.Fabric;
using Haneul.Flows;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Sockets;
using Haneul.Proof;
using Haneul.Tracing;

namespace Haneul.Packets;

/// <summary>What a person asks of a running host.</summary>
/// <param name="Name">An instance or host outside: id, Name tag or address.</param>
/// <param name="Command">What to run; empty: a login shell.</param>
/// <param name="User">Whose; absent: the one that people log in as.</param>
/// <param name="Input">What the command reads.</param>
internal sealed record HostRequest(string? Name, IReadOnlyList<string>? Command, string? User, string? Input);

/// <summary>A running host by its id, with the addresses under which it is reached.</summary>
internal sealed record FoundHost(string Id, string User, string? PrivateIp, string? PublicIp)
{
    /// <summary>What a program of this machine begins its command line with to be where those addresses are reached; empty: it is there.</summary>
    public IReadOnlyList<string> Way { get; init; } = [];
}

/// <summary>A command line to be run with a person's terminal.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Way">What a normal user's program begins its command line with, to be in the user namespace where the hosts are; empty: it is there.</param>
/// <param name="IntoHost">It goes into a host: the person's program guards it.</param>
internal sealed record HostCommand(IReadOnlyList<string> Command, IReadOnlyList<string> Way, bool IntoHost);

/// <summary>Haneul's own calls about what runs: hosts, commands in them, consoles, translations. In model mode each says that nothing runs.</summary>
internal sealed class PacketCalls(Ledger ledger, PacketPlane? packets, TraceDesk traces, DaemonOptions options)
{
    private readonly Carrier? carrier = packets?.Carrier;
    private readonly CaptureDesk? captures = packets is null ? null : new CaptureDesk(traces, packets);
    private readonly ProofDesk? proofs = packets is null ? null : new ProofDesk(traces, packets);
    private readonly ImageDesk images = new(ledger, options);
    private readonly Keeper? keeper = options.Keeper is { } pid ? new Keeper(pid) : null;
    private readonly FlowCalls flows = new(packets);

    /// <summary>A real packet beside its prediction.</summary>
    public Task<ProofReport> ProveAsync(TraceRequest request, CancellationToken cancel) =>
        (proofs ?? throw new Fault("NothingRuns", "A proof sends a real packet, and this Haneul runs in model mode: packets are computed, none is carried. Start it with 'haneul up --mode kernel' ('haneul doctor' tells what is missing), or ask without --prove.")).AnswerAsync(request, cancel);

    /// <summary>The answer, or null where the call is none of these.</summary>
    public async Task<object?> AnswerAsync(string method, string path, Func<string, string?> query, Func<HostRequest> body, Func<ImageRequest> imageBody, Func<CaptureRequest> captureBody, CancellationToken cancel)
    {
        switch (method, path)
        {
            case ("POST", "/settle"):
                if (carrier is not null) await carrier.SettledAsync(cancel);
                return new { settled = true, failures = carrier is null ? [] : carrier.Failures.Concat(carrier.FailedHosts.Select(h => $"the host {h} could not be started: the daemon's log says why")).Concat(Plane.Balancers.Troubles) };
            case ("GET", "/balancers"):
                return BalancersReport.Of(ledger.Current, packets?.Balancers.Counts);
            case ("GET", "/nat"):
                return await Running.AskAsync(kernel => NatReport.Of(ledger.Current, kernel), cancel);
            case ("GET", "/hosts"):
                return Find(query("name")) with { Way = keeper?.WayToNetwork ?? [] };
            case ("GET", "/sockets"):
                return Sockets(Find(query("name")).Id);
            case ("GET", "/sockets/follow"):
                return await SocketFollow.OpenAsync(PidOf(Find(query("name")).Id), cancel);
            case ("GET", "/console"):
                return new { text = Running.Hosts.Console(Find(query("name")).Id) };
            case ("POST", "/capture"):
                return await Captures.OpenAsync(captureBody(), cancel);
            case ("POST", "/capture/stop"):
                return new { stopped = Captures.Stop(captureBody().Id ?? "") };
            case ("GET", "/images"):
                return new { images = images.List() };
            case ("POST", "/images/add"):
                return await images.AddAsync(imageBody(), cancel);
            case ("POST", "/images/remove"):
                return await images.RemoveAsync(imageBody(), cancel);
            case ("POST", "/hosts/command"):
                if (body() is { Name: "host" } here) return OnMachine(here);
                var (host, request) = Asked(body());
                return new HostCommand(Running.Hosts.CommandFor(host.Id, request.Command ?? [], request.User ?? host.User), keeper?.Way ?? [], IntoHost: true);
            case ("POST", "/hosts/run"):
                (host, request) = Asked(body());
                return await Running.Hosts.RunAsync(host.Id, request.Command ?? [], request.Input, request.User ?? host.User, cancel);
            default:
                return await flows.AnswerAsync(method, path, query, cancel);
        }
    }

    private Carrier Running => carrier ?? throw NothingRuns();

    private PacketPlane Plane => packets ?? throw NothingRuns();

    private CaptureDesk Captures => captures ?? throw NothingRuns();

    private static Fault NothingRuns() => new("NothingRuns", "This Haneul runs in model mode: packets are computed and no host runs. 'haneul doctor' tells what is missing.");

    private SocketsReport Sockets(string host) => SocketsReport.Of(Plane.Entry, host, PidOf(host));

    private int PidOf(string host) => Running.Hosts.Running.TryGetValue(host, out var running) ? running.Pid : throw new Fault("IncorrectInstanceState", $"{host} does not run");

    private (FoundHost Host, HostRequest Request) Asked(HostRequest request) => (Find(request.Name), request);

    /// <summary>A program of this machine, at the machine's place on the emulated internet.</summary>
    private HostCommand OnMachine(HostRequest request)
    {
        _ = Running;
        if (request.User is not null) throw Fault.Invalid("user", request.User, "On this machine a program runs as whoever starts it");
        return new HostCommand(request.Command is { Count: > 0 } command ? command : ["/bin/sh"], keeper?.WayToNetwork ?? [], IntoHost: false);
    }

    /// <summary>The running host that a person means.</summary>
    private FoundHost Find(string? name)
    {
        var world = ledger.Current;
        var end = new EndResolver(world, new EndIndex(world), options.Account, null).From(name ?? "").End;
        var found = end.Object.Kind switch
        {
            ObjectKind.OutsideHost => new FoundHost($"outside-{end.Object.Id}", "user", null, world.At(Place.Between).Find<OutsideHost>(new Id<OutsideHost>(end.Object.Id))?.Address.ToString()),
            ObjectKind.Instance => OfInstance(world, end.Object.Id),
            ObjectKind.NetworkInterface => OfInstance(world, InstanceOf(world, end.Object.Id, name)),
            _ => throw Fault.Invalid("name", name ?? "", "Name an instance or a host outside"),
        };
        if (!Running.Hosts.Running.ContainsKey(found.Id)) throw new Fault("IncorrectInstanceState", $"{name} ({found.Id}) does not run");
        return found;
    }

    private static string InstanceOf(World world, string nic, string? name) =>
        world.Everywhere<NetworkInterface>().FirstOrDefault(n => n.Row.Id.Value == nic).Row?.Attachment?.InstanceId?.Value
        ?? throw Fault.Invalid("name", name ?? "", "That interface belongs to no instance");

    private static FoundHost OfInstance(World world, string id)
    {
        var net = Lowering.Lower(world);
        var port = net.PrimaryPorts.TryGetValue(id, out var nic) ? net.Ports.GetValueOrDefault(nic) : null;
        var inside = port?.Primary(v6: false);
        return new FoundHost(id, "ec2-user", inside?.ToString(), inside is { } ip ? port?.Router.PublicOf(ip)?.Outside.ToString() : null);
    }
}
