using System.Collections.Immutable;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Connects a VPN gateway with the customer's router, by two tunnels. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConnection.html</summary>
public sealed record CreateVpnConnection : Command<CreateVpnConnection.Result>
{
    public required Id<CustomerGateway> CustomerGatewayId { get; init; }

    public required string Type { get; init; }

    public Id<VpnGateway>? VpnGatewayId { get; init; }

    public string? TransitGatewayId { get; init; }

    public VpnConnectionOptionsSpecification Options { get; init; } = new();

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(VpnConnectionView VpnConnection);

    public override Result Apply(Draft draft)
    {
        VpnTypes.Require(Type);
        if (TransitGatewayId is { Length: > 0 } transit) throw new Fault("InvalidTransitGatewayID.NotFound", $"The transitGateway ID '{transit}' does not exist");
        var gateway = draft.Get(VpnGatewayId ?? throw Fault.Missing("vpnGatewayId"));
        var customer = draft.Get(CustomerGatewayId);
        if (gateway.State != "available") throw Fault.State($"The vpnGateway {gateway.Id} is {gateway.State}");
        if (customer.State != "available") throw Fault.State($"The customerGateway {customer.Id} is {customer.State}");
        Options.Check();
        var living = draft.All<VpnConnection>().Where(c => c.IsLiving).ToList();
        draft.Admit(Quotas.VpnConnections, living.Count);
        draft.Admit(Quotas.VpnConnectionsPerGateway, living.Count(c => c.VpnGatewayId == gateway.Id));
        var connection = draft.Put(new VpnConnection
        {
            Id = draft.NewId<VpnConnection>(),
            CustomerGatewayId = customer.Id,
            VpnGatewayId = gateway.Id,
            State = "pending",
            StaticRoutesOnly = Options.StaticRoutesOnly,
            LocalIpv4NetworkCidr = Options.LocalIpv4NetworkCidr ?? Cidr.AnyV4,
            RemoteIpv4NetworkCidr = Options.RemoteIpv4NetworkCidr ?? Cidr.AnyV4,
            Tunnels = MakeTunnels(draft),
            CreateTime = draft.Now,
        });
        draft.TagNew(connection.Id, TagSpecifications);
        return new Result(VpnConnectionView.Of(draft, connection));
    }

    private ImmutableArray<VpnTunnel> MakeTunnels(Draft draft)
    {
        var taken = Options.TunnelOptions.Select(t => t.TunnelInsideCidr).OfType<Cidr>().ToList();
        var tunnels = new List<VpnTunnel>();
        for (var i = 0; i < 2; i++)
        {
            var asked = Options.TunnelOptions.ElementAtOrDefault(i) ?? new TunnelOptionsSpecification();
            tunnels.Add(VpnConnections.MakeTunnel(draft, asked.ReadInside(), asked.ReadKey(), asked.ReadSettings(new TunnelSettings()), taken));
            taken.Add(tunnels[i].InsideCidr);
        }
        return [.. tunnels.OrderBy(t => t.OutsideAddress)];
    }
}
