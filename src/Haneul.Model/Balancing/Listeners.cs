using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Making, changing and removing listeners. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html</summary>
public static class Listeners
{
    /// <summary>AWS's choice where none is named: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html</summary>
    public const string DefaultPolicy = "ELBSecurityPolicy-2016-08";

    private static readonly ImmutableArray<string> AlpnPolicies = ["HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"];

    /// <summary>A fresh id below a balancer.</summary>
    public static Id<Listener> NewId(Draft draft, LoadBalancer balancer) => new($"listener/{balancer.Id.Value["loadbalancer/".Length..]}/{draft.Hex(16)}");

    /// <summary>Puts a listener that is new; one that is there on the same port with the same settings is answered instead.</summary>
    public static Listener Make(Draft draft, LoadBalancer balancer, Listener wanted)
    {
        var others = draft.All<Listener>().Marked(balancer.Id.Value).Where(l => l.BalancerId == balancer.Id).ToList();
        if (others.FirstOrDefault(l => l.Port == wanted.Port) is { } other && IsSame(other, Completed(wanted))) return other;
        var quota = balancer.Type == BalancerType.Application ? BalancerQuotas.ListenersPerApplicationBalancer : BalancerQuotas.ListenersPerNetworkBalancer;
        if (balancer.Type == BalancerType.Gateway && others.Count > 0) throw new Fault("DuplicateListener", "A Gateway Load Balancer has one listener");
        draft.Admit(quota, others.Count);
        return Put(draft, balancer, wanted);
    }

    /// <summary>Checks all of a listener and puts it.</summary>
    public static Listener Put(Draft draft, LoadBalancer balancer, Listener wanted)
    {
        var listener = Completed(wanted);
        CheckProtocol(balancer, listener);
        if (draft.All<Listener>().Marked(balancer.Id.Value).Any(l => l.BalancerId == balancer.Id && l.Port == listener.Port && l.Id != listener.Id))
        {
            throw new Fault("DuplicateListener", $"A listener already exists on this port for this load balancer: {listener.Port}");
        }
        CheckTls(draft, listener);
        CheckMutualTls(draft, listener);
        RuleActions.Check(draft, balancer, listener, listener.DefaultActions);
        return draft.Put(listener);
    }

    /// <summary>Removes a listener with its rules.</summary>
    public static void Remove(Draft draft, Listener listener)
    {
        foreach (var rule in draft.All<ListenerRule>().Marked(listener.Id.Value).ToList()) draft.Remove(rule.Id);
        draft.Remove(listener.Id);
    }

    /// <summary>Adds certificates that are chosen by name.</summary>
    public static Listener AddCertificates(Draft draft, Listener listener, IReadOnlyList<string> arns)
    {
        if (!IsSecure(listener.Protocol)) throw BalancerFaults.Configuration($"Certificates cannot be added to a listener of protocol {BalancerWords.Of(listener.Protocol)}");
        foreach (var arn in arns) CheckCertificate(draft, arn);
        var balancer = draft.Get(listener.BalancerId);
        var quota = balancer.Type == BalancerType.Application ? BalancerQuotas.CertificatesPerApplicationBalancer : BalancerQuotas.CertificatesPerNetworkBalancer;
        var added = arns.Except(listener.CertificateArns, StringComparer.Ordinal).ToList();
        var have = draft.All<Listener>().Marked(balancer.Id.Value).Sum(l => Math.Max(0, l.CertificateArns.Length - 1));
        draft.Admit(quota, have, added.Count);
        return draft.Put(listener with { CertificateArns = listener.CertificateArns.AddRange(added) });
    }

    /// <summary>Takes certificates away; the default one can only be replaced.</summary>
    public static Listener RemoveCertificates(Draft draft, Listener listener, IReadOnlyList<string> arns)
    {
        if (listener.CertificateArns is [var first, ..] && arns.Contains(first)) throw BalancerFaults.NotPermitted($"Certificate '{first}' is the default certificate of the listener and cannot be removed");
        return draft.Put(listener with { CertificateArns = listener.CertificateArns.RemoveAll(arns.Contains) });
    }

    public static bool IsSecure(BalancerProtocol protocol) => protocol is BalancerProtocol.Https or BalancerProtocol.Tls;

