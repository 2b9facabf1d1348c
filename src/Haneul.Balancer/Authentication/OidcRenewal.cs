using System.Buffers;

namespace Haneul.Balancer;

/// <summary>A request whose session needs another access token: it is kept until the provider has given one, and then goes on where it stood.</summary>
internal sealed class OidcRenewal(ServedGate gate, OidcVerdict.Renew asked) : Errand
{
    // What the client's window lets it send while it is not asked for more: 64 KB on a stream of HTTP/2, a buffer of HTTP/1.1.
    private readonly ArrayBufferWriter<byte> _request = new();
    private bool _isWhole;

    public override void Begin(Exchange exchange, ReadOnlySpan<byte> bytes, bool isWhole)
    {
        _request.Write(bytes);
        _isWhole = isWhole;
        var outreach = exchange.Worker.Errands.Outreach;
        Run(exchange, ended => gate.RenewAsync(outreach, asked, ended), found => GoOn(exchange, found));
    }

    public override void Take(ReadOnlySpan<byte> bytes, bool ends)
    {
        _request.Write(bytes);
        _isWhole |= ends;
    }

    private void GoOn(Exchange exchange, OidcFinding? found)
    {
        var worker = exchange.Worker;
        var verdict = gate.Gate.Renewed(asked, found ?? new OidcFinding(500), worker.Oidc, worker.Loop.Wall);
        if (verdict is OidcVerdict.Answer answer)
        {
            exchange.Admission = Admission.Of(answer);
            Fail(exchange, answer.Status, answer.Reason);
            return;
        }
        exchange.EndErrand();
        exchange.Admission = verdict is OidcVerdict.Pass pass ? Admission.Of(pass) : new Admission { IsOver = true };
        exchange.Front?.Resume(_request.WrittenSpan, _isWhole);
    }
}
