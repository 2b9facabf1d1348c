namespace Haneul.Balancer;

/// <summary>A client came back from its provider with a code: the provider is asked whose it is, and the client is sent to where it wanted to go.</summary>
internal sealed class OidcLogin(ServedGate gate, OidcVerdict.Ask asked) : Errand
{
    public override void Begin(Exchange exchange, ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var outreach = exchange.Worker.Errands.Outreach;
        Run(exchange, ended => gate.AskAsync(outreach, asked, ended), found => Answer(exchange, found));
    }

    /// <summary>Providers send clients back without a body; one that is sent all the same is of no use.</summary>
    public override void Take(ReadOnlySpan<byte> bytes, bool ends)
    {
    }

    private void Answer(Exchange exchange, OidcFinding? found)
    {
        var worker = exchange.Worker;
        var answer = gate.Gate.Finish(asked, found ?? new OidcFinding(500, Reason: "AuthUnhandledException"), worker.Oidc, worker.Loop.Wall);
        exchange.Admission = Admission.Of(answer);
        Fail(exchange, answer.Status, answer.Reason);
    }
}
