using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Tls;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>grpcio's client, the balancer and grpcio's server.</summary>
public sealed class GrpcTests
{
    private const string Server = """
        import sys, time
        from concurrent import futures
        import grpc

        def unary(request, context):
            context.set_trailing_metadata((('x-trailer', 'told'),))
            if request == b'fail':
                context.abort(grpc.StatusCode.FAILED_PRECONDITION, 'not now: % ä')
            return request[::-1]

        def fan(request, context):
            for i in range(int(request)):
                yield b'item %d' % i

        def sum_up(requests, context):
            return b'%d' % sum(len(r) for r in requests)

        def chat(requests, context):
            for request in requests:
                if request == b'stop':
                    return
                yield b'heard ' + request

        def endless(request, context):
            while context.is_active():
                yield b'tick'
                time.sleep(0.01)

        def check(request, context):
            return b'\x08\x01'

        handlers = {
            'Unary': grpc.unary_unary_rpc_method_handler(unary),
            'Fan': grpc.unary_stream_rpc_method_handler(fan),
            'Sum': grpc.stream_unary_rpc_method_handler(sum_up),
            'Chat': grpc.stream_stream_rpc_method_handler(chat),
            'Endless': grpc.unary_stream_rpc_method_handler(endless),
        }
        server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
        server.add_generic_rpc_handlers((
            grpc.method_handlers_generic_handler('test.Service', handlers),
            grpc.method_handlers_generic_handler('grpc.health.v1.Health', {'Check': grpc.unary_unary_rpc_method_handler(check)})))
        assert server.add_insecure_port('127.0.0.1:' + sys.argv[1]) == int(sys.argv[1])
        server.start()
        server.wait_for_termination()
        """;

    private const string Client = """
        import sys, threading, queue
        import grpc

        root = open(sys.argv[2], 'rb').read()
        def connect():
            return grpc.secure_channel('127.0.0.1:' + sys.argv[1], grpc.ssl_channel_credentials(root), (('grpc.ssl_target_name_override', 'localhost'), ('grpc.use_local_subchannel_pool', 1)))
        channel = connect()
        T = 20

        unary = channel.unary_unary('/test.Service/Unary')
        answer, call = unary.with_call(b'hello', timeout=T, metadata=(('x-mine', 'a'), ('x-bytes-bin', b'\x00\xff')))
        assert answer == b'olleh' and call.code() == grpc.StatusCode.OK, answer
        assert ('x-trailer', 'told') in call.trailing_metadata(), call.trailing_metadata()
        large = bytes(range(256)) * 12000
        assert unary(large, timeout=T) == large[::-1]

        try:
            unary(b'fail', timeout=T)
            raise AssertionError('it did not fail')
        except grpc.RpcError as e:
            assert e.code() == grpc.StatusCode.FAILED_PRECONDITION and e.details() == 'not now: % ä', e

        try:
            channel.unary_unary('/test.Service/None')(b'', timeout=T)
            raise AssertionError('it did not fail')
        except grpc.RpcError as e:
            assert e.code() == grpc.StatusCode.UNIMPLEMENTED, e

        fan = channel.unary_stream('/test.Service/Fan')
        assert list(fan(b'2000', timeout=T)) == [b'item %d' % i for i in range(2000)]

        sum_up = channel.stream_unary('/test.Service/Sum')
        assert sum_up((b'x' * (i * 37) for i in range(500)), timeout=T) == b'%d' % sum(i * 37 for i in range(500))

        said = queue.Queue()
        heard = channel.stream_stream('/test.Service/Chat')(iter(said.get, None), timeout=T)
        for i in range(200):
            said.put(b'message %d' % i)
            assert next(heard) == b'heard message %d' % i
        said.put(b'stop')
        assert list(heard) == []
        assert heard.code() == grpc.StatusCode.OK

        ticks = channel.unary_stream('/test.Service/Endless')(b'', timeout=T)
        for _ in range(5):
            assert next(ticks) == b'tick'
        ticks.cancel()
        assert ticks.code() == grpc.StatusCode.CANCELLED

        wrong = []
        def many():
            try:
                own = connect()
                for i in range(40):
                    assert own.unary_unary('/test.Service/Unary')(b'%05d' % i, timeout=T) == (b'%05d' % i)[::-1]
                own.close()
            except Exception as e:
                wrong.append(e)
        threads = [threading.Thread(target=many) for _ in range(6)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        assert not wrong, wrong
        print('all good')
        """;

    private const string Unavailable = """
        import sys, grpc
        channel = grpc.secure_channel('127.0.0.1:' + sys.argv[1], grpc.ssl_channel_credentials(open(sys.argv[2], 'rb').read()), (('grpc.ssl_target_name_override', 'localhost'), ('grpc.enable_retries', 0)))
        try:
            channel.unary_unary('/test.Service/Unary')(b'', timeout=20)
        except grpc.RpcError as e:
            print(e.code().name)
        """;

