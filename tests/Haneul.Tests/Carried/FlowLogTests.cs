using System.Text.RegularExpressions;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Flow logs of real packets, read as AWS clients read them, with a parser of their own.</summary>
[Collection(CarriedTests.Name)]
public sealed class FlowLogTests(CarriedCloud cloud)
{
    /// <summary>Python that reads records without knowing how Haneul writes them.</summary>
    private const string Reader = """
        logs = boto3.client('logs')
        standard = 'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split()

        def flush():
            call = urllib.request.Request(os.environ['AWS_ENDPOINT_URL'] + '/_haneul/flows/flush', data=b'')
            return json.load(urllib.request.urlopen(call, timeout=60))['records']

        def records(group, fields=standard, **more):
            found = []
            for page in logs.get_paginator('filter_log_events').paginate(logGroupName=group, **more):
                for event in page['events']:
                    words = event['message'].split(' ')
                    assert len(words) == len(fields), event
                    found.append(dict(zip(fields, words), stream=event['logStreamName'], at=event['timestamp']))
            return found

        def face(name): return instance(name)['NetworkInterfaces'][0]['NetworkInterfaceId']

        def log_to(group, resource, kind, traffic='ALL', **more):
            made = ec2.create_flow_logs(ResourceIds=[resource], ResourceType=kind, TrafficType=traffic, LogGroupName=group, MaxAggregationInterval=60,
                DeliverLogsPermissionArn='arn:aws:iam::000000000000:role/flows', **more)
            assert not made['Unsuccessful'], made
            settle()
            return made['FlowLogIds'][0]

        def unlog(group, id):
            ec2.delete_flow_logs(FlowLogIds=[id])
            logs.delete_log_group(logGroupName=group)
            settle()
        """;

    [CarriedFact]
    public async Task The_bytes_of_a_page_that_was_fetched_are_in_the_records_of_both_ends()
    {
        await cloud.AskAsync(Reader);
        await cloud.AskAsync("log = log_to('/flows/page', vpc, 'VPC'); flush()");
        var app = await cloud.PrivateOf("app1");
        Assert.Equal("300000", await cloud.SaidInAsync("www", $"curl -s --max-time 10 http://{app}/300000 | tail -c 300000 | wc -c"));
        var told = await cloud.AskAsync("""
            flush()
            found = [r for r in records('/flows/page') if r['log-status'] == 'OK' and '80' in (r['srcport'], r['dstport'])]
            www, app = instance('www')['PrivateIpAddress'], instance('app1')['PrivateIpAddress']
            print(json.dumps([dict(eni=r['interface-id'] == face('app1'), answer=r['srcaddr'] == app, bytes=int(r['bytes']), packets=int(r['packets']), action=r['action'], protocol=r['protocol'],
                stream=r['stream'] == r['interface-id'] + '-all', version=r['version'], account=r['account-id'], order=int(r['start']) <= int(r['end']), now=abs(time.time() - int(r['end'])) < 120)
                for r in found if {r['srcaddr'], r['dstaddr']} == {www, app}]))
            unlog('/flows/page', log)
            """);
        var records = told.EnumerateArray().ToList();
        Assert.Equal(4, records.Count);
        Assert.All(records, r => Assert.Equal(
            ("ACCEPT", "6", "2", "000000000000", true, true, true),
            (r.GetProperty("action").GetString(), r.GetProperty("protocol").GetString(), r.GetProperty("version").GetString(), r.GetProperty("account").GetString(), r.GetProperty("stream").GetBoolean(), r.GetProperty("order").GetBoolean(), r.GetProperty("now").GetBoolean())));
        var answers = records.Where(r => r.GetProperty("answer").GetBoolean()).ToList();
        Assert.Equal(2, answers.Count);
        foreach (var answer in answers)
        {
            // The page, its headers, and 52 bytes of IP and TCP for each packet.
            var (bytes, packets) = (answer.GetProperty("bytes").GetInt64(), answer.GetProperty("packets").GetInt64());
            Assert.InRange(bytes - 52 * packets, 300_000, 300_600);
        }
        Assert.Equal(answers[0].GetProperty("bytes").GetInt64(), answers[1].GetProperty("bytes").GetInt64());
    }

