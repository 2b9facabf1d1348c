using System.Collections.Concurrent;

namespace Haneul.Kernel;

/// <summary>
/// Hosts as processes of this machine in user, network, mount, process, host-name, IPC and cgroup namespaces of their own (namespaces(7)); root inside is a user without rights outside.
/// Needs root's rights, or a user namespace in which it is root.
/// </summary>
public sealed class LinuxHosts : IHosts
{
    private readonly HostPlaces places;
    private readonly IdRange ids;
    private readonly VisitorThreads threads;
    private readonly Workshop workshop;
    private readonly HostCgroups cgroups;
    private readonly ProcessWatch watch = new();
    private readonly HostBirth birth;
    private readonly Entry entry;
    private readonly HostSessions sessions;
    private readonly BaseLayer layer;
    private readonly ImageShelf images;
    private readonly ConcurrentDictionary<string, LinuxHost> hosts = new(StringComparer.Ordinal);

    /// <summary>Ids of hosts that are being made, so that nobody makes one twice.</summary>
    private readonly ConcurrentDictionary<string, bool> making = new(StringComparer.Ordinal);

    /// <summary>Takes over the hosts that an earlier daemon left, and removes what is left of those that are no more. Throws <see cref="HostException"/> where hosts cannot be made.</summary>
    public LinuxHosts(HostPlaces places)
        : this(places, new HostTuning())
    {
    }

    internal LinuxHosts(HostPlaces places, HostTuning tuning)
    {
        this.places = places;
        images = new ImageShelf(places);
        if (!Environment.IsPrivilegedProcess) throw new HostException("Hosts need root, or a user namespace in which the daemon is root");
        foreach (var directory in new[] { places.Layers, places.Bases, places.Cards }) Directory.CreateDirectory(directory);
        try
        {
            ids = IdRange.Of(places);
            layer = BaseLayer.Of(places, ids);
            threads = new VisitorThreads("haneul-hosts", Math.Clamp(Environment.ProcessorCount, 1, 4), HostGuard.Apply);
            using (var owners = OwnerSpace.Make(ids)) workshop = Workshop.Make(threads, places, layer, ids, tuning.CannotMapOwners ? null : owners);
            cgroups = new HostCgroups(places.Tag);
        }
        catch (KernelException e)
        {
            throw new HostException($"Hosts cannot be made here: {e.Message}", e);
        }
        birth = new HostBirth(threads, workshop, cgroups, ids, new HostProc(threads, workshop, places.Scaffold) { MustMount = tuning.MountsProcFromInside || tuning.MountsProcAtHome, NeverLeavesHome = tuning.MountsProcAtHome || !UserSpace.IsInitial });
        entry = new Entry(cgroups, ids);
        sessions = new HostSessions(threads, watch, entry);
        TakeOver();
    }

    public IReadOnlyDictionary<string, RunningHost> Running => hosts.ToDictionary(host => host.Key, host => host.Value.Described, StringComparer.Ordinal);

    public event Action<string>? Ended;

    /// <summary>What hosts do without on this machine, and why.</summary>
    public IReadOnlyList<string> Shortcomings =>
    [
        .. cgroups.Missing.Select(missing => $"Hosts are not bounded in {missing}"),
        .. workshop.OwnersAreMapped ? Array.Empty<string>() : ["The filesystem of /usr cannot show files as a host's own: sudo and su are copies, other setuid programs do not work"],
        .. ids.IsComplete ? Array.Empty<string>() : [$"Hosts have only {ids.Count} users: sshd and other services that need a user of their own do not work"],
        .. File.Exists("/usr/sbin/sshd") ? Array.Empty<string>() : ["There is no /usr/sbin/sshd: nobody can log in by ssh (install openssh-server)"],
    ];

    public RunningHost Create(HostSpec spec)
    {
        var own = new HostLayer(places.LayerOf(spec.Id), ids);
        if (hosts.ContainsKey(spec.Id) || !making.TryAdd(spec.Id, true)) throw new HostException($"Host {spec.Id} is there already");
        try
        {
            var image = ImageOf(spec.Image);
            own.Prepare(spec, image);
            var born = birth.Bear(spec, own, image);
            var host = new LinuxHost(spec.Id, born.Pid, born.Process, born.Go);
            WriteCard(host, isBooted: false);
            Keep(host);
            return host.Described;
        }
        catch (Exception e) when (e is KernelException or IOException or UnauthorizedAccessException)
        {
            throw new HostException($"Host {spec.Id} could not be made: {e.Message}", e);
        }
        finally
        {
            making.TryRemove(spec.Id, out _);
        }
    }

    public void Boot(string id)
    {
        var host = Find(id);
        OpenDoor(host);
        // Before it boots: if the daemon dies in between, the host ends by itself and nobody takes it for one that has not begun.
        WriteCard(host, isBooted: true);
        host.Boot();
    }

