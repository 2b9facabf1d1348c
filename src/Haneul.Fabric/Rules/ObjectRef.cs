namespace Haneul.Fabric;

/// <summary>The kinds of object that a packet meets or that decide about it, in the words of their owners.</summary>
public enum ObjectKind
{
    NetworkInterface,
    Instance,
    Subnet,
    Vpc,
    SecurityGroup,
    NetworkAcl,
    RouteTable,
    InternetGateway,
    EgressOnlyInternetGateway,
    NatGateway,
    VpcPeering,
    VpnGateway,
    VpcEndpoint,
    LoadBalancer,
    Listener,
    ListenerRule,
    TargetGroup,
    ElasticAddress,
    Zone,
    OutsideHost,
    Home,
    Internet,
    Service,
    Unknown,
}

/// <summary>Names one object: its kind and its id (<c>eni-…</c>; a host outside by name; the internet by <c>internet</c>).</summary>
public readonly record struct ObjectRef(ObjectKind Kind, string Id)
{
    public static ObjectRef Internet { get; } = new(ObjectKind.Internet, "internet");

    public override string ToString() => Id;
}
