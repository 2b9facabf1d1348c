namespace Haneul.Tests.Carried;

/// <summary>Python for tests of groups under load; after <see cref="Words.Python"/>.</summary>
internal static class ScalingLoadWords
{
    /// <summary>Two zones, and what alarms of a minute need.</summary>
    public const string Network = """
        elb, asg, cw = boto3.client('elbv2'), boto3.client('autoscaling'), boto3.client('cloudwatch')
        vpc, gateway = make_network('10.8.0.0/16')
        subnets = [make_subnet(vpc, '10.8.0.0/24', GatewayId=gateway)[0], make_subnet(vpc, '10.8.1.0/24', zone='c', GatewayId=gateway)[0]]
        webs = group('webs', vpc)

        def members(): return [i for g in asg.describe_auto_scaling_groups(AutoScalingGroupNames=['web'])['AutoScalingGroups'] for i in g['Instances']]
        def serving(): return sorted(i['InstanceId'] for i in members() if i['LifecycleState'] == 'InService')
        def state_of(id): return ec2.describe_instances(InstanceIds=[id])['Reservations'][0]['Instances'][0]['State']['Name']

        def steps(name, change, **bound):
            return asg.put_scaling_policy(AutoScalingGroupName='web', PolicyName=name, PolicyType='StepScaling', AdjustmentType='ChangeInCapacity', EstimatedInstanceWarmup=5, StepAdjustments=[dict(bound, ScalingAdjustment=change)])['PolicyARN']

        def alarm(name, metric, comparison, threshold, policy):
            cw.put_metric_alarm(AlarmName=name, Period=60, EvaluationPeriods=1, ComparisonOperator=comparison, Threshold=float(threshold), AlarmActions=[policy], **metric)

        def grows_and_shrinks(metric, high, low, by):
            alarm('busy', metric, 'GreaterThanThreshold', high, steps('more', by, MetricIntervalLowerBound=0.0))
            alarm('calm', metric, 'LessThanThreshold', low, steps('less', -by, MetricIntervalUpperBound=0.0))

        def measured(namespace, name, statistic, **dimensions):
            points = cw.get_metric_statistics(Namespace=namespace, MetricName=name, Dimensions=[dict(Name=k, Value=v) for k, v in dimensions.items()], Statistics=[statistic], Period=60, StartTime=time.time() - 600, EndTime=time.time() + 60)['Datapoints']
            return {int(p['Timestamp'].timestamp()): p[statistic] for p in points}
        """;

