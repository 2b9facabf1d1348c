"""Haneul as boto3 sees it: every reading call, pages, waiters, and the codes of errors. Usage: boto3_client.py ENDPOINT OPERATIONS
OPERATIONS is a JSON file: service -> the names of the actions that Haneul has."""
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, operations = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
session = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="ap-northeast-2")
quick = Config(retries={"max_attempts": 1}, read_timeout=20, connect_timeout=5)


def client(service):
    return session.client(service, endpoint_url=endpoint, config=quick)


def reads(service):
    """Calls every action that needs no parameter and only reads, then again in pages."""
    made = client(service)
    model = made.meta.service_model
    calls = 0
    methods = {made.meta.method_to_api_mapping[m]: m for m in made.meta.method_to_api_mapping}
    for name in operations[service]:
        if name not in methods or not name.startswith(("Describe", "List", "Get")):
            continue
        shape = model.operation_model(name).input_shape
        if shape is not None and shape.required_members:
            continue
        try:
            getattr(made, methods[name])()
            if made.can_paginate(methods[name]):
                pages = made.get_paginator(methods[name])
                # A few have tokens, but no size of pages.
                sized = {"PageSize": 5} if "limit_key" in pages._pagination_cfg else {}
                for page, _ in zip(pages.paginate(PaginationConfig=sized), range(500)):
                    assert page["ResponseMetadata"]["HTTPStatusCode"] == 200
        except ClientError as error:
            # What must be named all the same, though the model does not say so.
            assert error.response["Error"]["Code"] in ("MissingParameter", "InvalidParameterCombination", "NoSuchEntity", "InvalidParameterValue", "InvalidParameterException", "ValidationError"), (name, error)
            assert 400 <= error.response["ResponseMetadata"]["HTTPStatusCode"] < 500, (name, error)
        calls += 1
    return calls


