namespace Haneul.Tests.Carried;

/// <summary>Python for tests of gateway balancers; after <see cref="Words.Python"/>, with <c>appliance</c>: the text of the example's appliance.</summary>
internal static class InspectionWords
{
    /// <summary>An application whose way in and out leads by an endpoint, and three appliances in two zones, the endpoint's with two of them.</summary>
    public const string Network = """
        import socket
        elb = boto3.client('elbv2')
        guard = '#!/bin/sh\n' + "cat >/srv/appliance.py <<'END'\n" + appliance + "\nEND\n" + '''
        cat >/srv/appliance <<'END'
        #!/bin/sh
        exec setsid python3 /srv/appliance.py --health 80 --block tcp/8080 >>/var/log/appliance.log 2>&1 </dev/null
        END
        chmod +x /srv/appliance
        /srv/appliance &
        '''
        # Says what it gets, on port 7000, and answers GET on 80 and 8080.
        talk = serve + '''
        python3 /srv/serve.py 8080 >/dev/null 2>&1 &
        cat >/srv/talk.py <<'END'
        import socketserver
        class Talk(socketserver.BaseRequestHandler):
            def handle(self):
                while said := self.request.recv(65536): self.request.sendall(said)
        class Server(socketserver.ThreadingTCPServer): request_queue_size = 64
        Server(('', 7000), Talk).serve_forever()
        END
        python3 /srv/talk.py >/dev/null 2>&1 &
        '''
        ec2.create_key_pair(KeyName='key')
        spoke, gateway = make_network('10.8.0.0/16', ipv6=True)
        inspection = ec2.create_vpc(CidrBlock='10.9.0.0/16', AmazonProvidedIpv6CidrBlock=True)['Vpc']['VpcId']
        def v6(vpc, number): return ec2.describe_vpcs(VpcIds=[vpc])['Vpcs'][0]['Ipv6CidrBlockAssociationSet'][0]['Ipv6CidrBlock'].replace('00::/56', f'{number:02x}::/64')
        zones = [make_subnet(inspection, '10.9.0.0/24', v6(inspection, 0))[0], make_subnet(inspection, '10.9.1.0/24', v6(inspection, 1), zone='c')[0]]
        guards, apps = group('guards', inspection), group('apps', spoke)
        geneve, checks = rule('udp', 6081, block='10.9.0.0/16'), rule('tcp', 80, block='10.9.0.0/16')
        allow(guards, geneve, checks)
        allow(apps, rule('tcp', 1, 65535, block='0.0.0.0/0'), rule('icmp', -1, block='0.0.0.0/0'), rule('tcp', 80, block='::/0'))
        names = ('fw-1', 'fw-2', 'fw-3')
        launch('fw-1', zones[0], guards, guard)
        launch('fw-2', zones[0], guards, guard)
        launch('fw-3', zones[1], guards, guard)
        lb = elb.create_load_balancer(Name='inspection', Type='gateway', Subnets=zones, IpAddressType='dualstack')['LoadBalancers'][0]['LoadBalancerArn']
        tg = elb.create_target_group(Name='appliances', Protocol='GENEVE', Port=6081, VpcId=inspection, HealthCheckProtocol='HTTP', HealthCheckPort='80', HealthCheckPath='/',
            HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2, HealthyThresholdCount=2, UnhealthyThresholdCount=2)['TargetGroups'][0]['TargetGroupArn']
        elb.modify_target_group_attributes(TargetGroupArn=tg, Attributes=[dict(Key='deregistration_delay.timeout_seconds', Value='1')])
        elb.create_listener(LoadBalancerArn=lb, DefaultActions=[dict(Type='forward', TargetGroupArn=tg)])
        are('running', *names)
        elb.register_targets(TargetGroupArn=tg, Targets=[dict(Id=id_of(n)) for n in names])
        made = ec2.create_vpc_endpoint_service_configuration(GatewayLoadBalancerArns=[lb], AcceptanceRequired=False, SupportedIpAddressTypes=['ipv4', 'ipv6'])['ServiceConfiguration']
        entries, entry_table = make_subnet(spoke, '10.8.0.0/24', v6(spoke, 0), GatewayId=gateway)
        ec2.create_route(RouteTableId=entry_table, DestinationIpv6CidrBlock='::/0', GatewayId=gateway)
        endpoint = ec2.create_vpc_endpoint(VpcEndpointType='GatewayLoadBalancer', VpcId=spoke, ServiceName=made['ServiceName'], SubnetIds=[entries], IpAddressType='dualstack')['VpcEndpoint']['VpcEndpointId']
        until(lambda: ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])['VpcEndpoints'][0]['State'] == 'available', 'the endpoint is available')
        inside, app_table = make_subnet(spoke, '10.8.1.0/24', v6(spoke, 1), VpcEndpointId=endpoint)
        ec2.create_route(RouteTableId=app_table, DestinationIpv6CidrBlock='::/0', VpcEndpointId=endpoint)
        edge = ec2.create_route_table(VpcId=spoke)['RouteTable']['RouteTableId']
        for block in (dict(DestinationCidrBlock='10.8.1.0/24'), dict(DestinationIpv6CidrBlock=v6(spoke, 1))): ec2.create_route(RouteTableId=edge, VpcEndpointId=endpoint, **block)
        ec2.associate_route_table(RouteTableId=edge, GatewayId=gateway)
        launch('app', inside, apps, talk, address='10.8.1.10', v6=1)
        are('running', 'app')
        address = elastic()
        ec2.associate_address(AllocationId=address['AllocationId'], InstanceId=id_of('app'))
        app, app6 = address['PublicIp'], instance('app')['NetworkInterfaces'][0]['Ipv6Addresses'][0]['Ipv6Address']
        settle()

        def health(): return {n: next((h['TargetHealth'] for h in elb.describe_target_health(TargetGroupArn=tg)['TargetHealthDescriptions'] if h['Target']['Id'] == id_of(n)), {}) for n in names}
        def become(**wanted):
            for name in names: wanted.setdefault(name.replace('-', ''), 'healthy')
            until(lambda: {n.replace('-', ''): h.get('State') for n, h in health().items()} == wanted, f'targets are {wanted}', 90)
        def failover(word):
            elb.modify_target_group_attributes(TargetGroupArn=tg, Attributes=[dict(Key='target_failover.on_' + e, Value=word) for e in ('unhealthy', 'deregistration')])
            settle()
        def cross(zones):
            elb.modify_load_balancer_attributes(LoadBalancerArn=lb, Attributes=[dict(Key='load_balancing.cross_zone.enabled', Value=zones)])
            settle()

        # A flow that lasts: opened once, and asked whether what is said comes back.
        def flow():
            opened = socket.create_connection((app, 7000), timeout=30)
            assert said(opened), 'a new flow carries nothing'
            return opened
        def said(flow, seconds=30):
            flow.settimeout(seconds)
            try:
                flow.sendall(b'hello')
                return flow.recv(5) == b'hello'
            except TimeoutError:
                return False
        def opens(port, seconds):
            try:
                socket.create_connection((app, port), timeout=seconds).close()
                return True
            except TimeoutError:
                return False
        """;
}
