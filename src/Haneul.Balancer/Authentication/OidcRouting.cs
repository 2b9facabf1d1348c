using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>Where authentication meets the request path: what a gate makes of a request becomes its admission, an answer, or an errand.</summary>
internal static class OidcRouting
{
    /// <summary>A client that comes back from a provider; no rule is asked.</summary>
    public static bool IsReturn(RequestHead head, ServedListener listener) => listener.Gates.Length > 0 && head.Path.SequenceEqual("/oauth2/idpresponse"u8);

    public static Routing.Decision Return(Worker worker, RequestHead head, Exchange exchange, ServedListener listener, Ip client)
    {
        var verdict = OidcGate.Returned([.. listener.Gates.Select(g => g.Gate)], listener.BalancerArn, new RequestView(head, client), worker.Oidc, worker.Loop.Wall, out var gate);
        return verdict is OidcVerdict.Ask asked && listener.Gates.FirstOrDefault(g => g.Gate == gate) is { } served
            ? new Routing.Decision { Errand = new OidcLogin(served, asked) }
            : Answer(exchange, verdict as OidcVerdict.Answer ?? new OidcVerdict.Answer(401));
    }

    /// <summary>True where the rule's next action has its turn.</summary>
    public static bool Admits(Worker worker, RequestHead head, Exchange exchange, ServedGate gate, Ip client, out Routing.Decision instead)
    {
        instead = default;
        if (exchange.Admission is { Passes: true }) return true;
        switch (gate.Gate.Judge(new RequestView(head, client), worker.Oidc, worker.Loop.Wall, exchange.Admission is { IsOver: true }))
        {
            case OidcVerdict.Pass pass:
                exchange.Admission = Admission.Of(pass);
                return true;
            case OidcVerdict.Renew renew:
                instead = new Routing.Decision { Errand = new OidcRenewal(gate, renew) };
                return false;
            case OidcVerdict.Answer answer:
                instead = Answer(exchange, answer);
                return false;
            default:
                throw new InvalidOperationException("a gate has no further verdicts");
        }
    }

    private static Routing.Decision Answer(Exchange exchange, OidcVerdict.Answer answer)
    {
        exchange.Admission = Admission.Of(answer);
        exchange.Record.Reason = answer.Reason;
        return new Routing.Decision { Status = answer.Status };
    }
}
