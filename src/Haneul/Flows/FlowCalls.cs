using Haneul.Model;
using Haneul.Packets;

namespace Haneul.Flows;

/// <summary>Haneul's own calls about flows. In model mode each says that nothing runs.</summary>
internal sealed class FlowCalls(PacketPlane? packets)
{
    /// <summary>The answer, or null where the call is none of these.</summary>
    public async Task<object?> AnswerAsync(string method, string path, Func<string, string?> query, CancellationToken cancel) => (method, path) switch
    {
        ("POST", "/flows/flush") => new { records = await FlushAsync(cancel) },
        ("GET", "/flows") => await new FlowDesk(Running).ListAsync(query, cancel),
        ("GET", "/flows/top") => await new FlowDesk(Running).TopAsync(query, cancel),
        ("GET", "/watch") => await Running.Watch.OpenAsync(query("filter"), cancel),
        _ => null,
    };

    private PacketPlane Running => packets ?? throw new Fault("NothingRuns", "This Haneul runs in model mode: packets are computed, so no flow is seen. 'haneul doctor' tells what is missing.");

    /// <summary>Ends the windows of all flow logs now.</summary>
    private Task<int> FlushAsync(CancellationToken cancel) => Running.Flows.ReadNowAsync(endsWindows: true, cancel);
}
