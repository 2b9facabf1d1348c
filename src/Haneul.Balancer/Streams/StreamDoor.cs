using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Haneul.Io;
using Haneul.Io.Tls;

namespace Haneul.Balancer;

/// <summary>A listening socket of one loop for streams, and how they are served now. A stream keeps what it began with.</summary>
internal sealed class StreamDoor(Worker worker, ServedStream served)
{
    /// <summary>Touched on the loop's thread only.</summary>
    public ServedStream Current { get; set; } = served;

    public Listener? Socket { get; set; }

    public void Accept(int descriptor, in KernelAddress client)
    {
        var passage = new Passage(worker, Current);
        var relay = new StreamRelay(worker.Loop, descriptor, client.ToEndPoint(), Current.Key.At, passage);
        if (Current.Tls is { } server) passage.Secured = TlsLayer.Accept(relay.ClientConnection, server, worker.Outbox);
        relay.Start(passage.Secured);
    }

    /// <summary>One stream's way to a target.</summary>
    private sealed class Passage(Worker worker, ServedStream served) : IStreamRoute, IPassedStream
    {
        private readonly StreamLine? line = served.AccessLog is null ? null : new StreamLine(worker, served);
        private ServedPool? pool;
        private Chosen? chosen;
        private StreamRelay? passed;

        /// <summary>With the client; null: none.</summary>
        public TlsLayer? Secured { get; set; }

        public byte[] Buffer => worker.Scratch;

        public long IdleMs => served.IdleMs;

        public bool Reach(StreamRelay relay, StreamEnd target)
        {
            if (Secured is { } layer) line?.Secured(layer.Session);
            if (served.Forward.Choose(worker) is not { } group || !group.TryChoose(worker, out var found)) return false;
            (pool, chosen, passed) = (group, found, relay);
            worker.Streams.Add(this);
            group.Counts.Opened();
            found.Loop.Outstanding++;
            found.Target.State.Began();
            var way = served.Ways[Array.IndexOf(served.Forward.Pools, group)];
            var route = found.Target.Route;
            var own = KernelAddress.Of(served.Key.At.Address, 0);
            if (!way.KeepsClient || (relay.From.AddressFamily == AddressFamily.InterNetworkV6) != route.Address.IsV6) return Connects(relay, target, way, route, own, borrows: false);
            // The client's port may be taken towards this target: by the same client's connection to another listener, or one that is just over.
            return Connects(relay, target, way, route, KernelAddress.Of(relay.From.Address, relay.From.Port), borrows: true)
                || Connects(relay, target, way, route, KernelAddress.Of(relay.From.Address, 0), borrows: true);
        }

        private bool Connects(StreamRelay relay, StreamEnd target, StreamTarget way, TargetRoute route, in KernelAddress from, bool borrows)
        {
            try
            {
                var handle = worker.Sockets.Open(served.Key.Space, route.Address.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream);
                Span<byte> header = stackalloc byte[ProxyHeader.MostBytes];
                var length = way.TellsClient ? ProxyHeader.Write(header, relay.From, relay.At) : 0;
                var session = way.Tls is { } tls ? TlsLayer.Connect(relay.TargetConnection, tls, worker.Outbox) : null;
                target.Reach(handle, from, route.Address, header[..length], session, borrows);
                return true;
            }
            catch (Exception failed) when (failed is SocketException or IOException or Win32Exception)
            {
                target.Close(reset: false);
                return false;
            }
        }

        public void EndWhereItShould(StreamEnds ends)
        {
            if (pool is not null && chosen is { } found && ends.Ends(pool, found.Target.State.Id, worker.Loop.WallMs)) passed?.End(reset: true);
        }

        public void EndNow() => passed?.End(reset: true);

        public void Ended(StreamRelay relay, bool reached)
        {
            line?.End(relay);
            (pool?.Counts ?? served.Counts).Count(relay.ReceivedBytes + relay.SentBytes, isError: !reached);
            worker.Streams.Remove(this);
            if (pool is null || chosen is not { } found) return;
            pool.Counts.Closed();
            found.Loop.Outstanding--;
            found.Loop.Ended(failed: !reached);
            found.Target.State.Ended();
        }
    }
}