    [CarriedFact]
    public async Task An_accepted_request_whose_answer_an_acl_drops_has_one_accept_and_one_reject()
    {
        await cloud.AskAsync(Reader);
        await cloud.AskAsync("""
            acl = ec2.describe_network_acls(Filters=[dict(Name='association.subnet-id', Values=[public])])['NetworkAcls'][0]['NetworkAclId']
            ec2.create_network_acl_entry(NetworkAclId=acl, RuleNumber=7, Protocol='1', RuleAction='deny', Egress=True, CidrBlock='198.19.0.0/16', IcmpTypeCode=dict(Type=-1, Code=-1))
            log = log_to('/flows/acl', face('bastion'), 'NetworkInterface')
            flush()
            """);
        var bastion = await cloud.PublicOf("bastion");
        Assert.NotEqual(0, (await cloud.PingAsync(bastion)).Exit);
        var told = await cloud.AskAsync("""
            flush()
            found = [r for r in records('/flows/acl') if r['protocol'] == '1']
            print(json.dumps([[r['srcaddr'], r['dstaddr'], r['srcport'], r['dstport'], r['packets'], r['bytes'], r['action']] for r in found]))
            ec2.delete_network_acl_entry(NetworkAclId=acl, RuleNumber=7, Egress=True)
            unlog('/flows/acl', log)
            """);
        var inside = await cloud.PrivateOf("bastion");
        Assert.Equal(
            [$"{inside} {CarriedCloud.Machine} 0 0 1 84 REJECT", $"{CarriedCloud.Machine} {inside} 0 0 1 84 ACCEPT"],
            told.EnumerateArray().Select(r => string.Join(' ', r.EnumerateArray().Select(w => w.GetString()))).Order(StringComparer.Ordinal));
    }

