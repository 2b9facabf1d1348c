using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Haneul.Balancer;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>What application balancers ask others for: an identity provider on the emulated internet, by name and over TLS, and a function on the machine.</summary>
[Collection(BalancedTests.Name)]
public sealed partial class IdentityTests(BalancedCloud cloud)
{
    /// <summary>An OpenID Connect provider in a few lines; argument: its own name.</summary>
    private const string Provider = """
        import base64, json, ssl, sys, time, urllib.parse
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        me = f'https://{sys.argv[1]}'
        def coded(x): return base64.urlsafe_b64encode(json.dumps(x).encode()).decode().rstrip('=')
        class Handler(BaseHTTPRequestHandler):
            def say(self, status, body=None, **headers):
                text = json.dumps(body or {}).encode()
                self.send_response(status)
                for name, value in headers.items(): self.send_header(name, value)
                self.send_header('Content-Length', str(len(text)))
                self.end_headers()
                self.wfile.write(text)
            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                asked = dict(urllib.parse.parse_qsl(url.query))
                if url.path == '/userinfo': self.say(200, dict(sub='alice', email='alice@example.com', asker=self.client_address[0]))
                else: self.say(302, Location=asked['redirect_uri'] + '?' + urllib.parse.urlencode(dict(code='c0de', state=asked['state'])))
            def do_POST(self):
                self.rfile.read(int(self.headers['Content-Length']))
                token = dict(iss=me, aud='app', sub='alice', exp=int(time.time()) + 300)
                self.say(200, dict(access_token='access', token_type='Bearer', id_token='e30.' + coded(token) + '.c2ln'))
            def log_message(self, *_): pass
        server = ThreadingHTTPServer(('', 443), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain('/tmp/idp.pem')
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.serve_forever()
        """;

    /// <summary>A function as the runtime interface emulator has them: it answers with what it was told.</summary>
    private const string Function = """
        import json, os
        from http.server import BaseHTTPRequestHandler, HTTPServer
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                told = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
                said = json.dumps(dict(statusCode=200, headers={'Content-Type': 'application/json'}, body=json.dumps(dict(told=told, at=self.path)))).encode()
                self.send_response(200)
                self.send_header('Content-Length', str(len(said)))
                self.end_headers()
                self.wfile.write(said)
            def log_message(self, *_): pass
        server = HTTPServer(('127.0.0.1', 9000), Handler)
        open('function.pid', 'w').write(str(os.getpid()))
        server.serve_forever()
        """;

