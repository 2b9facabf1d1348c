using System.Diagnostics;
using Haneul.Fabric;
using Haneul.Kernel;

namespace Haneul.Proof;

/// <summary>What was observed of one probe.</summary>
/// <param name="Visits">What the kernel told, namespace by namespace.</param>
/// <param name="IsSent">The source's kernel sent it.</param>
/// <param name="IsAnswered">The very answer came back.</param>
/// <param name="Attempts">How often it was sent.</param>
internal sealed record Observation(IReadOnlyList<Visit> Visits, bool IsSent, bool IsAnswered, int Attempts);

/// <summary>Sends one probe and listens to the kernel until nothing more is told of it. Everything that it sets up is gone when it returns.</summary>
internal sealed class Prober(NamespaceEntry entry)
{
    /// <summary>An answer takes well under a millisecond; one that is expected is waited for longer, since the machine may be busy, and asked for again, as TCP does by itself.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200), Patience = TimeSpan.FromSeconds(3), AskAgain = TimeSpan.FromMilliseconds(600), Longest = TimeSpan.FromSeconds(10);

    /// <param name="from">The namespace that sends.</param>
    /// <param name="packet">The packet as it leaves the source.</param>
    /// <param name="isExpected">An answer is predicted.</param>
    /// <param name="watched">The namespaces that are listened to.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    public Observation Probe(string from, Packet packet, bool isExpected, IEnumerable<string> watched, CancellationToken cancel)
    {
        var cookie = Cookie.Of(Random.Shared.Next(Cookie.Count));
        using var watch = PacketWatch.Open(entry, watched, cookie);
        using var sockets = new ProbeSockets(entry);
        var book = new VisitBook(watch.DeviceOf, watch.PlaceOf);
        var attempts = 1;
        var isSent = sockets.Send(from, packet, cookie);
        var clock = Stopwatch.StartNew();
        var (again, quiet) = (AskAgain, Stopwatch.StartNew());
        var lost = new List<IReadOnlyList<Visit>>();
        while (isSent && (quiet.Elapsed < Silence || isExpected && !sockets.IsAnswered(cookie) && clock.Elapsed < Patience) && clock.Elapsed < Longest)
        {
            cancel.ThrowIfCancellationRequested();
            if (Take(watch, book, sockets) > 0) quiet.Restart();
            if (!isExpected || sockets.IsAnswered(cookie) || clock.Elapsed < again || clock.Elapsed > Patience) continue;
            // What was told of the lost one is no part of the next one's way.
            lost.Add(book.Of(cookie));
            book.Close(cookie);
            sockets.Send(from, packet, cookie);
            attempts++;
            again += AskAgain;
            quiet.Restart();
        }
        if (watch.HasLost) throw new KernelException("listen to the kernel's tracing: it told more than was read in time", 105);
        // Of those that nobody answered, the one that came furthest; of equals the first: the others may belong to the connection that it made.
        var visits = sockets.IsAnswered(cookie) ? book.Of(cookie) : lost.Append(book.Of(cookie)).MaxBy(v => v.Count) ?? [];
        foreach (var visit in visits.Where(v => v.In is not null)) visit.Route = watch.RouteOf(visit);
        return new Observation(visits, isSent, sockets.IsAnswered(cookie), attempts);
    }

    private static int Take(PacketWatch watch, VisitBook book, ProbeSockets sockets)
    {
        var heard = watch.Heard(20);
        book.Add(heard);
        sockets.Receive();
        return heard.Count;
    }
}