    public async Task StopAsync(string id, TimeSpan grace, CancellationToken cancel)
    {
        if (!hosts.TryGetValue(id, out var host)) return;
        host.IsStopping = true;
        host.Door?.Dispose();
        if (host.Go is null && grace > TimeSpan.Zero)
        {
            host.Signal(ProcessCalls.Terminate);
            await Task.WhenAny(host.Gone, Task.Delay(grace, cancel));
        }
        host.Signal(ProcessCalls.Kill);
        await host.Gone.WaitAsync(cancel);
    }

    public void Forget(string id)
    {
        if (hosts.ContainsKey(id) || making.ContainsKey(id)) throw new HostException($"Host {id} still runs");
        new HostLayer(places.LayerOf(id), ids).Remove();
    }

    public TimeSpan? CpuTimeOf(string id)
    {
        try
        {
            return cgroups.CpuTimeOf(id);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    public string Console(string id) => new HostLayer(places.LayerOf(id), ids).ReadConsole();

    public Task<HostOutput> RunAsync(string id, IReadOnlyList<string> command, string? input, string user, CancellationToken cancel) =>
        sessions.RunAsync(entry.Login(id, Find(id).Pid, command, user), input, cancel);

    public IReadOnlyList<string> CommandFor(string id, IReadOnlyList<string> command, string user) =>
        ["/usr/bin/env", "-i", $"TERM={Environment.GetEnvironmentVariable("TERM") ?? "dumb"}", .. Entry.Environment, .. entry.Login(id, Find(id).Pid, command, user)];

    /// <summary>Ends all hosts and removes what the machine has of them; their layers stay.</summary>
    public async Task EndAllAsync(TimeSpan grace, CancellationToken cancel)
    {
        await Task.WhenAll(hosts.Keys.Select(id => StopAsync(id, grace, cancel)));
        cgroups.RemoveAll();
        foreach (var directory in new[] { places.Cards, places.Scaffold }.Where(Directory.Exists)) Directory.Delete(directory, recursive: true);
    }

    /// <summary>Lets go of the hosts, which run on; nobody answers at their port 22 until the next daemon.</summary>
    public ValueTask DisposeAsync()
    {
        foreach (var host in hosts.Values) host.Door?.Dispose();
        watch.Dispose();
        foreach (var host in hosts.Values) host.Dispose();
        workshop.Dispose();
        threads.Dispose();
        return ValueTask.CompletedTask;
    }

    private LinuxHost Find(string id) => hosts.TryGetValue(id, out var host) ? host : throw new HostException($"Host {id} does not run");

    private HostImage ImageOf(string name) => name == HostImage.Default ? new HostImage(name, layer.Root, true) : images.Find(name);

    private void TakeOver()
    {
        foreach (var path in Directory.EnumerateFiles(places.Cards).ToList())
        {
            var id = Path.GetFileName(path);
            if (id.EndsWith(HostCard.Unfinished, StringComparison.Ordinal) || HostCard.Read(path) is not { } card || Seize(card) is not { } process)
            {
                File.Delete(path);
                continue;
            }
            if (!card.Booted)
            {
                // Nobody can tell it to boot any more.
                ProcessCalls.Signal(process, ProcessCalls.Kill);
                process.Dispose();
                File.Delete(path);
                continue;
            }
            var host = new LinuxHost(id, card.Pid, process, null);
            Keep(host);
            OpenDoor(host);
        }
        foreach (var id in cgroups.Hosts.Where(id => !hosts.ContainsKey(id))) cgroups.RemoveAsync(id).GetAwaiter().GetResult();
        if (hosts.IsEmpty) layer.RemoveOthers(places);
    }

    /// <summary>A handle of the process that the card is of; null: it is no more. Asked again with the handle in hand, since the number may have been used again meanwhile.</summary>
    private static Microsoft.Win32.SafeHandles.SafeFileHandle? Seize(HostCard card)
    {
        try
        {
            var process = ProcessCalls.Open(card.Pid);
            if (HostCard.Of(card.Pid, card.Booted) == card) return process;
            process.Dispose();
            return null;
        }
        catch (KernelException)
        {
            return null;
        }
    }

    private void WriteCard(LinuxHost host, bool isBooted) =>
        (HostCard.Of(host.Pid, isBooted) ?? throw new HostException($"Host {host.Id} ended at once: {Console(host.Id).Trim()}")).Write(places.CardOf(host.Id));

    private void Keep(LinuxHost host)
    {
        hosts[host.Id] = host;
        watch.When(host.Process, () => _ = TakeEndAsync(host));
    }

    private void OpenDoor(LinuxHost host)
    {
        var console = new HostLayer(places.LayerOf(host.Id), ids).Console;
        host.Door = SshDoor.Open(threads, host.Process, host.Id, connection => sessions.Answer(host, console, connection));
    }

    private async Task TakeEndAsync(LinuxHost host)
    {
        host.Door?.Dispose();
        Exception? failure = null;
        try
        {
            await cgroups.RemoveAsync(host.Id);
        }
        catch (Exception e)
        {
            failure = e;
        }
        File.Delete(places.CardOf(host.Id));
        hosts.TryRemove(host.Id, out _);
        host.Dispose();
        host.HasGone(failure);
        if (!host.IsStopping) Ended?.Invoke(host.Id);
    }
}
