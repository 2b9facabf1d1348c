using Haneul.Commands;
using Haneul.Tracing;

namespace Haneul.Demo;

/// <summary>A question of the demonstration, with the answer that the network was built to give.</summary>
/// <param name="From">Whose packet, as shown.</param>
/// <param name="To">Where to, as shown.</param>
/// <param name="Expected">It should get there.</param>
/// <param name="Why">What decides, in a few words.</param>
/// <param name="Code">An explanation that must be among the blockers; null where it should get there.</param>
internal sealed record DemoQuestion(string From, string To, int Port, bool Expected, string Why, string? Code = null)
{
    public static IReadOnlyList<DemoQuestion> All { get; } =
    [
        new("laptop", "bastion", 22, true, "its group lets ssh in from this home"),
        new("laptop", "app-a", 22, false, "it has no public address", Fabric.ExplanationCode.NoPublicAddressForIngress),
        new("bastion", "app-a", 22, true, "the group of app-a names the bastion's group"),
        new("app-a", "internet", 443, true, "by the NAT gateway, then the internet gateway: rewritten twice"),
        new("internet", "data-a", WebService.DataPort, false, "a data subnet has no door to the internet", Fabric.ExplanationCode.NoPublicAddressForIngress),
        new("data-a", "internet", 443, false, "three of the four conditions for internet access are missing", Fabric.ExplanationCode.NoRouteToDestination),
    ];

    /// <summary>Asks the daemon; instances are named by id, so that others of the same name do not matter.</summary>
    public async Task<DemoAnswer> AskAsync(string endpoint, WebService service, CancellationToken cancel)
    {
        var request = new TraceRequest { From = service.EndOf(From), To = service.EndOf(To), Port = Port, Region = WebService.Region, Account = service.Account };
        var report = await TraceCommand.AskAsync(endpoint, request, cancel);
        var agrees = report.Reachable == Expected && (Code is null || report.Blockers.Any(b => b.Code == Code));
        return new DemoAnswer(From, $"{To}:{Port}", Expected, Why, report.Reachable, agrees, report);
    }
}

/// <summary>The answer, and whether it agrees with what was expected.</summary>
internal sealed record DemoAnswer(string From, string To, bool Expected, string Why, bool Reachable, bool Agrees, TraceReport Trace)
{
    /// <summary>What the network itself did, where it carries packets.</summary>
    public DemoProof? Proof { get; init; }

    public DemoAnswer With(DemoProof proof) => this with { Proof = proof, Agrees = Agrees && proof.Agrees };
}
