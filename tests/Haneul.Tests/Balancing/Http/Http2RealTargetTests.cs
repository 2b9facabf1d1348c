using Haneul.Model;
using Haneul.Tests.Tls;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Servers and clients of others on both sides.</summary>
public sealed class Http2RealTargetTests
{
    private const int Size = 3_000_000;

    [NeedsTool(Tool.Nginx, Tool.Curl)]
    public async Task Curl_gets_from_nginx_and_puts_to_it_by_HTTP2_all_the_way()
    {
        var folder = Directory.CreateTempSubdirectory("haneul-nginx-");
        try
        {
            var port = LoopbackBalancer.FreePort();
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "large"), new byte[Size]);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nginx.conf"), $$"""
                daemon off; master_process off; pid {{folder.FullName}}/pid; error_log stderr;
                events {}
                http {
                    access_log off; client_body_temp_path {{folder.FullName}}; proxy_temp_path {{folder.FullName}}; fastcgi_temp_path {{folder.FullName}}; uwsgi_temp_path {{folder.FullName}}; scgi_temp_path {{folder.FullName}};
                    client_max_body_size 0;
                    server {
                        listen 127.0.0.1:{{port}} http2;
                        location / { root {{folder.FullName}}; add_header x-by $server_protocol; }
                        location /put/ { root {{folder.FullName}}; dav_methods PUT; create_full_put_path on; client_body_temp_path {{folder.FullName}}/tmp; }
                    }
                }
                """);
            await using var nginx = await PeerServer.StartAsync(port, "nginx", ["-c", Path.Combine(folder.FullName, "nginx.conf"), "-p", folder.FullName]);
            await using var balancer = Http2Client.Before("HTTP2", port);
            var got = (await Ran.Of("curl", ["-sk", "--http2", "-o", "/dev/null", "-D", "-", "-w", "%{http_version} %{http_code} %{size_download}", $"https://127.0.0.1:{balancer.Port}/large"])).Good();
            Assert.Contains("x-by: HTTP/2.0\r\n", got);
            Assert.EndsWith($"2 200 {Size}", got);
            var put = (await Ran.Of("curl", ["-sk", "--http2", "-T", Path.Combine(folder.FullName, "large"), "-w", "%{http_code}", $"https://127.0.0.1:{balancer.Port}/put/copy"])).Good();
            Assert.Equal("201", put);
            Assert.Equal(Size, new FileInfo(Path.Combine(folder.FullName, "put", "copy")).Length);
            Assert.EndsWith("464", (await Ran.Of("curl", ["-sk", "--http1.1", "-o", "/dev/null", "-w", "%{http_code}", $"https://127.0.0.1:{balancer.Port}/large"])).Good());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [NeedsTool(Tool.Nghttpd, Tool.H2Load)]
    public async Task Many_streams_of_h2load_reach_nghttpd_over_TLS()
    {
        var folder = Directory.CreateTempSubdirectory("haneul-nghttpd-");
        try
        {
            var port = LoopbackBalancer.FreePort();
            using var certificate = MadeCertificate.Ecdsa(["nobody.knows.it"]);
            var (key, cert) = (Path.Combine(folder.FullName, "key.pem"), Path.Combine(folder.FullName, "cert.pem"));
            await File.WriteAllTextAsync(key, certificate.KeyPem);
            await File.WriteAllTextAsync(cert, certificate.Pem);
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "some"), new byte[20_000]);
            await using var server = await PeerServer.StartAsync(port, "nghttpd", ["-d", folder.FullName, $"{port}", key, cert]);
            await using var balancer = Http2Client.Before("HTTP2");
            balancer.PoolProtocol = BalancerProtocol.Https;
            balancer.Pools["default"].Add(port);
            balancer.Serve();
            var ran = (await Ran.Of("h2load", ["-n", "3000", "-c", "4", "-m", "64", $"https://127.0.0.1:{balancer.Port}/some"])).Good();
            Assert.Contains("3000 total, 3000 started, 3000 done, 3000 succeeded, 0 failed, 0 errored, 0 timeout", ran);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
