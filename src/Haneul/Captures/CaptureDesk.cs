using System.Collections.Concurrent;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Packets;
using Haneul.Tracing;

namespace Haneul.Captures;

/// <summary>What <c>POST /_haneul/capture</c> takes.</summary>
internal sealed record CaptureRequest
{
    public const int LargestSnapLength = 262144;

    /// <summary>Chosen by who asks; by it the capture is ended in order (<c>POST /_haneul/capture/stop</c>).</summary>
    public string? Id { get; init; }

    /// <summary>A thing as <c>haneul trace</c> knows it, a VPC, a home, or <c>link</c>: this machine's link.</summary>
    public string? Name { get; init; }

    /// <summary>Where given: all hops of the path from there to here, and of the packets those of the flow.</summary>
    public string? To { get; init; }

    public int? Port { get; init; }

    public string? Protocol { get; init; }

    public bool Ipv6 { get; init; }

    /// <summary>Which packets, as <see cref="CaptureFilter"/> reads it.</summary>
    public string? Filter { get; init; }

    /// <summary>Bytes of each packet that are kept.</summary>
    public int SnapLength { get; init; } = LargestSnapLength;

    /// <summary>Then it ends; 0: never.</summary>
    public long Packets { get; init; }

    /// <summary>Then it ends; absent: never.</summary>
    public double? Seconds { get; init; }
}

/// <summary>Captures what crosses devices, as a stream in the format of <see cref="Pcapng"/>.</summary>
internal sealed class CaptureDesk(TraceDesk traces, PacketPlane packets)
{
    private const int MostPoints = 1000, SmallestSnapLength = 14;
    private const double LongestSeconds = 7 * 24 * 3600;

    private readonly ConcurrentDictionary<string, CancellationTokenSource> running = new(StringComparer.Ordinal);

    /// <summary>Finds the devices and listens at them from now on.</summary>
    public async Task<Capture> OpenAsync(CaptureRequest request, CancellationToken cancel)
    {
        if (request.SnapLength is < SmallestSnapLength or > CaptureRequest.LargestSnapLength) throw Fault.Invalid("snaplen", $"{request.SnapLength}", $"It is {SmallestSnapLength} to {CaptureRequest.LargestSnapLength} bytes");
        if (request.Packets < 0) throw Fault.Invalid("count", $"{request.Packets}", "It is a number of packets");
        if (request.Seconds is <= 0 or > LongestSeconds or double.NaN) throw Fault.Invalid("for", $"{request.Seconds}", $"It is more than 0 and at most {LongestSeconds} seconds");
        var test = CaptureFilter.Parse(request.Filter ?? "");
        await packets.Carrier.SettledAsync(cancel);
        var sight = traces.Look();
        var points = new CapturePoints(packets.Carrier.PlanOf(sight.Network), sight.Network, sight);
        if (request.To is { } to)
        {
            var trace = traces.Trace(sight, new TraceRequest { From = request.Name, To = to, Port = request.Port, Protocol = request.Protocol, Ipv6 = request.Ipv6 });
            points.Add(trace);
            var (asked, flow) = (test, FlowTest.Of(trace));
            test = (in p) => flow(p) && asked(p);
        }
        else points.Add(ThingOf(sight, request.Name ?? ""));
        if (points.Found.Count > MostPoints) throw new Fault("TooManyDevices", $"'{request.Name}' has {points.Found.Count} devices; at most {MostPoints} are listened to at once");
        var taps = Listen(points.Found);
        if (taps.Count == 0) throw new Fault("NothingToCapture", $"'{request.Name}' has no device now; an instance has its devices while it runs");
        var told = new CancellationTokenSource();
        if (request.Id is { } id) running[id] = told;
        return new Capture(taps, test, new CaptureBounds(request.Packets, request.Seconds is { } s ? TimeSpan.FromSeconds(s) : null, request.SnapLength), told.Token, () =>
        {
            if (request.Id is { } ended) running.TryRemove(ended, out _);
            told.Dispose();
        });
    }

    /// <summary>Ends a capture in order; true where it ran.</summary>
    public bool Stop(string id)
    {
        if (!running.TryRemove(id, out var told)) return false;
        told.Cancel();
        return true;
    }

    private ObjectRef ThingOf(Sight sight, string name) => name == CapturePoints.Link ? new ObjectRef(ObjectKind.OutsideHost, AddressPools.MachineName)
        : sight.Network.Routers.ContainsKey(name) ? new ObjectRef(ObjectKind.Vpc, name)
        : sight.Network.Beyond.Homes.Values.Any(h => h.Name == name) ? new ObjectRef(ObjectKind.Home, name)
        : traces.Find(sight, name);

    private List<(CapturePoint, PacketTap)> Listen(IReadOnlyList<CapturePoint> points)
    {
        var taps = new List<(CapturePoint Point, PacketTap Tap)>();
        try
        {
            foreach (var point in points)
            {
                if (packets.Entry.In(point.Namespace, () => PacketTap.TryOpen(point.Device)) is { } tap) taps.Add((point, tap));
            }
            return taps;
        }
        catch
        {
            foreach (var (_, tap) in taps) tap.Dispose();
            throw;
        }
    }
}
