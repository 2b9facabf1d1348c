using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Makes a listener. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html</summary>
public sealed record CreateListener : Command<CreateListener.Result>
{
    public required string LoadBalancerArn { get; init; }

    public string? Protocol { get; init; }

    public int? Port { get; init; }

    public string? SslPolicy { get; init; }

    public IReadOnlyList<CertificateMember> Certificates { get; init; } = [];

    public required IReadOnlyList<ActionMember> DefaultActions { get; init; }

    public IReadOnlyList<string> AlpnPolicy { get; init; } = [];

    public IReadOnlyList<ElbTag> Tags { get; init; } = [];

    public MutualTlsMember? MutualAuthentication { get; init; }

    public sealed record Result(IReadOnlyList<ListenerView> Listeners);

    public override Result Apply(Draft draft)
    {
        var balancer = draft.Balancer(LoadBalancerArn);
        var isGateway = balancer.Type == BalancerType.Gateway;
        if (isGateway && (Protocol is not null || Port is not null)) throw BalancerFaults.Configuration("A protocol or port cannot be specified for a listener of a Gateway Load Balancer");
        if (AlpnPolicy.Count > 1) throw BalancerFaults.Validation("One ALPN policy can be specified");
        var listener = Model.Listeners.Make(draft, balancer, new Listener
        {
            Id = Model.Listeners.NewId(draft, balancer),
            BalancerId = balancer.Id,
            Protocol = isGateway ? BalancerProtocol.Geneve : BalancerWords.Protocol(Protocol ?? throw BalancerFaults.Validation("A listener protocol must be specified")),
            Port = isGateway ? 0 : Port ?? throw BalancerFaults.Validation("A listener port must be specified"),
            DefaultActions = ActionMember.Read(draft, DefaultActions, []),
            SslPolicy = SslPolicy,
            CertificateArns = [.. CertificateMember.ReadOne(Certificates)],
            AlpnPolicy = AlpnPolicy.FirstOrDefault(),
            MutualTls = MutualAuthentication?.Read(),
            Tags = ElbTag.New(Tags),
        });
        return new Result([ListenerView.Of(draft, listener)]);
    }
}
