using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Outside;

/// <summary>Changes the outside of the running daemon. Each answer is what was made or is left.</summary>
internal sealed class OutsideDesk(Ledger ledger)
{
    public OutsideReport List() => OutsideReport.Of(ledger.Current);

    public Task<OutsideHostReport> AddAsync(AddHostRequest request, CancellationToken cancel)
    {
        var name = Given(request.Name, "name");
        Ip? address = request.Address is { } text ? Address(text, "address") : null;
        return TakeAsync(d => OutsideHostReport.Of(d, OutsideNetwork.AddHost(d, name, address, request.Home, request.Serves ?? [])), cancel);
    }

    public Task<HomeReport> AddHomeAsync(AddHomeRequest request, CancellationToken cancel)
    {
        var name = Given(request.Name, "name");
        var text = Given(request.Block, "block");
        if (!Cidr.TryParse(text, out var block, out var hadHostBits) || block.IsV6 || hadHostBits) throw Fault.Invalid("block", text, "Write a block such as 192.168.1.0/24");
        Ip? address = request.PublicAddress is { } own ? Address(own, "public") : null;
        return TakeAsync(d => HomeReport.Of(OutsideNetwork.AddHome(d, name, block, address)), cancel);
    }

    public Task<OutsideReport> RemoveAsync(RemoveRequest request, CancellationToken cancel)
    {
        var name = Given(request.Name, "name");
        return TakeAsync(d =>
        {
            OutsideNetwork.Remove(d, name);
            return OutsideReport.Of(d.World);
        }, cancel);
    }

    public Task<HomeReport> ForwardAsync(ForwardRequest request, CancellationToken cancel)
    {
        var (home, protocol, port, host) = (Given(request.Home, "home"), Protocol(request), Given(request.Port, "port"), Given(request.Host, "host"));
        return TakeAsync(d => HomeReport.Of(OutsideNetwork.Forward(d, home, protocol, port, host, request.HostPort ?? port)), cancel);
    }

    public Task<HomeReport> UnforwardAsync(ForwardRequest request, CancellationToken cancel)
    {
        var (home, protocol, port) = (Given(request.Home, "home"), Protocol(request), Given(request.Port, "port"));
        return TakeAsync(d => HomeReport.Of(OutsideNetwork.Unforward(d, home, protocol, port)), cancel);
    }

    public Task<MachineReport> ExposeAsync(ExposeRequest request, bool isExposed, CancellationToken cancel)
    {
        var port = Given(request.Port, "port");
        return TakeAsync(d =>
        {
            if (isExposed) OutsideNetwork.Expose(d, port);
            else OutsideNetwork.Unexpose(d, port);
            return MachineReport.Of(d);
        }, cancel);
    }

    private Task<T> TakeAsync<T>(Func<Draft, T> step, CancellationToken cancel) => ledger.TakeAsync(Place.Between, step, cancel);

    private static int Protocol(ForwardRequest request) =>
        Protocols.TryParse(request.Protocol ?? "tcp", out var protocol) ? protocol : throw Fault.Invalid("protocol", request.Protocol, "A router forwards tcp or udp");

    private static Ip Address(string text, string field) => Ip.TryParse(text, out var ip) ? ip : throw Fault.Invalid(field, text, "Write an address such as 60.1.1.1");

    private static string Given(string? value, string field) => string.IsNullOrEmpty(value) ? throw Fault.Missing(field) : value;

    private static int Given(int? value, string field) => value ?? throw Fault.Missing(field);
}
