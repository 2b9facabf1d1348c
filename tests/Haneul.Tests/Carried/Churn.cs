namespace Haneul.Tests.Carried;

/// <summary>Changes at random while the daemon may die at any moment, in Python.</summary>
internal static class Churn
{
    public const string Network = """
        vpc, gateway = make_network('10.0.0.0/16', ipv6=True)
        v6 = ec2.describe_vpcs(VpcIds=[vpc])['Vpcs'][0]['Ipv6CidrBlockAssociationSet'][0]['Ipv6CidrBlock'].replace('00::/56', '')
        public, public_table = make_subnet(vpc, '10.0.0.0/24', f'{v6}00::/64', GatewayId=gateway)
        ec2.create_route(RouteTableId=public_table, DestinationIpv6CidrBlock='::/0', GatewayId=gateway)
        nat = ec2.create_nat_gateway(SubnetId=public, AllocationId=elastic()['AllocationId'])['NatGateway']['NatGatewayId']
        until(lambda: ec2.describe_nat_gateways(NatGatewayIds=[nat])['NatGateways'][0]['State'] == 'available', 'the NAT gateway is available')
        private, private_table = make_subnet(vpc, '10.0.1.0/24', f'{v6}01::/64', NatGatewayId=nat)
        anyone = '0.0.0.0/0'
        bastions, others = group('bastions', vpc), group('others', vpc)
        allow(bastions, rule('tcp', 22, block=anyone), rule('icmp', -1, block=anyone))
        allow(others, rule('tcp', 22, source=bastions))
        acl = ec2.describe_network_acls(Filters=[dict(Name='vpc-id', Values=[vpc])])['NetworkAcls'][0]['NetworkAclId']
        ec2.create_network_acl_entry(NetworkAclId=acl, RuleNumber=50, Protocol='6', RuleAction='deny', Egress=False, CidrBlock='203.0.113.0/24', PortRange=dict(From=1, To=99))
        with open('key.pem', 'w') as file: file.write(ec2.create_key_pair(KeyName='key')['KeyMaterial'])
        os.chmod('key.pem', 0o400)
        launch('bastion', public, bastions, public=True)
        launch('app', private, others, v6=1)
        are('running', 'bastion', 'app')
        settle()
        """;

    /// <summary>Goes on until the daemon is gone: the first call that nobody answers ends it, faults of the API do not.</summary>
    public const string Python = """
        import random
        from botocore.config import Config
        from botocore.exceptions import ClientError
        hasty = boto3.client('ec2', config=Config(connect_timeout=1, read_timeout=5, retries=dict(total_max_attempts=1)))

        def churn(seed, steps=200):
            chance = random.Random(seed)
            def mine(*states):
                found = hasty.describe_instances(Filters=[dict(Name='tag:churn', Values=['yes']), dict(Name='instance-state-name', Values=list(states))])['Reservations']
                return [i['InstanceId'] for r in found for i in r['Instances']]
            def begin():
                if len(mine('pending', 'running', 'stopping', 'stopped')) >= 5: return finish()
                tags = [dict(ResourceType='instance', Tags=[dict(Key='churn', Value='yes')])]
                hasty.run_instances(ImageId=image, MinCount=1, MaxCount=chance.choice([1, 1, 2]), InstanceType='t3.micro', SubnetId=chance.choice([public, private]), SecurityGroupIds=chance.choice([[bastions], [others], [bastions, others]]), TagSpecifications=tags)
            def finish():
                ids = mine('running', 'stopped')
                if ids: hasty.terminate_instances(InstanceIds=[chance.choice(ids)])
            def pause():
                ids = mine('running')
                if ids: hasty.stop_instances(InstanceIds=[chance.choice(ids)])
            def resume():
                ids = mine('stopped')
                if ids: hasty.start_instances(InstanceIds=[chance.choice(ids)])
            def reboot():
                ids = mine('running')
                if ids: hasty.reboot_instances(InstanceIds=[chance.choice(ids)])
            def open_port(): hasty.authorize_security_group_ingress(GroupId=chance.choice([bastions, others]), IpPermissions=[rule('tcp', chance.randrange(1000, 1010), block=f'10.{chance.randrange(4)}.0.0/16')])
            def close_port():
                of = chance.choice([bastions, others])
                rules = [r for r in hasty.describe_security_group_rules(Filters=[dict(Name='group-id', Values=[of])])['SecurityGroupRules'] if not r['IsEgress'] and 1000 <= r['FromPort'] < 1010]
                if rules: hasty.revoke_security_group_ingress(GroupId=of, SecurityGroupRuleIds=[chance.choice(rules)['SecurityGroupRuleId']])
            def regroup():
                ids = mine('running', 'stopped')
                if ids: hasty.modify_instance_attribute(InstanceId=chance.choice(ids), Groups=chance.choice([[bastions], [others], [bastions, others]]))
            def route(): hasty.create_route(RouteTableId=private_table, DestinationCidrBlock=f'203.0.{chance.randrange(4)}.0/24', GatewayId=gateway)
            def unroute(): hasty.delete_route(RouteTableId=private_table, DestinationCidrBlock=f'203.0.{chance.randrange(4)}.0/24')
            def lend():
                ids = mine('running')
                if ids: hasty.associate_address(AllocationId=hasty.allocate_address(Domain='vpc')['AllocationId'], InstanceId=chance.choice(ids))
            def take():
                for a in hasty.describe_addresses()['Addresses']:
                    if a.get('InstanceId') in mine('running', 'stopped'):
                        hasty.disassociate_address(AssociationId=a['AssociationId'])
                        hasty.release_address(AllocationId=a['AllocationId'])
                        return
            def found():
                other = hasty.create_vpc(CidrBlock='10.9.0.0/16', TagSpecifications=[dict(ResourceType='vpc', Tags=[dict(Key='churn', Value='yes')])])['Vpc']['VpcId']
                peering = hasty.create_vpc_peering_connection(VpcId=vpc, PeerVpcId=other)['VpcPeeringConnection']['VpcPeeringConnectionId']
                hasty.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
            def fold():
                vpcs = hasty.describe_vpcs(Filters=[dict(Name='tag:churn', Values=['yes'])])['Vpcs']
                if vpcs: hasty.delete_vpc(VpcId=vpcs[0]['VpcId'])
            for _ in range(steps):
                try: chance.choice([begin, begin, finish, pause, resume, reboot, open_port, close_port, regroup, route, unroute, lend, take, found, fold])()
                except ClientError: pass
                except Exception: return
        """;
}
