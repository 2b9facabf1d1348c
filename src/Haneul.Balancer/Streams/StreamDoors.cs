using System.ComponentModel;
using System.Net.Sockets;
using Haneul.Io;

namespace Haneul.Balancer;

/// <summary>All listening sockets for streams: opened where one is wanted, closed where none is; what is passed on goes on until it ends.</summary>
internal sealed class StreamDoors(Worker[] workers)
{
    private readonly Dictionary<ListenKey, StreamDoor[]> open = [];

    /// <summary>What cannot be opened is a trouble, and is tried again by the next call. Called by one thread at a time, never by a loop's.</summary>
    public void Serve(IReadOnlyDictionary<ListenKey, ServedStream> wanted, List<string> troubles)
    {
        foreach (var gone in open.Keys.Where(k => !wanted.ContainsKey(k)).ToList())
        {
            open.Remove(gone, out var doors);
            OnEach(doors ?? [], door => door.Socket?.Close());
        }
        foreach (var (key, served) in wanted)
        {
            if (open.TryGetValue(key, out var doors)) OnEach(doors, door => door.Current = served);
            else if (Open(served, troubles) is { } opened) open[key] = opened;
        }
    }

    public void Close() => Serve(new Dictionary<ListenKey, ServedStream>(), []);

    private StreamDoor[]? Open(ServedStream served, List<string> troubles)
    {
        var opened = new List<StreamDoor>(workers.Length);
        try
        {
            foreach (var worker in workers) opened.Add(Bind(worker, served));
        }
        catch (Exception failed) when (failed is Win32Exception or SocketException or IOException)
        {
            troubles.Add($"{served.BalancerArn}: cannot listen at {served.Key.At} in '{served.Key.Space}': {failed.Message}");
            foreach (var door in opened) door.Socket?.Close();
            return null;
        }
        OnEach([.. opened], door => door.Socket?.Open());
        return [.. opened];
    }

    private static StreamDoor Bind(Worker worker, ServedStream served)
    {
        var door = new StreamDoor(worker, served);
        var handle = worker.Sockets.Open(served.Key.Space, served.Key.At.AddressFamily, SocketType.Stream);
        door.Socket = new Listener(worker.Loop, handle, served.Key.At, deferred: false, (_, descriptor, client) => door.Accept(descriptor, client));
        return door;
    }

    /// <summary>On the doors' loops; waits until all have done it.</summary>
    private void OnEach(StreamDoor[] doors, Action<StreamDoor> work)
    {
        if (doors.Length == 0) return;
        using var done = new CountdownEvent(doors.Length);
        for (var i = 0; i < doors.Length; i++)
        {
            var door = doors[i];
            workers[i].Loop.Post(() =>
            {
                work(door);
                done.Signal();
            });
        }
        done.Wait();
    }
}
