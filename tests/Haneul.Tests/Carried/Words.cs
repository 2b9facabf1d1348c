namespace Haneul.Tests.Carried;

/// <summary>Python that tests speak to the API in.</summary>
internal static class Words
{
    public const string Python = """
        import urllib.request
        image = ec2.describe_images(Owners=['amazon'])['Images'][0]['ImageId']

        # Answers any GET with who it is and who asked, on the port given.
        serve = '''#!/bin/sh
        cat >/srv/serve.py <<'END'
        import http.server, socket, sys
        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page = f"{socket.gethostname()} was asked by {self.client_address[0]}\\n".encode() + b'x' * int(self.path[1:] or 0)
                self.send_response(200)
                self.send_header('Content-Length', str(len(page)))
                self.end_headers()
                self.wfile.write(page)
        class Server(http.server.ThreadingHTTPServer):
            address_family = socket.AF_INET6
            request_queue_size = 64
        Server(('::', int(sys.argv[1])), Page).serve_forever()
        END
        python3 /srv/serve.py 80 >/dev/null 2>&1 &
        '''

        def settle():
            call = urllib.request.Request(os.environ['AWS_ENDPOINT_URL'] + '/_haneul/settle', data=b'')
            failures = json.load(urllib.request.urlopen(call, timeout=60))['failures']
            if failures: raise Exception(failures)

        def until(condition, what, seconds=30):
            late = time.time() + seconds
            while not condition():
                if time.time() > late: raise Exception(f'in {seconds} s this has not come about: {what}')
                time.sleep(0.02)

        def instance(name):
            living = dict(Name='instance-state-name', Values=['pending', 'running', 'stopping', 'stopped', 'shutting-down'])
            found = ec2.describe_instances(Filters=[dict(Name='tag:Name', Values=[name]), living])['Reservations']
            return found[0]['Instances'][0]

        def id_of(name): return instance(name)['InstanceId']

        def are(state, *names):
            ids = [id_of(name) for name in names]
            def seen(): return {i['State']['Name'] for r in ec2.describe_instances(InstanceIds=ids)['Reservations'] for i in r['Instances']}
            until(lambda: seen() == {state}, f'{names} are {state}')

        def launch(name, subnet, group, user_data='', public=False, address=None, v6=0, **more):
            nic = dict(DeviceIndex=0, SubnetId=subnet, Groups=[group], AssociatePublicIpAddress=public)
            if address: nic['PrivateIpAddress'] = address
            if v6: nic['Ipv6AddressCount'] = v6
            tags = [dict(ResourceType='instance', Tags=[dict(Key='Name', Value=name)])]
            ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, InstanceType='t3.micro', KeyName='key', UserData=user_data, NetworkInterfaces=[nic], TagSpecifications=tags, **more)

        def end(*names):
            ids = [id_of(name) for name in names]
            ec2.terminate_instances(InstanceIds=ids)
            until(lambda: {i['State']['Name'] for r in ec2.describe_instances(InstanceIds=ids)['Reservations'] for i in r['Instances']} == {'terminated'}, f'{names} are terminated')

        def group(name, vpc):
            return ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)['GroupId']

        def rule(protocol, first=None, last=None, block=None, source=None):
            r = dict(IpProtocol=protocol)
            if first is not None: r.update(FromPort=first, ToPort=first if last is None else last)
            if block and ':' in block: r['Ipv6Ranges'] = [dict(CidrIpv6=block)]
            elif block: r['IpRanges'] = [dict(CidrIp=block)]
            if source: r['UserIdGroupPairs'] = [dict(GroupId=source)]
            return r

        def allow(group, *rules): ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=list(rules))
        def disallow(group, *rules): ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=list(rules))

        def elastic(): return ec2.allocate_address(Domain='vpc')

        def make_network(block, ipv6=False):
            vpc = ec2.create_vpc(CidrBlock=block, AmazonProvidedIpv6CidrBlock=ipv6)['Vpc']['VpcId']
            gateway = ec2.create_internet_gateway()['InternetGateway']['InternetGatewayId']
            ec2.attach_internet_gateway(VpcId=vpc, InternetGatewayId=gateway)
            return vpc, gateway

        def make_subnet(vpc, block, v6=None, zone='a', **ways):
            more = dict(Ipv6CidrBlock=v6) if v6 else {}
            subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone='ap-northeast-2' + zone, **more)['Subnet']['SubnetId']
            table = ec2.create_route_table(VpcId=vpc)['RouteTable']['RouteTableId']
            ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
            if ways: ec2.create_route(RouteTableId=table, DestinationCidrBlock='0.0.0.0/0', **ways)
            return subnet, table
        """;

    /// <summary>The network that the tests of the collection share.</summary>
    public const string Network = """
        vpc, gateway = make_network('10.0.0.0/16', ipv6=True)
        v6 = ec2.describe_vpcs(VpcIds=[vpc])['Vpcs'][0]['Ipv6CidrBlockAssociationSet'][0]['Ipv6CidrBlock'].replace('00::/56', '')
        public, public_table = make_subnet(vpc, '10.0.0.0/24', f'{v6}00::/64', GatewayId=gateway)
        ec2.create_route(RouteTableId=public_table, DestinationIpv6CidrBlock='::/0', GatewayId=gateway)
        nat_address = elastic()
        nat = ec2.create_nat_gateway(SubnetId=public, AllocationId=nat_address['AllocationId'])['NatGateway']['NatGatewayId']
        until(lambda: ec2.describe_nat_gateways(NatGatewayIds=[nat])['NatGateways'][0]['State'] == 'available', 'the NAT gateway is available')
        private, private_table = make_subnet(vpc, '10.0.1.0/24', f'{v6}01::/64', NatGatewayId=nat)

        bastions, webs, apps = group('bastions', vpc), group('webs', vpc), group('apps', vpc)
        anyone = '0.0.0.0/0'
        allow(bastions, rule('tcp', 22, block=anyone), rule('icmp', -1, block=anyone))
        allow(webs, rule('tcp', 80, block=anyone), rule('tcp', 80, block='::/0'), rule('tcp', 22, source=bastions), rule('icmp', -1, block=anyone), rule('icmpv6', -1, block='::/0'))
        allow(apps, rule('tcp', 22, source=bastions), rule('tcp', 80, source=webs), rule('icmpv6', -1, source=webs))

        with open('key.pem', 'w') as file: file.write(ec2.create_key_pair(KeyName='key')['KeyMaterial'])
        os.chmod('key.pem', 0o400)
        launch('bastion', public, bastions, public=True)
        launch('www', public, webs, serve, address='10.0.0.10', v6=1)
        launch('app1', private, apps, serve, v6=1)
        launch('app2', private, apps, serve)
        are('running', 'bastion', 'www', 'app1', 'app2')
        web_address = elastic()
        ec2.associate_address(AllocationId=web_address['AllocationId'], InstanceId=id_of('www'))
        settle()
        """;
}