    [NeedsTool(Tool.Grpc)]
    public async Task Calls_of_all_four_kinds_succeed_through_a_group_of_GRPC()
    {
        await using var world = await World.StartAsync();
        Assert.Equal("all good\n", (await world.RunAsync(Client)).Good());
        // By its target's status, as AWS logs it, and by its own type.
        await world.Balancer.FlushLogsAsync();
        var lines = world.LogLines();
        Assert.All(lines, l => Assert.StartsWith("grpcs ", l));
        Assert.Contains(lines, l => l.Contains($" 127.0.0.1:{world.Port} ", StringComparison.Ordinal) && l.Contains(" 200 200 ", StringComparison.Ordinal) && l.Contains("/test.Service/Unary HTTP/2.0\" \"grpc-python/", StringComparison.Ordinal));
    }

    [NeedsTool(Tool.Grpc)]
    public async Task A_call_that_nobody_takes_is_unavailable()
    {
        await using var world = await World.StartAsync();
        world.Balancer.Pools["default"][0] = LoopbackBalancer.FreePort();
        world.Balancer.Serve();
        Assert.Equal("UNAVAILABLE\n", (await world.RunAsync(Unavailable)).Good());
        world.Balancer.Pools["default"].Clear();
        world.Balancer.Serve();
        Assert.Equal("UNAVAILABLE\n", (await world.RunAsync(Unavailable)).Good());
    }

    [NeedsTool(Tool.Grpc)]
    public async Task Health_is_what_the_called_method_says()
    {
        await using var world = await World.StartAsync();
        Assert.Equal(new ProbeResult(ProbeVerdict.Passed, 12), await ProbeAsync(world.Port, "/AWS.ALB/healthcheck", "12"));
        Assert.Equal(new ProbeResult(ProbeVerdict.Passed, 0), await ProbeAsync(world.Port, "/grpc.health.v1.Health/Check", "0-5"));
        Assert.Equal(new ProbeResult(ProbeVerdict.Mismatch, 0), await ProbeAsync(world.Port, "/grpc.health.v1.Health/Check", "12"));
        Assert.Equal(ProbeVerdict.Failed, (await ProbeAsync(LoopbackBalancer.FreePort(), "/AWS.ALB/healthcheck", "12")).Verdict);
    }

    private static async Task<ProbeResult> ProbeAsync(int port, string path, string matcher)
    {
        using var late = new CancellationTokenSource(RawClient.Patience);
        var pool = Pools.Of([], []) with { ProtocolVersion = "GRPC", HealthCheck = Pools.Check with { Protocol = BalancerProtocol.Http, Path = path, Matcher = matcher } };
        using var functions = new FunctionClient(TimeProvider.System);
        return await new NetworkProbe(new OwnSockets(), functions, TimeProvider.System).RunAsync(new HealthProbe("", Ip.Parse("127.0.0.1"), Ip.Parse("127.0.0.1"), port, pool), late.Token);
    }

    /// <summary>A server, and a balancer with an HTTPS listener and a log before it.</summary>
    private sealed class World(DirectoryInfo folder, PeerServer server, LoopbackBalancer balancer, int port) : IAsyncDisposable
    {
        public LoopbackBalancer Balancer => balancer;

        public int Port => port;

        public static async Task<World> StartAsync()
        {
            var folder = Directory.CreateTempSubdirectory("haneul-grpc-");
            var port = LoopbackBalancer.FreePort();
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "server.py"), Server);
            var server = await PeerServer.StartAsync(port, Tool.GrpcPython, [Path.Combine(folder.FullName, "server.py"), $"{port}"]);
            using var certificate = MadeCertificate.Ecdsa(["localhost"]);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "root.pem"), certificate.Pem);
            var balancer = new LoopbackBalancer(loops: 2, Path.Combine(folder.FullName, "logs")) { Certificate = new WantedCertificate("one", certificate.Pem, "", certificate.KeyPem), PoolVersion = "GRPC" };
            balancer.Attributes["access_logs.s3.enabled"] = "true";
            balancer.Attributes["access_logs.s3.bucket"] = "bucket";
            balancer.Pools["default"].Add(port);
            balancer.Serve();
            return new World(folder, server, balancer, port);
        }

        public async Task<Ran> RunAsync(string script)
        {
            var file = Path.Combine(folder.FullName, "client.py");
            await File.WriteAllTextAsync(file, script);
            return await Ran.Of(Tool.GrpcPython, [file, $"{balancer.Port}", Path.Combine(folder.FullName, "root.pem")], limit: TimeSpan.FromMinutes(2));
        }

        public List<string> LogLines() => [.. Directory.GetFiles(folder.FullName, "*.gz", SearchOption.AllDirectories).SelectMany(Lines)];

        private static IEnumerable<string> Lines(string file)
        {
            using var text = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(file), System.IO.Compression.CompressionMode.Decompress));
            return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }

        public async ValueTask DisposeAsync()
        {
            await balancer.DisposeAsync();
            await server.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }
}
