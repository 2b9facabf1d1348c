namespace Haneul.Tests.Carried;

/// <summary>Python for tests of load balancers; after <see cref="Words.Python"/>.</summary>
internal static class BalancerWords
{
    /// <summary>Two zones, a web server in each, and an application balancer before them.</summary>
    public const string Network = """
        elb = boto3.client('elbv2')
        vpc, gateway = make_network('10.7.0.0/16')
        subnets = [make_subnet(vpc, '10.7.0.0/24', GatewayId=gateway)[0], make_subnet(vpc, '10.7.1.0/24', zone='c', GatewayId=gateway)[0]]
        fronts, webs = group('fronts', vpc), group('webs', vpc)
        allow(fronts, rule('tcp', 80, block='0.0.0.0/0'))
        from_front = rule('tcp', 80, source=fronts)
        allow(webs, from_front)
        ec2.create_key_pair(KeyName='key')
        launch('one', subnets[0], webs, serve)
        launch('two', subnets[1], webs, serve)
        are('running', 'one', 'two')
        made = elb.create_load_balancer(Name='web', Subnets=subnets, SecurityGroups=[fronts])['LoadBalancers'][0]
        lb, name = made['LoadBalancerArn'], made['DNSName']
        tg = elb.create_target_group(Name='web', Protocol='HTTP', Port=80, VpcId=vpc, HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2, HealthyThresholdCount=2, UnhealthyThresholdCount=2)['TargetGroups'][0]['TargetGroupArn']
        elb.create_listener(LoadBalancerArn=lb, Protocol='HTTP', Port=80, DefaultActions=[dict(Type='forward', TargetGroupArn=tg)])
        elb.register_targets(TargetGroupArn=tg, Targets=[dict(Id=id_of(n)) for n in ('one', 'two')])
        settle()

        def health(): return {n: next((h['TargetHealth'] for h in elb.describe_target_health(TargetGroupArn=tg)['TargetHealthDescriptions'] if h['Target']['Id'] == id_of(n)), {}) for n in ('one', 'two')}
        def states(): return [health()[n].get('State') for n in ('one', 'two')]
        def become(*wanted): until(lambda: states() == list(wanted), f'targets are {wanted}, not {health()}', 60)
        become('healthy', 'healthy')
        """;
}
