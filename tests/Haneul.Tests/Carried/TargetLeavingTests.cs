using Haneul.Tests.Packets;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>What becomes of what a target has when its time is over: of requests through an application balancer, of connections through a network balancer.</summary>
public sealed class TargetLeavingTests
{
    /// <summary>A host that is checked at port 80 and says nothing at port 81, behind a balancer of each kind.</summary>
    private const string Network = """
        import http.client, socket
        elb = boto3.client('elbv2')
        vpc, gateway = make_network('10.7.0.0/16')
        subnets = [make_subnet(vpc, '10.7.0.0/24', GatewayId=gateway)[0], make_subnet(vpc, '10.7.1.0/24', zone='c', GatewayId=gateway)[0]]
        everybody = group('everybody', vpc)
        allow(everybody, rule('tcp', 80, 81, block='0.0.0.0/0'))
        ec2.create_key_pair(KeyName='key')
        hold = '''python3 -c "import socket; s = socket.create_server(('', 81)); [c for c in iter(s.accept, None)]" >/dev/null 2>&1 &
        '''
        launch('one', subnets[0], everybody, serve + hold)
        are('running', 'one')

        def targets(name, protocol, **attributes):
            check = dict(HealthCheckPort='80', HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2, HealthyThresholdCount=2, UnhealthyThresholdCount=2)
            arn = elb.create_target_group(Name=name, Protocol=protocol, Port=81, VpcId=vpc, **check)['TargetGroups'][0]['TargetGroupArn']
            elb.modify_target_group_attributes(TargetGroupArn=arn, Attributes=[dict(Key=k.replace('__', '.'), Value=v) for k, v in attributes.items()])
            elb.register_targets(TargetGroupArn=arn, Targets=[dict(Id=id_of('one'))])
            return arn

        def balancer(name, kind, protocol, port, arn, **more):
            lb = elb.create_load_balancer(Name=name, Type=kind, **more)['LoadBalancers'][0]['LoadBalancerArn']
            elb.create_listener(LoadBalancerArn=lb, Protocol=protocol, Port=port, DefaultActions=[dict(Type='forward', TargetGroupArn=arn)])
            settle()
            nodes = ec2.describe_network_interfaces(Filters=[dict(Name='description', Values=['ELB ' + lb.split('loadbalancer/')[1]]), dict(Name='subnet-id', Values=[subnets[0]])])
            return nodes['NetworkInterfaces'][0]['Association']['PublicIp']

        requests = targets('requests', 'HTTP', deregistration_delay__timeout_seconds='2')
        flows = targets('flows', 'TCP', target_health_state__unhealthy__connection_termination__enabled='false', target_health_state__unhealthy__draining_interval_seconds='10')
        application = balancer('application', 'application', 'HTTP', 80, requests, Subnets=subnets, SecurityGroups=[everybody])
        network = balancer('network', 'network', 'TCP', 81, flows, Subnets=subnets[:1])

        def state(arn): return [h['TargetHealth']['State'] for h in elb.describe_target_health(TargetGroupArn=arn)['TargetHealthDescriptions']]
        def become(arn, *wanted): until(lambda: state(arn) == list(wanted), f'targets are {wanted}, not {state(arn)}', 60)
        become(requests, 'healthy')
        become(flows, 'healthy')
        """;

    [CarriedFact]
    public async Task Requests_are_ended_with_the_delay_and_connections_with_the_unhealthy_interval()
    {
        await using var daemon = await CarryingDaemon.StartAsync();
        await daemon.Boto3Async(Words.Python);
        await daemon.Boto3Async(Network);

        await daemon.Boto3Async("request = http.client.HTTPConnection(application, 80, timeout=60); request.request('GET', '/')");
        await Waiting.Until(async () => (await daemon.InAsync("one", "ss -tnH state established sport = :81")).Good().Trim().Length > 0, "the target has the request");
        await daemon.Boto3Async("elb.deregister_targets(TargetGroupArn=requests, Targets=[dict(Id=id_of('one'))])");
        Assert.Equal("502", (await daemon.Boto3Async("print(json.dumps(request.getresponse().status))")).ToString());
        await daemon.Boto3Async("become(requests)");

        await daemon.Boto3Async("flow = socket.create_connection((network, 81), timeout=10); flow.sendall(b'early'); flow.setblocking(False)");
        (await daemon.InAsync("one", "pkill -f serve[.]py", "root")).Good();
        await daemon.Boto3Async("""
            become(flows, 'unhealthy.draining')
            flow.sendall(b'late')
            def is_reset():
                try:
                    flow.sendall(b'later')
                    flow.recv(1)
                except BlockingIOError: return False
                except (ConnectionResetError, BrokenPipeError): return True
            assert not is_reset()
            become(flows, 'unhealthy')
            until(is_reset, 'the connection is reset')
            """);
    }
}