    /// <summary>A group of one to three web servers behind an application balancer, that follows requests; what tracks them as well wants so many that it does nothing.</summary>
    public const string Requests = """
        serve_slowly = '''#!/bin/sh
        cat >/srv/serve.py <<'END'
        import http.server, socket, time
        class Page(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'
            def do_GET(self):
                time.sleep(float(self.path[1:] or 0))
                page = socket.gethostname().encode()
                self.send_response(200)
                self.send_header('Content-Length', str(len(page)))
                self.end_headers()
                self.wfile.write(page)
        class Server(http.server.ThreadingHTTPServer):
            request_queue_size = 64
        Server(('', 80), Page).serve_forever()
        END
        python3 /srv/serve.py >/dev/null 2>&1 &
        '''
        fronts = group('fronts', vpc)
        allow(fronts, rule('tcp', 80, block='0.0.0.0/0'))
        allow(webs, rule('tcp', 80, source=fronts))
        made = elb.create_load_balancer(Name='web', Subnets=subnets, SecurityGroups=[fronts])['LoadBalancers'][0]
        lb, name = made['LoadBalancerArn'], made['DNSName']
        tg = elb.create_target_group(Name='web', Protocol='HTTP', Port=80, VpcId=vpc, HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=4, HealthyThresholdCount=2, UnhealthyThresholdCount=5)['TargetGroups'][0]['TargetGroupArn']
        elb.modify_target_group_attributes(TargetGroupArn=tg, Attributes=[dict(Key='deregistration_delay.timeout_seconds', Value='30')])
        elb.create_listener(LoadBalancerArn=lb, Protocol='HTTP', Port=80, DefaultActions=[dict(Type='forward', TargetGroupArn=tg)])
        ec2.create_launch_template(LaunchTemplateName='web', LaunchTemplateData=dict(ImageId=image, InstanceType='t3.nano', SecurityGroupIds=[webs], UserData=base64.b64encode(serve_slowly.encode()).decode()))
        asg.create_auto_scaling_group(AutoScalingGroupName='web', MinSize=1, MaxSize=3, DesiredCapacity=1, VPCZoneIdentifier=','.join(subnets), LaunchTemplate=dict(LaunchTemplateName='web'), TargetGroupARNs=[tg])
        targets, balancer = tg.split(':')[-1], lb.split('loadbalancer/')[1]
        grows_and_shrinks(dict(Namespace='AWS/ApplicationELB', MetricName='RequestCountPerTarget', Statistic='Sum', Dimensions=[dict(Name='TargetGroup', Value=targets)]), 150, 100, 2)
        asg.put_scaling_policy(AutoScalingGroupName='web', PolicyName='track', PolicyType='TargetTrackingScaling', TargetTrackingConfiguration=dict(TargetValue=1e6,
            PredefinedMetricSpecification=dict(PredefinedMetricType='ALBRequestCountPerTarget', ResourceLabel=f'{balancer}/{targets}')))

        def health(): return {h['Target']['Id']: h['TargetHealth']['State'] for h in elb.describe_target_health(TargetGroupArn=tg)['TargetHealthDescriptions']}
        def all_healthy(count): return len(serving()) == count and list(health().values()) == ['healthy'] * count
        def draining(): return [id for id, state in health().items() if state == 'draining' and state_of(id) == 'running']

        # What tracks them: the alarm that it made, as it names its metric, and what was measured of exactly that.
        def tracked():
            made = next(a for p in asg.describe_policies(PolicyNames=['track'])['ScalingPolicies'] for a in p['Alarms'] if 'AlarmHigh' in a['AlarmName'])
            a = cw.describe_alarms(AlarmNames=[made['AlarmName']])['MetricAlarms'][0]
            return measured(a['Namespace'], a['MetricName'], a['Statistic'], **{d['Name']: d['Value'] for d in a['Dimensions']})
        """;

    /// <summary>Asks, by eight at once, until it is told to end: after each answer it waits so long, and asks for answers that take so long. Tells who answered how often, and what failed.</summary>
    public const string Asker = """
        import json, os, sys, threading, time, urllib.request
        lock, seen, failed = threading.Lock(), {}, []
        def ask():
            while True:
                with open('/run/pace') as file: pause, takes = file.read().split()
                if pause == 'end': return
                try:
                    with urllib.request.urlopen(f'http://{sys.argv[1]}/{takes}', timeout=30) as answer: who = answer.read().decode()
                    with lock: seen[who] = seen.get(who, 0) + 1
                except Exception as e:
                    with lock: failed.append(f'{time.time():.1f} {e!r}')
                time.sleep(float(pause))
        askers = [threading.Thread(target=ask) for _ in range(8)]
        for asker in askers: asker.start()
        while True:
            over = not any(asker.is_alive() for asker in askers)
            with lock: told = json.dumps(dict(over=over, seen=seen, failed=failed))
            with open('/run/told.next', 'w') as file: file.write(told)
            os.replace('/run/told.next', '/run/told')
            if over: break
            time.sleep(0.2)
        """;

    /// <summary>A group of one or two instances that follows their processors.</summary>
    public const string Processors = """
        ec2.create_launch_template(LaunchTemplateName='web', LaunchTemplateData=dict(ImageId=image, InstanceType='t3.nano', SecurityGroupIds=[webs]))
        asg.create_auto_scaling_group(AutoScalingGroupName='web', MinSize=1, MaxSize=2, DesiredCapacity=1, VPCZoneIdentifier=','.join(subnets), LaunchTemplate=dict(LaunchTemplateName='web'))
        grows_and_shrinks(dict(Namespace='AWS/EC2', MetricName='CPUUtilization', Statistic='Average', Dimensions=[dict(Name='AutoScalingGroupName', Value='web')]), 5, 2.5, 1)
        """;
}
