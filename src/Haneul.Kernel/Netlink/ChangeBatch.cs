using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// Carries out a list of changes in one namespace: many to a message to the kernel, which goes on after one that it refuses. Where a change needs the number of a device that an earlier one makes, what was collected is sent first.
/// </summary>
internal sealed class ChangeBatch(OpenNamespace target, NamespaceEntry entry, NamespacePins pins, NetlinkWriter writer, IReadOnlyList<KernelChange> changes)
{
    /// <summary>So many refusals fit into a socket that nobody widened.</summary>
    private const int MostMessages = 128;

    private const int MostBytes = 64 * 1024;

    /// <summary>Devices that are about to be removed; groups of plans are smaller.</summary>
    private const uint Leaving = 0x8000_00bb;

    private const string Loopback = "lo";

    private readonly Dictionary<int, (int Errno, string Words)> refused = [];

    /// <summary>For each message that was not sent yet: which change it belongs to, and an error number that is no failure.</summary>
    private readonly List<(int Change, int Tolerated)> owners = [];

    /// <summary>Devices that messages not sent yet make.</summary>
    private readonly HashSet<string> unsettled = new(StringComparer.Ordinal);

    /// <summary>A message not sent yet removes a device, and with it perhaps another one.</summary>
    private bool removing;

    private readonly Dictionary<string, SafeFileHandle> files = new(StringComparer.Ordinal);

    public IReadOnlyList<KernelFailure> Run()
    {
        writer.Clear();
        try
        {
            for (var i = 0; i < changes.Count;)
            {
                var run = changes[i] switch
                {
                    KernelChange.Set => WriteSettings(i),
                    KernelChange.RemoveLink => RemoveLinks(i),
                    var change => Write(i, change),
                };
                i += run;
                if (writer.Count >= MostMessages || writer.Length >= MostBytes) Send();
            }
            Send();
        }
        finally
        {
            foreach (var file in files.Values) file.Dispose();
        }
        return [.. refused.OrderBy(r => r.Key).Select(r => new KernelFailure(changes[r.Key], r.Value.Errno, r.Value.Words))];
    }

    private int Write(int i, KernelChange change)
    {
        switch (change)
        {
            case KernelChange.AddCable cable:
                AddCable(i, cable);
                break;
            case KernelChange.AddBridge bridge:
                LinkMessages.AddBridge(writer, bridge.Device, BridgeMac(target.Name, bridge.Device));
                Owned(i);
                // What stands there instead is not to be touched.
                Send();
                if (!refused.ContainsKey(i)) BringUp(i, bridge.Device);
                break;
            case KernelChange.SetUp { Up: true } up:
                BringUp(i, up.Device);
                break;
            case KernelChange.SetUp down:
                LinkMessages.SetUp(writer, down.Device, false);
                Owned(i);
                break;
            case KernelChange.SetGroup group:
                LinkMessages.SetGroup(writer, group.Device, group.Group);
                Owned(i);
                break;
            case KernelChange.SetBridge bridge when IndexOf(i, bridge.Bridge) is var index and not 0:
                LinkMessages.SetBridge(writer, bridge.Device, index);
                Owned(i);
                break;
            case KernelChange.AddPolicy policy:
                RouteMessages.Policy(writer, policy.Policy, true);
                Owned(i);
                break;
            case KernelChange.RemovePolicy policy:
                RouteMessages.Policy(writer, policy.Policy, false);
                Owned(i);
                break;
            default:
                WriteOnDevice(i, change);
                break;
        }
        return 1;
    }

    /// <summary>What speaks of a device by its number; a refusal where there is none was noted by then.</summary>
    private void WriteOnDevice(int i, KernelChange change)
    {
        var (device, write) = change switch
        {
            KernelChange.Add { Address: var a } => (a.Device, (Action<int>)(index => RouteMessages.Address(writer, a, index, true))),
            KernelChange.Remove { Address: var a } => (a.Device, index => RouteMessages.Address(writer, a, index, false)),
            KernelChange.AddRoute { Route: var r } => (r.Device, index => RouteMessages.Route(writer, r, index, true)),
            KernelChange.RemoveRoute { Route: var r } => (r.Device, index => RouteMessages.Route(writer, r, index, false)),
            KernelChange.AddNeighbour { Neighbour: var n } => (n.Device, index => RouteMessages.Neighbour(writer, n, index, true)),
            KernelChange.RemoveNeighbour { Neighbour: var n } => (n.Device, index => RouteMessages.Neighbour(writer, n, index, false)),
            KernelChange.SetBridge => (null, _ => { }),
            _ => throw new ArgumentException($"No change of the kernel is like {change}"),
        };
        if (change is KernelChange.SetBridge) return;
        var number = device is null ? 0 : IndexOf(i, device);
        if (device is not null && number == 0) return;
        write(number);
        Owned(i);
    }

