using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Tests.Model;

/// <summary>
/// Makes calls by chance for every action that there is: it reads the request's shape and fills it, mostly with ids and values that fit the world as it is, sometimes with nonsense.
/// A new action is called without a change here.
/// </summary>
internal sealed class RandomCalls(Random random)
{
    private const int DeepestRecord = 4;

    private readonly IReadOnlyList<(Service Service, Type Action)> actions =
        [.. Service.All.Where(s => s.Dialect is Dialect.Ec2Query or Dialect.AwsQuery).SelectMany(s => Actions.Of(s).Select(a => (s, a)))];

    /// <summary>The call wanted the id of something that is not there; another call is better.</summary>
    private bool lacks;

    private Scope scope = World.Empty.At(Place.Between);

    /// <summary>A call that fits this world, more or less.</summary>
    public (Service Service, string Action, (string Name, string Value)[] Parameters) Next(Scope seen)
    {
        scope = seen;
        if (random.Next(100) < 50) return new LikelyCalls(seen, random).Next();
        var (service, action) = Any(actions);
        for (var tries = 0; tries < 20 && random.Next(100) >= Liking(service, action.Name); tries++) (service, action) = Any(actions);
        var parameters = new List<(string, string)>();
        for (var tries = 0; tries == 0 || lacks && tries < 6; tries++)
        {
            if (tries > 0) (service, action) = Any(actions);
            lacks = false;
            parameters.Clear();
            Fill(action, service.Dialect, "", parameters, 0);
        }
        if (random.Next(40) == 0) parameters.Add((Any(["Nonsense", "Filter.1.Name", "VpcId.x", "MaxResults", "DryRun", "TagSpecification.1.Tag.1.Key", "."]), Nonsense()));
        return (service, action.Name, [.. parameters.DistinctBy(p => p.Item1)]);
    }

    /// <summary>In percent: making things more than unmaking them, networks more than the rest.</summary>
    private static int Liking(Service service, string action)
    {
        if (service.Name != "Ec2") return 10;
        if (action.StartsWith("Describe", StringComparison.Ordinal) || action.StartsWith("Get", StringComparison.Ordinal)) return 12;
        if (action.StartsWith("Delete", StringComparison.Ordinal) || action.StartsWith("Terminate", StringComparison.Ordinal) || action.StartsWith("Release", StringComparison.Ordinal)) return 50;
        return action is "CreateVpc" or "CreateSubnet" or "RunInstances" or "AttachInternetGateway" or "CreateNatGateway" or "CreateRoute" ? 100 : 60;
    }

    private void Fill(Type type, Dialect dialect, string prefix, List<(string, string)> into, int depth)
    {
        var members = Shape.Of(type, dialect).Members.Where(m => m.Property.CanWrite).ToList();
        var optional = members.Where(m => !m.IsRequired).OrderBy(_ => random.Next()).Take(random.Next(depth == 0 ? 5 : 4)).ToList();
        foreach (var member in members.Where(m => m.IsRequired ? random.Next(60) > 0 : optional.Contains(m)))
            Put(member.Property.Name, member.Property.PropertyType, dialect, prefix + member.In, into, depth);
    }

    private void Put(string name, Type type, Dialect dialect, string path, List<(string, string)> into, int depth)
    {
        if (Shape.ElementOf(type) is { } element)
        {
            for (var n = random.Next(1, 3); n > 0; n--) Put(name, element, dialect, dialect == Dialect.AwsQuery ? $"{path}.member.{n}" : $"{path}.{n}", into, depth + 1);
            return;
        }
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (Shape.MapValueOf(type) is not null) return;
        if (!Scalars.IsScalar(bare))
        {
            if (depth < DeepestRecord) Fill(bare, dialect, path + ".", into, depth + 1);
            return;
        }
        into.Add((path, random.Next(50) == 0 ? Nonsense() : Value(name, bare)));
    }

