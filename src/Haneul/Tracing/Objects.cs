using System.Diagnostics.CodeAnalysis;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Tracing;

/// <summary>Finds things by id in all accounts and regions, and tells what people call them.</summary>
internal sealed class Objects(World world)
{
    private readonly List<Scope> scopes = [.. world.Places.Select(world.At)];

    public bool TryFind<T>(string id, [MaybeNullWhen(false)] out T row) where T : IResource<T>
    {
        foreach (var scope in scopes)
        {
            if (scope.TryFind(new Id<T>(id), out row)) return true;
        }
        row = default;
        return false;
    }

    public string? NameOf(string id) => scopes.Select(s => s.NameOf(id)).FirstOrDefault(n => !string.IsNullOrEmpty(n));

    public ObjectReport Report(ObjectRef of)
    {
        var name = of.Kind switch
        {
            ObjectKind.SecurityGroup => NameOf(of.Id) ?? (TryFind<SecurityGroup>(of.Id, out var group) ? group.Name : null),
            ObjectKind.LoadBalancer => TryFind<LoadBalancer>(of.Id, out var balancer) ? balancer.Name : null,
            ObjectKind.TargetGroup => TryFind<TargetGroup>(of.Id, out var pool) ? pool.Name : null,
            ObjectKind.Listener => TryFind<Listener>(of.Id, out var listener) ? $"{listener.Protocol.ToString().ToUpperInvariant()} {listener.Port}" : null,
            ObjectKind.ListenerRule => TryFind<ListenerRule>(of.Id, out var rule) ? $"{rule.Priority}" : null,
            ObjectKind.Zone or ObjectKind.OutsideHost or ObjectKind.Home or ObjectKind.Internet or ObjectKind.Service or ObjectKind.Unknown => null,
            _ => NameOf(of.Id),
        };
        return new ObjectReport(of.Kind, of.Id, name, of.Kind == ObjectKind.NetworkInterface ? OwnerOf(of.Id) : null);
    }

    private ObjectReport? OwnerOf(string id)
    {
        if (!TryFind<NetworkInterface>(id, out var face)) return null;
        if (face.Attachment?.InstanceId is { } instance) return Report(new ObjectRef(ObjectKind.Instance, instance.Value));
        var nat = scopes.SelectMany(s => s.All<NatGateway>()).FirstOrDefault(g => g.Addresses.Any(a => a.InterfaceId.Value == id));
        if (scopes.SelectMany(s => s.All<LoadBalancer>().Marked(id)).FirstOrDefault() is { } balancer) return Report(new ObjectRef(ObjectKind.LoadBalancer, balancer.Id.Value));
        return nat is null ? null : Report(new ObjectRef(ObjectKind.NatGateway, nat.Id.Value));
    }
}
