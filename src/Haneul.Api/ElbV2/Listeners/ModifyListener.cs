using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Changes a listener; what is not named stays. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html</summary>
public sealed record ModifyListener : Command<ModifyListener.Result>
{
    public required string ListenerArn { get; init; }

    public int? Port { get; init; }

    public string? Protocol { get; init; }

    public string? SslPolicy { get; init; }

    public IReadOnlyList<CertificateMember> Certificates { get; init; } = [];

    public IReadOnlyList<ActionMember> DefaultActions { get; init; } = [];

    public IReadOnlyList<string> AlpnPolicy { get; init; } = [];

    public MutualTlsMember? MutualAuthentication { get; init; }

    public sealed record Result(IReadOnlyList<ListenerView> Listeners);

    public override Result Apply(Draft draft)
    {
        var listener = draft.Listener(ListenerArn);
        var balancer = draft.Get(listener.BalancerId);
        if (balancer.Type == BalancerType.Gateway && (Protocol is not null || Port is not null)) throw BalancerFaults.Configuration("A protocol or port cannot be specified for a listener of a Gateway Load Balancer");
        if (AlpnPolicy.Count > 1) throw BalancerFaults.Validation("One ALPN policy can be specified");
        var changed = listener with
        {
            Port = Port ?? listener.Port,
            Protocol = Protocol is { } word ? BalancerWords.Protocol(word) : listener.Protocol,
            SslPolicy = SslPolicy ?? listener.SslPolicy,
            CertificateArns = CertificateMember.ReadOne(Certificates) is [var first] ? [first, .. listener.CertificateArns.Skip(1).Where(c => c != first)] : listener.CertificateArns,
            DefaultActions = DefaultActions.Count > 0 ? ActionMember.Read(draft, DefaultActions, listener.DefaultActions) : listener.DefaultActions,
            AlpnPolicy = AlpnPolicy.FirstOrDefault() ?? listener.AlpnPolicy,
            MutualTls = MutualAuthentication is { } mutual ? mutual.Read() : listener.MutualTls,
        };
        return new Result([ListenerView.Of(draft, Model.Listeners.Put(draft, balancer, WithoutTls(changed)))]);
    }

    /// <summary>What was for TLS goes with it, unless it was named now.</summary>
    private Listener WithoutTls(Listener listener)
    {
        if (!Model.Listeners.IsSecure(listener.Protocol)) listener = listener with { SslPolicy = SslPolicy, CertificateArns = [.. CertificateMember.ReadOne(Certificates)] };
        if (listener.Protocol != BalancerProtocol.Tls) listener = listener with { AlpnPolicy = AlpnPolicy.FirstOrDefault() };
        if (listener.Protocol != BalancerProtocol.Https) listener = listener with { MutualTls = MutualAuthentication?.Read() };
        var list = ListenerSettings.Of(listener).List;
        return listener with { Attributes = listener.Attributes.RemoveRange(listener.Attributes.Keys.Where(k => list.Find(k) is null)) };
    }
}