    [CarriedFact]
    public async Task A_format_of_ones_own_tells_the_way_through_a_nat_gateway()
    {
        await cloud.AskAsync(Reader);
        await cloud.AskAsync("""
            fields = 'interface-id instance-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr dstport tcp-flags type flow-direction traffic-path action vpc-id subnet-id az-id region sublocation-id version'.split()
            log = log_to('/flows/nat', vpc, 'VPC', 'ACCEPT', LogFormat=' '.join('${%s}' % f for f in fields))
            flush()
            """);
        var web = (await cloud.Daemon.RunAsync("curl", ["-sS", $"{cloud.Daemon.Endpoint}/_haneul/outside"])).Good();
        var address = System.Text.Json.JsonDocument.Parse(web).RootElement.GetProperty("hosts").EnumerateArray().First(h => h.GetProperty("name").GetString() == "web").GetProperty("address").GetString();
        await cloud.SaidInAsync("app2", $"curl -s -o /dev/null --max-time 10 http://{address}/");
        var told = await cloud.AskAsync($$"""
            flush()
            gate = ec2.describe_nat_gateways(NatGatewayIds=[nat])['NatGateways'][0]['NatGatewayAddresses'][0]
            names = {instance('app2')['PrivateIpAddress']: 'app', gate['PrivateIp']: 'nat', '{{address}}': 'web', face('app2'): 'eni-app', gate['NetworkInterfaceId']: 'eni-nat', id_of('app2'): 'i-app'}
            found = [[names.get(r[f], r[f]) for f in fields[:12]] for r in records('/flows/nat', fields) if r['dstport'] == '80']
            whole = [r for r in records('/flows/nat', fields) if r['dstport'] == '80'][0]
            print(json.dumps(dict(found=sorted(' '.join(f) for f in found), rest=[whole['vpc-id'] == vpc, whole['region'], whole['az-id'], whole['sublocation-id'], whole['version']])))
            unlog('/flows/nat', log)
            """);
        // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html, "Traffic through a NAT gateway"; a short connection has SYN and FIN (3).
        Assert.Equal(
            [
                "eni-app i-app app web app web 80 3 IPv4 egress 1 ACCEPT",
                "eni-nat - app nat app web 80 3 IPv4 ingress - ACCEPT",
                "eni-nat - nat web nat web 80 3 IPv4 egress 8 ACCEPT",
            ],
            told.GetProperty("found").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal("[true, \"ap-northeast-2\", \"apne2-az1\", \"-\", \"5\"]", told.GetProperty("rest").ToString());
    }

    [CarriedFact]
    public async Task Windows_without_traffic_say_so_and_what_AWS_does_not_log_is_not_logged()
    {
        await cloud.AskAsync(Reader);
        await cloud.AskAsync("log = log_to('/flows/quiet', face('app2'), 'NetworkInterface'); flush()");
        // No route leads there, and the resolver is the VPC's.
        await cloud.InAsync("app2", "timeout 0.3 bash -c ': </dev/tcp/10.0.1.77/80'; timeout 0.3 bash -c 'echo x >/dev/udp/10.0.0.2/53'; timeout 0.3 bash -c ': </dev/tcp/169.254.169.254/80'; true");
        var told = await cloud.AskAsync("""
            flush()
            found = records('/flows/quiet')
            view = ec2.describe_flow_logs(FlowLogIds=[log])['FlowLogs'][0]
            print(json.dumps(dict(found=[[r['interface-id'] == face('app2'), r['srcaddr'], r['bytes'], r['action'], r['log-status']] for r in found[-1:]], all=sorted({r['log-status'] for r in found}), status=view['DeliverLogsStatus'])))
            unlog('/flows/quiet', log)
            """);
        Assert.Equal("""[[true, "-", "-", "-", "NODATA"]]""", told.GetProperty("found").ToString());
        Assert.Equal("""["NODATA"]""", told.GetProperty("all").ToString());
        Assert.Equal("SUCCESS", told.GetProperty("status").GetString());
    }

    [CarriedFact]
    public async Task Records_for_a_bucket_are_files_as_AWS_names_them()
    {
        await cloud.AskAsync(Reader);
        await cloud.AskAsync("""
            made = ec2.create_flow_logs(ResourceIds=[private], ResourceType='Subnet', TrafficType='REJECT', LogDestinationType='s3', LogDestination='arn:aws:s3:::bucket/some/prefix', MaxAggregationInterval=60,
                DestinationOptions=dict(FileFormat='plain-text', HiveCompatiblePartitions=False, PerHourPartition=True))
            settle()
            flush()
            """);
        var app = await cloud.PrivateOf("app1");
        Assert.False(await cloud.OpensAsync("www", app, 22));
        await cloud.AskAsync("flush(); ec2.delete_flow_logs(FlowLogIds=made['FlowLogIds']); settle()");
        var files = Directory.GetFiles(Path.Combine(cloud.Daemon.Data, "s3"), "*.log.gz", SearchOption.AllDirectories);
        Assert.All(files, f => Assert.Matches(@"/s3/bucket/some/prefix/AWSLogs/000000000000/vpcflowlogs/ap-northeast-2/\d{4}/\d\d/\d\d/\d\d/000000000000_vpcflowlogs_ap-northeast-2_fl-[0-9a-f]+_\d{8}T\d{4}Z_[0-9a-f]{8}\.log\.gz$", f));
        var lines = new List<string>();
        foreach (var file in files) lines.AddRange((await cloud.Daemon.RunAsync("zcat", [file])).Good().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status", lines);
        var www = await cloud.PrivateOf("www");
        Assert.Contains(lines, l => Regex.IsMatch(l, $@" {www} {app} \d+ 22 6 \d+ \d+ \d+ \d+ REJECT OK$"));
        Assert.DoesNotContain(lines, l => l.EndsWith("ACCEPT OK", StringComparison.Ordinal));
    }
}