    private string Value(string name, Type type)
    {
        if (type == typeof(bool)) return Any(["true", "false"]);
        if (type == typeof(Cidr)) return Block(name);
        if (type == typeof(Ip)) return Address().ToString();
        if (type == typeof(int) || type == typeof(long) || type == typeof(double)) return Number(name);
        if (type == typeof(byte[])) return Any(["aGVsbG8=", ""]);
        if (type == typeof(DateTimeOffset)) return "2026-01-31T12:00:00Z";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>)) return IdOf(type.GetGenericArguments()[0].Name);
        return Text(name);
    }

    private string IdOf(string kind)
    {
        var keys = kind switch
        {
            nameof(Vpc) => Keys<Vpc>(),
            nameof(Subnet) => Keys<Subnet>(),
            nameof(RouteTable) => Keys<RouteTable>(),
            nameof(NetworkAcl) => Keys<NetworkAcl>(),
            nameof(SecurityGroup) => Keys<SecurityGroup>(),
            nameof(NetworkInterface) => Keys<NetworkInterface>(),
            nameof(InternetGateway) => Keys<InternetGateway>(),
            nameof(EgressOnlyInternetGateway) => Keys<EgressOnlyInternetGateway>(),
            nameof(NatGateway) => Keys<NatGateway>(),
            nameof(ElasticAddress) => Keys<ElasticAddress>(),
            nameof(VpcPeering) => Keys<VpcPeering>(),
            nameof(PrefixList) => Keys<PrefixList>(),
            nameof(Instance) => Keys<Instance>(),
            nameof(Volume) => Keys<Volume>(),
            nameof(VpnGateway) => Keys<VpnGateway>(),
            nameof(CustomerGateway) => Keys<CustomerGateway>(),
            nameof(VpnConnection) => Keys<VpnConnection>(),
            nameof(VpcEndpoint) => Keys<VpcEndpoint>(),
            nameof(DhcpOptions) => Keys<DhcpOptions>(),
            nameof(KeyPair) => Keys<KeyPair>(),
            nameof(Image) => [.. Images.Visible(scope).Take(5).Select(i => i.Id.Value)],
            nameof(SubnetCidrReservation) => Keys<SubnetCidrReservation>(),
            _ => [],
        };
        lacks |= keys.Count == 0 && random.Next(10) > 0;
        return keys.Count > 0 && random.Next(20) > 0 ? Any(keys) : Any(["vpc-0123456789abcdef0", "subnet-0123456789abcdef0", "sg-1", "eni-0123456789abcdef0", "rtb-zzz", "igw", ""]);
    }

    private List<string> Keys<T>() where T : IResource<T> => [.. scope.All<T>().Select(r => r.Id.Value)];

    private string Block(string name)
    {
        var vpcs = scope.All<Vpc>().SelectMany(v => v.Cidrs).ToList();
        var subnets = scope.All<Subnet>().SelectMany(s => s.Cidrs).ToList();
        var six = name.Contains("6", StringComparison.Ordinal);
        var own = vpcs.Where(v => v.IsV6 == six).ToList();
        var dice = random.Next(10);
        if (own.Count > 0 && dice < 4)
        {
            var whole = Any(own);
            return new Cidr(whole.First + ((UInt128)random.Next(16) << (six ? 64 : 8)), six ? 64 : Any([20, 24, 24, 26, 28])).ToString();
        }
        if (subnets.Count > 0 && dice == 4) return Any(subnets).ToString();
        if (own.Count > 0 && dice == 5) return Any(own).ToString();
        return six
            ? Any(["::/0", "2001:db8:9::/48", "2001:db8:0:100::/56", "fd00::/8"])
            : Any(["0.0.0.0/0", "10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/20", "192.168.0.0/16", "172.31.0.0/16", "100.64.0.0/16", "10.0.0.0/8", "10.0.0.1/24", "10.9.9.9/32", "8.8.0.0/15"]);
    }

    private Ip Address()
    {
        var taken = scope.All<NetworkInterface>().SelectMany(e => e.Addresses).ToList();
        var subnets = scope.All<Subnet>().SelectMany(s => s.Cidrs).ToList();
        var elastic = scope.All<ElasticAddress>().Select(e => e.PublicIp).ToList();
        var dice = random.Next(6);
        if (taken.Count > 0 && dice == 0) return Any(taken);
        if (elastic.Count > 0 && dice == 1) return Any(elastic);
        return subnets.Count > 0 && dice > 1 ? Any(subnets).First + (UInt128)random.Next(20) : Ip.Parse("203.0.113.7");
    }

    private string Number(string name)
    {
        if (name.Contains("Port", StringComparison.Ordinal)) return Any(["0", "22", "443", "1024", "65535", "-1", "70000"]);
        if (name is "RuleNumber") return Any(["1", "90", "100", "200", "32766", "32767", "0"]);
        if (name.Contains("MaxResults", StringComparison.Ordinal)) return Any(["5", "10", "1000", "4", "0"]);
        if (name.Contains("Index", StringComparison.Ordinal)) return Any(["0", "1", "2", "-1"]);
        return Any(["1", "1", "2", "3", "0", "10", "-1", "64512", "2147483647"]);
    }

    private string Text(string name)
    {
        if (name.EndsWith("AssociationId", StringComparison.Ordinal)) return AnyOr(Associations());
        string[] known = name switch
        {
            "AvailabilityZone" or "Zone" => [.. Regions.Of(scope.Region).Zones.Select(z => z.Name), "moon-1a"],
            "IpProtocol" or "Protocol" => ["-1", "tcp", "udp", "icmp", "icmpv6", "6", "17", "50", "999"],
            "RuleAction" => ["allow", "deny"],
            "GroupName" => ["web", "app", "default", $"g{random.Next(100)}"],
            "ConnectivityType" => ["public", "private"],
            "AddressFamily" => ["IPv4", "IPv6"],
            "Domain" => ["vpc", "standard"],
            "InstanceType" => ["t3.micro", "t3.micro", "m5.large", "x9.huge"],
            "InstanceTenancy" or "Tenancy" => ["default", "dedicated"],
            "GatewayId" => [.. Keys<InternetGateway>(), .. Keys<VpnGateway>(), "local"],
            "AttachmentId" => [.. scope.All<NetworkInterface>().Select(e => e.Attachment?.AttachmentId).OfType<string>()],
            "SecurityGroupRuleId" or "SecurityGroupRuleIds" => [.. scope.All<SecurityGroup>().SelectMany(g => g.Rules).Select(r => r.Id)],
            "ResourceId" or "ResourceIds" or "Resources" => [.. Keys<Vpc>(), .. Keys<Subnet>(), .. Keys<Instance>()],
            "ResourceType" => ["vpc", "subnet", "instance", "security-group", "network-interface"],
            "Type" => ["ipsec.1", "gp3", "Gateway", "Interface"],
            "PeerOwnerId" or "UserId" or "GroupOwnerId" => ["000000000000", "111111111111"],
            "PeerRegion" => ["us-east-1", "ap-northeast-2"],
            "Key" => ["Name", "env", "aws:x", "haneul:forwarding"],
            "ServiceName" => [$"com.amazonaws.{scope.Region}.s3", $"com.amazonaws.{scope.Region}.ec2"],
            "Attribute" => ["enableDnsSupport", "userData", "description", "groupSet"],
            _ => ["one", "two", ""],
        };
        return AnyOr(known);
    }

    private string AnyOr(IReadOnlyList<string> known) => known.Count == 0 || random.Next(25) == 0 ? Nonsense() : Any(known);

    private List<string> Associations() =>
    [
        .. scope.All<RouteTable>().SelectMany(t => t.Associations).Select(a => a.Id),
        .. scope.All<NetworkAcl>().SelectMany(a => a.Associations).Select(a => a.Id),
        .. scope.All<ElasticAddress>().Select(e => e.AssociationId).OfType<string>(),
        .. scope.All<Vpc>().SelectMany(v => v.Blocks).Select(b => b.AssociationId),
        .. scope.All<Subnet>().SelectMany(s => s.Ipv6Blocks).Select(b => b.AssociationId),
    ];

    private string Nonsense() => Any(["", " ", "ø☃", "-1", "99999999999999999999", "vpc-", "10.0.0.0/33", "<&>\"'", "true", "null", new string('x', 300), "\0", "..", "%zz"]);

    private T Any<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