def refused(code, call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, (code, error)
        return
    raise AssertionError(f"{call.__name__} {parameters} should have been refused with {code}")


def network(ec2):
    """A network with a host, up and down again, by AWS's own waiters."""
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    ec2.get_waiter("vpc_available").wait(VpcIds=[vpc])
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.20.1.0/24", AvailabilityZone="ap-northeast-2a")["Subnet"]["SubnetId"]
    ec2.get_waiter("subnet_available").wait(SubnetIds=[subnet])
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.get_waiter("internet_gateway_exists").wait(InternetGatewayIds=[gateway])
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    group = ec2.create_security_group(GroupName="web", Description="web", VpcId=vpc)["GroupId"]
    ec2.get_waiter("security_group_exists").wait(GroupIds=[group])
    allowed = ec2.authorize_security_group_ingress(
        GroupId=group, IpPermissions=[{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    assert allowed["Return"] and len(allowed["SecurityGroupRules"]) == 1, allowed
    ec2.create_key_pair(KeyName="boto")
    ec2.get_waiter("key_pair_exists").wait(KeyNames=["boto"])
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
    ec2.get_waiter("nat_gateway_available").wait(NatGatewayIds=[nat])
    image = ec2.describe_images(Owners=["amazon"], Filters=[{"Name": "architecture", "Values": ["x86_64"]}])["Images"][0]["ImageId"]
    ec2.get_waiter("image_available").wait(ImageIds=[image])
    host = ec2.run_instances(ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1, SubnetId=subnet, KeyName="boto", SecurityGroupIds=[group])["Instances"][0]["InstanceId"]
    ec2.get_waiter("instance_running").wait(InstanceIds=[host])
    ec2.get_waiter("instance_status_ok").wait(InstanceIds=[host])
    ec2.stop_instances(InstanceIds=[host])
    ec2.get_waiter("instance_stopped").wait(InstanceIds=[host])
    refused("DependencyViolation", ec2.delete_subnet, SubnetId=subnet)
    refused("DependencyViolation", ec2.delete_vpc, VpcId=vpc)
    ec2.terminate_instances(InstanceIds=[host])
    ec2.get_waiter("instance_terminated").wait(InstanceIds=[host])
    ec2.delete_nat_gateway(NatGatewayId=nat)
    ec2.get_waiter("nat_gateway_deleted").wait(NatGatewayIds=[nat])
    ec2.release_address(AllocationId=address)
    ec2.delete_key_pair(KeyName="boto")
    ec2.delete_security_group(GroupId=group)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)
    assert not ec2.describe_vpcs(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Vpcs"]


def errors(ec2):
    refused("InvalidVpcID.NotFound", ec2.describe_vpcs, VpcIds=["vpc-0123456789abcdef0"])
    refused("InvalidSubnetID.NotFound", ec2.describe_subnets, SubnetIds=["subnet-0123456789abcdef0"])
    refused("InvalidInstanceID.NotFound", ec2.describe_instances, InstanceIds=["i-0123456789abcdef0"])
    refused("InvalidInstanceID.Malformed", ec2.describe_instances, InstanceIds=["nonsense"])
    refused("InvalidGroup.NotFound", ec2.delete_security_group, GroupId="sg-0123456789abcdef0")
    refused("InvalidAMIID.NotFound", ec2.run_instances, ImageId="ami-0123456789abcdef0", MinCount=1, MaxCount=1)
    refused("InvalidAllocationID.NotFound", ec2.release_address, AllocationId="eipalloc-0123456789abcdef0")
    refused("NatGatewayNotFound", ec2.describe_nat_gateways, NatGatewayIds=["nat-0123456789abcdef0"])
    refused("InvalidKeyPair.NotFound", ec2.describe_key_pairs, KeyNames=["nobody"])
    refused("InvalidVpc.Range", ec2.create_vpc, CidrBlock="10.0.0.0/8")
    refused("DryRunOperation", ec2.create_vpc, CidrBlock="10.0.0.0/16", DryRun=True)


def balancing(ec2, elb):
    vpc = ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.8.{n}.0/24", AvailabilityZone=f"ap-northeast-2{z}")["Subnet"]["SubnetId"] for n, z in enumerate("ab")]
    group = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"][0]["GroupId"]
    image = ec2.describe_images(Owners=["amazon"], Filters=[{"Name": "name", "Values": ["al2023-*"]}])["Images"][0]["ImageId"]
    host = ec2.run_instances(ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1, SubnetId=subnets[0])["Instances"][0]["InstanceId"]
    ec2.get_waiter("instance_running").wait(InstanceIds=[host])
    balancer = elb.create_load_balancer(Name="boto", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[balancer])
    targets = elb.create_target_group(Name="boto", Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][0]["TargetGroupArn"]
    listener = elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=[{"Type": "forward", "TargetGroupArn": targets}])["Listeners"][0]["ListenerArn"]
    elb.create_rule(ListenerArn=listener, Priority=1, Conditions=[{"Field": "path-pattern", "Values": ["/old/*"]}],
                    Actions=[{"Type": "redirect", "RedirectConfig": {"Path": "/new", "StatusCode": "HTTP_301"}}])
    assert [r["Priority"] for page in elb.get_paginator("describe_rules").paginate(ListenerArn=listener, PageSize=1) for r in page["Rules"]] == ["1", "default"]
    elb.register_targets(TargetGroupArn=targets, Targets=[{"Id": host}])
    elb.get_waiter("target_in_service").wait(TargetGroupArn=targets, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    permission = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]}
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[permission])
    for _ in range(200):
        health = elb.describe_target_health(TargetGroupArn=targets)["TargetHealthDescriptions"][0]["TargetHealth"]
        if health["State"] == "unhealthy":
            break
    assert health["Reason"] == "Target.Timeout" and group in health["Description"], health
    refused("ResourceInUse", elb.delete_target_group, TargetGroupArn=targets)
    elb.deregister_targets(TargetGroupArn=targets, Targets=[{"Id": host}])
    elb.get_waiter("target_deregistered").wait(TargetGroupArn=targets, Targets=[{"Id": host}], WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    elb.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[balancer])
    elb.delete_target_group(TargetGroupArn=targets)
    refused("LoadBalancerNotFound", elb.describe_load_balancers, Names=["boto"])
    refused("TargetGroupNotFound", elb.describe_target_groups, Names=["boto"])
    ec2.terminate_instances(InstanceIds=[host])
    ec2.get_waiter("instance_terminated").wait(InstanceIds=[host])
    assert not ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkInterfaces"]


def inspection(ec2, elb):
    """A gateway balancer, its endpoint service, and endpoints: accepted at once, waiting, rejected."""
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24", AvailabilityZone="ap-northeast-2a")["Subnet"]["SubnetId"]
    balancer = elb.create_load_balancer(Name="inspect", Type="gateway", Subnets=[subnet])["LoadBalancers"][0]["LoadBalancerArn"]
    elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[balancer])
    made = ec2.create_vpc_endpoint_service_configuration(GatewayLoadBalancerArns=[balancer], AcceptanceRequired=True, TagSpecifications=[
        {"ResourceType": "vpc-endpoint-service", "Tags": [{"Key": "Name", "Value": "inspect"}]}])["ServiceConfiguration"]
    service, name = made["ServiceId"], made["ServiceName"]
    assert made["AvailabilityZones"] == ["ap-northeast-2a"] and made["ServiceType"] == [{"ServiceType": "GatewayLoadBalancer"}], made
    refused("ResourceInUse", elb.delete_load_balancer, LoadBalancerArn=balancer)
    own = ec2.describe_vpc_endpoint_services(Filters=[{"Name": "service-type", "Values": ["GatewayLoadBalancer"]}])
    assert own["ServiceNames"] == [name] and own["ServiceDetails"][0]["AcceptanceRequired"] and own["ServiceDetails"][0]["Tags"] == [{"Key": "Name", "Value": "inspect"}], own
    added = ec2.modify_vpc_endpoint_service_permissions(ServiceId=service, AddAllowedPrincipals=["arn:aws:iam::111122223333:root"])
    assert added["ReturnValue"] and added["AddedPrincipals"][0]["PrincipalType"] == "Account", added
    assert [p["Principal"] for page in ec2.get_paginator("describe_vpc_endpoint_service_permissions").paginate(ServiceId=service) for p in page["AllowedPrincipals"]] == ["arn:aws:iam::111122223333:root"]
    endpoint = ec2.create_vpc_endpoint(VpcEndpointType="GatewayLoadBalancer", VpcId=vpc, ServiceName=name, SubnetIds=[subnet])["VpcEndpoint"]["VpcEndpointId"]
    seen = [c for page in ec2.get_paginator("describe_vpc_endpoint_connections").paginate() for c in page["VpcEndpointConnections"]]
    assert [(c["VpcEndpointId"], c["VpcEndpointState"], c["GatewayLoadBalancerArns"]) for c in seen] == [(endpoint, "pendingAcceptance", [balancer])], seen
    assert not ec2.accept_vpc_endpoint_connections(ServiceId=service, VpcEndpointIds=[endpoint])["Unsuccessful"]
    assert ec2.accept_vpc_endpoint_connections(ServiceId=service, VpcEndpointIds=["vpce-0123456789abcdef0"])["Unsuccessful"][0]["Error"]["Code"] == "InvalidVpcEndpointId.NotFound"
    assert ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]["State"] in ("pending", "available")
    assert ec2.modify_vpc_endpoint_service_configuration(ServiceId=service, AcceptanceRequired=False)["Return"]
    assert not ec2.describe_vpc_endpoint_service_configurations(ServiceIds=[service])["ServiceConfigurations"][0]["AcceptanceRequired"]
    kept = ec2.delete_vpc_endpoint_service_configurations(ServiceIds=[service])["Unsuccessful"]
    assert kept[0]["Error"]["Code"] == "ExistingVpcEndpointConnections", kept
    assert not ec2.reject_vpc_endpoint_connections(ServiceId=service, VpcEndpointIds=[endpoint])["Unsuccessful"]
    assert not ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])["Unsuccessful"]
    assert not ec2.delete_vpc_endpoint_service_configurations(ServiceIds=[service])["Unsuccessful"]
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    elb.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[balancer])
    refused("InvalidVpcEndpointServiceId.NotFound", ec2.describe_vpc_endpoint_service_permissions, ServiceId=service)


calls = sum(reads(service) for service in operations)
network(client("ec2"))
errors(client("ec2"))
balancing(client("ec2"), client("elbv2"))
inspection(client("ec2"), client("elbv2"))
refused("InvalidAction", client("elb").describe_load_balancers)
assert session.client("sts", endpoint_url=endpoint).get_caller_identity()["Account"] == "000000000000"
print(f"{calls} reading calls")