    [CarriedFact(Tool.Dig, Tool.OpenSsl)]
    public async Task A_user_is_logged_in_with_a_provider_on_the_internet_and_a_target_can_check_who_it_is()
    {
        var idp = await ProviderAsync();
        await cloud.AskAsync($"import os; os.chdir('{cloud.Daemon.Data}')\n" + """
            allow(fronts, rule('tcp', 443, block='0.0.0.0/0'))
            acm = boto3.client('acm')
            arn = acm.import_certificate(Certificate=open('web.crt').read(), PrivateKey=open('web.key').read())['CertificateArn']
            oidc = dict(Type='authenticate-oidc', Order=1, AuthenticateOidcConfig=dict(Issuer='https://idp', AuthorizationEndpoint='https://idp/authorize', TokenEndpoint='https://idp/token', UserInfoEndpoint='https://idp/userinfo', ClientId='app', ClientSecret='secret'))
            secure = elb.create_listener(LoadBalancerArn=lb, Protocol='HTTPS', Port=443, Certificates=[dict(CertificateArn=arn)], DefaultActions=[oidc, dict(Type='forward', TargetGroupArn=tg, Order=2)])['Listeners'][0]['ListenerArn']
            settle()
            """);
        try
        {
            var at = (await cloud.AddressesAsync())[0];
            string[] way = ["-sk", "--max-time", "20", "--resolve", $"{cloud.Name}:443:{at}", "--resolve", $"idp:443:{idp}", "-b", "", "-w", "|%{http_code}|%{num_redirects}"];
            await CarriedCloud.UntilAsync(async () => (await cloud.Daemon.RunAsync("curl", [.. way, "-o", "/dev/null", $"https://{cloud.Name}/"])).Out.EndsWith("|302|0", StringComparison.Ordinal), "the listener serves");
            var page = (await cloud.Daemon.RunAsync("curl", [.. way, "-L", $"https://{cloud.Name}/7"])).Good();
            Assert.EndsWith("|200|3", page);
            Assert.Contains("xxxxxxx", page);

            // The key that the claims were signed with is where AWS has it, for instances and for the machine.
            using var signer = new OidcSigner(Encoding.UTF8.GetBytes(await File.ReadAllTextAsync(Path.Combine(cloud.Daemon.Data, "balancers.secret"))));
            const string Keys = "public-keys.auth.elb.ap-northeast-2.amazonaws.com";
            Assert.Equal(signer.PublicKey, (await cloud.Daemon.InAsync("laptop", $"curl -s --max-time 10 https://{Keys}/{signer.KeyId}")).Good().Trim());
            Assert.Equal(signer.PublicKey, (await cloud.Daemon.RunAsync("curl", ["-s", "-H", $"Host: {Keys}", $"{cloud.Daemon.Endpoint}/{signer.KeyId}"])).Good().Trim());
            Assert.Equal("404", (await cloud.Daemon.RunAsync("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", $"Host: {Keys}", $"{cloud.Daemon.Endpoint}/other"])).Good());
        }
        finally
        {
            await cloud.AskAsync("elb.delete_listener(ListenerArn=secure); disallow(fronts, rule('tcp', 443, block='0.0.0.0/0')); acm.delete_certificate(CertificateArn=arn); settle()");
            (await cloud.Daemon.HaneulAsync("outside", "remove", "idp", "--data", cloud.Daemon.Data)).Good();
        }
    }

    [CarriedFact(Tool.Dig)]
    public async Task A_function_on_the_machine_answers_for_its_group_and_its_health_is_seen()
    {
        await cloud.AskAsync("""
            fn = elb.create_target_group(Name='fn', TargetType='lambda', HealthCheckEnabled=True, HealthCheckIntervalSeconds=35, HealthCheckTimeoutSeconds=30)['TargetGroups'][0]['TargetGroupArn']
            elb.register_targets(TargetGroupArn=fn, Targets=[dict(Id='arn:aws:lambda:ap-northeast-2:000000000000:function:hello')])
            listener = next(l for l in elb.describe_listeners(LoadBalancerArn=lb)['Listeners'] if l['Port'] == 80)['ListenerArn']
            ruled = elb.create_rule(ListenerArn=listener, Priority=7, Conditions=[dict(Field='path-pattern', Values=['/fn*'])], Actions=[dict(Type='forward', TargetGroupArn=fn)])['Rules'][0]['RuleArn']
            settle()
            """);
        var running = cloud.Daemon.RunAsync("timeout", ["120", "python3", "-c", Function], limit: TimeSpan.FromMinutes(3));
        try
        {
            Assert.Equal("hello is called at http://127.0.0.1:9000/\n", (await cloud.Daemon.HaneulAsync("function", "add", "hello", "http://127.0.0.1:9000", "--data", cloud.Daemon.Data)).Good());
            var at = (await cloud.AddressesAsync())[0];
            Task<Ran> Ask() => cloud.Daemon.RunAsync("curl", ["-s", "--max-time", "15", "--resolve", $"{cloud.Name}:80:{at}", "-d", "hi", "-H", "Content-Type: text/plain", $"http://{cloud.Name}/fn/x?y=1"]);
            await CarriedCloud.UntilAsync(async () => (await Ask()).Out.StartsWith('{'), "the function answers");
            var said = JsonDocument.Parse((await Ask()).Good()).RootElement;
            Assert.Equal("/2015-03-31/functions/function/invocations", said.GetProperty("at").GetString());
            var told = said.GetProperty("told");
            Assert.Equal(("POST", "/fn/x", "hi"), (told.GetProperty("httpMethod").GetString(), told.GetProperty("path").GetString(), told.GetProperty("body").GetString()));
            await cloud.AskAsync("until(lambda: elb.describe_target_health(TargetGroupArn=fn)['TargetHealthDescriptions'][0]['TargetHealth']['State'] == 'healthy', 'the function is healthy', 60)");
            Assert.Matches(Listed(), (await cloud.Daemon.HaneulAsync("function", "--data", cloud.Daemon.Data)).Good());
        }
        finally
        {
            await cloud.Daemon.RunAsync("sh", ["-c", "kill $(cat function.pid)"]);
            await running;
            await cloud.AskAsync("elb.delete_rule(RuleArn=ruled); elb.delete_target_group(TargetGroupArn=fn); settle()");
            (await cloud.Daemon.HaneulAsync("function", "remove", "hello", "--data", cloud.Daemon.Data)).Good();
        }
    }

    /// <summary>A host on the internet that vouches for itself by the emulated cloud's authority; its address. Also makes the balancer's certificate.</summary>
    private async Task<string> ProviderAsync()
    {
        (await cloud.Daemon.HaneulAsync("outside", "add", "idp", "--data", cloud.Daemon.Data)).Good();
        (await cloud.Daemon.RunAsync("sh", ["-ec", $"""
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout web.key -out web.crt -subj /CN=web -addext subjectAltName=DNS:{cloud.Name} -days 30
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout idp.key -out idp.csr -subj /CN=idp
            echo subjectAltName=DNS:idp > idp.ext
            openssl x509 -req -in idp.csr -CA authority.crt -CAkey authority.key -CAcreateserial -extfile idp.ext -days 30 -out idp.crt
            cat idp.key idp.crt > idp.pem
            """])).Good();
        var pem = await File.ReadAllTextAsync(Path.Combine(cloud.Daemon.Data, "idp.pem"));
        await cloud.AskAsync("settle()");
        (await cloud.Daemon.InAsync("idp", $"cat > /tmp/idp.pem <<'END'\n{pem}\nEND\ncat > /tmp/idp.py <<'END'\n{Provider}\nEND\nsetsid python3 /tmp/idp.py idp </dev/null >/tmp/idp.log 2>&1 &", "root")).Good();
        var address = Address().Match((await cloud.Daemon.HaneulAsync("outside", "--data", cloud.Daemon.Data)).Good()).Groups[1].Value;
        await CarriedCloud.UntilAsync(async () => (await cloud.Daemon.RunAsync("curl", ["-sk", "--max-time", "2", $"https://{address}/userinfo"])).Exit == 0, "the provider answers");
        return address;
    }

    [GeneratedRegex(@"\nidp +(\S+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"\nhello +http://127\.0\.0\.1:9000/ +fn\n")]
    private static partial Regex Listed();
}