    private static Listener Completed(Listener listener) => IsSecure(listener.Protocol)
        ? listener with { SslPolicy = listener.SslPolicy ?? DefaultPolicy, AlpnPolicy = listener.Protocol == BalancerProtocol.Tls ? listener.AlpnPolicy ?? "None" : listener.AlpnPolicy }
        : listener;

    private static bool IsSame(Listener there, Listener wanted) =>
        there.Protocol == wanted.Protocol && there.SslPolicy == wanted.SslPolicy && there.AlpnPolicy == wanted.AlpnPolicy && there.MutualTls == wanted.MutualTls
        && there.CertificateArns.Take(1).SequenceEqual(wanted.CertificateArns) && there.Tags.SequenceEqual(wanted.Tags) && RuleActions.AreSame(there.DefaultActions, wanted.DefaultActions);

    private static void CheckProtocol(LoadBalancer balancer, Listener listener)
    {
        var fits = balancer.Type switch
        {
            BalancerType.Application => listener.Protocol is BalancerProtocol.Http or BalancerProtocol.Https,
            BalancerType.Network => listener.Protocol is BalancerProtocol.Tcp or BalancerProtocol.Tls or BalancerProtocol.Udp or BalancerProtocol.TcpUdp,
            _ => listener.Protocol == BalancerProtocol.Geneve,
        };
        if (!fits) throw new Fault("UnsupportedProtocol", $"Protocol {BalancerWords.Of(listener.Protocol)} is not supported by load balancers of type '{BalancerWords.Of(balancer.Type)}'");
        if (balancer.Type != BalancerType.Gateway && listener.Port is < 1 or > 65_535) throw BalancerFaults.Validation($"Port {listener.Port} must be from 1 to 65535");
        if (balancer.AddressType != "ipv4" && listener.Protocol is BalancerProtocol.Udp or BalancerProtocol.TcpUdp)
        {
            throw BalancerFaults.Configuration("UDP and TCP_UDP listeners are not supported by dualstack load balancers");
        }
    }

    private static void CheckTls(Draft draft, Listener listener)
    {
        if (!IsSecure(listener.Protocol))
        {
            if (!listener.CertificateArns.IsEmpty) throw BalancerFaults.Configuration($"A certificate cannot be specified for {BalancerWords.Of(listener.Protocol)} listeners");
            if (listener.SslPolicy is not null) throw BalancerFaults.Configuration($"An SSL policy cannot be specified for {BalancerWords.Of(listener.Protocol)} listeners");
        }
        else
        {
            if (listener.CertificateArns.IsEmpty) throw BalancerFaults.Validation($"A certificate must be specified for {BalancerWords.Of(listener.Protocol)} listeners");
            foreach (var arn in listener.CertificateArns) CheckCertificate(draft, arn);
            if (SslPolicies.Find(listener.SslPolicy ?? "") is null) throw new Fault("SSLPolicyNotFound", $"SSL policy '{listener.SslPolicy}' not found");
        }
        if (listener.AlpnPolicy is not { } alpn) return;
        if (listener.Protocol != BalancerProtocol.Tls) throw BalancerFaults.Configuration("An ALPN policy can be specified for TLS listeners only");
        if (!AlpnPolicies.Contains(alpn)) throw new Fault("ALPNPolicyNotFound", $"ALPN policy '{alpn}' not found; there are {string.Join(", ", AlpnPolicies)}");
    }

    private static void CheckMutualTls(Draft draft, Listener listener)
    {
        if (listener.MutualTls is not { } mutual) return;
        if (listener.Protocol != BalancerProtocol.Https) throw BalancerFaults.Configuration("Mutual authentication can be specified for HTTPS listeners only");
        if (mutual.Mode == "verify" && mutual.TrustStoreArn is null) throw BalancerFaults.Validation("Mutual authentication in mode verify needs a trust store");
        if (mutual.Mode != "verify" && (mutual.TrustStoreArn is not null || mutual.IgnoresExpiry || mutual.AdvertisesNames)) throw BalancerFaults.Validation("A trust store and its settings can be specified in mode verify only");
        if (mutual.TrustStoreArn is { } arn && TrustStores.Find(draft, arn) is null) throw new Fault("TrustStoreNotFound", $"Trust store '{arn}' not found");
    }

    private static void CheckCertificate(Draft draft, string arn)
    {
        if (Certificates.Find(draft, arn) is null) throw new Fault("CertificateNotFound", $"Certificate ARN '{arn}' is not valid: Haneul knows the certificates that were imported to ACM in this account and region");
    }
}