    /// <summary>Without an address of its own a bridge borrows that of a port, and changes it when the port goes.</summary>
    internal static Mac BridgeMac(string name, string device) => PlanNames.MacOf($"bridge {name}/{device}");

    private void AddCable(int i, KernelChange.AddCable cable)
    {
        if (cable.Here.Namespace != target.Name) throw new ArgumentException($"A cable is made where its first end is: {cable.Here.Namespace}, not {target.Name}");
        try
        {
            LinkMessages.AddCable(writer, cable, FileOf(cable.Peer.Namespace));
        }
        catch (KernelException missing)
        {
            refused[i] = (missing.Errno, missing.Message);
            return;
        }
        Owned(i);
        unsettled.Add(cable.Here.Device);
        if (cable.Peer.Namespace == target.Name) unsettled.Add(cable.Peer.Device);
    }

    /// <summary>First the word that it shall invent no address; a device without IPv6 refuses that, and needs it not.</summary>
    private void BringUp(int i, string device)
    {
        LinkMessages.InventNoAddress(writer, device);
        Owned(i, Errno.FamilyNotSupported);
        LinkMessages.SetUp(writer, device, true);
        Owned(i);
    }

    /// <summary>Removes a run of devices together: each by itself would wait until no packet is under way anywhere.</summary>
    private int RemoveLinks(int from)
    {
        var run = 1;
        while (from + run < changes.Count && changes[from + run] is KernelChange.RemoveLink) run++;
        var leaving = Enumerable.Range(from, run).Where(i => DeviceAt(i) != Loopback).ToList();
        if (leaving.Count < run || run == 1)
        {
            RemoveEach(Enumerable.Range(from, run));
            return run;
        }
        Send();
        foreach (var i in leaving)
        {
            LinkMessages.SetGroup(writer, DeviceAt(i), Leaving);
            Owned(i);
            if (writer.Count >= MostMessages) Send();
        }
        Send();
        leaving.RemoveAll(refused.ContainsKey);
        if (leaving.Count == 0) return run;
        LinkMessages.RemoveGroup(writer, Leaving);
        Owned(leaving[^1]);
        Send();
        // One that nobody may remove stands in the way of all.
        if (refused.Remove(leaving[^1])) RemoveEach(leaving);
        return run;
    }

    private void RemoveEach(IEnumerable<int> which)
    {
        foreach (var i in which)
        {
            LinkMessages.Remove(writer, DeviceAt(i));
            Owned(i);
            removing = true;
            if (writer.Count >= MostMessages) Send();
        }
    }

    private string DeviceAt(int i) => ((KernelChange.RemoveLink)changes[i]).Device;

    /// <summary>Writes a run of settings in one visit: /proc/sys/net shows the namespace of the thread that looks.</summary>
    private int WriteSettings(int from)
    {
        Send();
        var run = changes.Skip(from).TakeWhile(c => c is KernelChange.Set).Cast<KernelChange.Set>().Select(c => c.Setting).ToList();
        var errors = entry.In(target.Name, () => run.ConvertAll(WriteSetting));
        for (var i = 0; i < run.Count; i++)
        {
            if (errors[i] != 0) refused[from + i] = (errors[i], "");
        }
        return run.Count;
    }

    private static int WriteSetting(Setting setting)
    {
        if (setting.Path.StartsWith('/') || setting.Path.Contains("..", StringComparison.Ordinal)) throw new ArgumentException($"'{setting.Path}' is no setting of a network namespace");
        using var file = FileCalls.Open($"/proc/sys/net/{setting.Path}", FileCalls.WriteOnly | FileCalls.CloseOnExec);
        if (file.IsInvalid) return Errno.Last;
        var value = Encoding.ASCII.GetBytes(setting.Value);
        return FileCalls.Write(file, value, value.Length) < 0 ? Errno.Last : 0;
    }

    private SafeFileHandle FileOf(string name)
    {
        if (name.Length == 0) return entry.Home;
        if (!files.TryGetValue(name, out var file)) files[name] = file = pins.Open(name);
        return file;
    }

    private int IndexOf(int i, string device)
    {
        if (removing || unsettled.Contains(device)) Send();
        var index = target.Route.IndexOf(device);
        if (index == 0) refused[i] = (Errno.NoSuchDevice, $"there is no device {device}");
        return index;
    }

    private void Owned(int change, int tolerated = 0) => owners.Add((change, tolerated));

    private void Send()
    {
        if (writer.Count == 0) return;
        var first = writer.Sequence - (uint)writer.Count + 1;
        target.Route.Carry(writer, (sequence, errno, words) =>
        {
            var (change, tolerated) = owners[(int)(sequence - first)];
            if (errno != tolerated) refused.TryAdd(change, (errno, words));
        });
        owners.Clear();
        unsettled.Clear();
        removing = false;
    }
}
