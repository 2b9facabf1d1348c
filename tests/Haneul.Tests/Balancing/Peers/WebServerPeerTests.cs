using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Web servers of others as targets, asked by curl.</summary>
public sealed class WebServerPeerTests
{
    [NeedsTool(Tool.Nginx, Tool.Curl)]
    public async Task Nginx_serves_files_parts_of_files_and_uploads()
    {
        using var folder = new WrittenLogs();
        var port = LoopbackBalancer.FreePort();
        await File.WriteAllTextAsync($"{folder.Folder}/large", new string('x', 3_000_000));
        Directory.CreateDirectory($"{folder.Folder}/put");

        await File.WriteAllTextAsync($"{folder.Folder}/nginx.conf", $$"""
            user root;
            daemon off;
            worker_processes 1;
            pid {{folder.Folder}}/pid;
            error_log {{folder.Folder}}/error.log;
            events { }
            http {
              access_log off;
              gzip on;
              gzip_min_length 1;
              gzip_types *;
              client_body_temp_path {{folder.Folder}}/body;
              server {
                listen 127.0.0.1:{{port}};
                root {{folder.Folder}};
                location /put/ { dav_methods PUT; client_max_body_size 8m; }
                location /whoami { return 200 "$http_x_forwarded_for $http_x_forwarded_proto $http_x_forwarded_port\n"; }
              }
            }
            """);
        await using var nginx = await PeerServer.StartAsync(port, Tool.OnPath("nginx") ?? "nginx", ["-c", $"{folder.Folder}/nginx.conf"]);
        await using var balancer = new LoopbackBalancer();
        balancer.Pools["default"].Add(port);
        balancer.Serve();
        var at = $"http://127.0.0.1:{balancer.Port}";
        Assert.Equal($"127.0.0.1 http {balancer.Port}\n", await CurlAsync($"{at}/whoami"));
        Assert.Equal("200 3000000", await CurlAsync("-o", "/dev/null", "-w", "%{http_code} %{size_download}", $"{at}/large"));
        Assert.Equal("206 11", await CurlAsync("-o", "/dev/null", "-w", "%{http_code} %{size_download}", "-r", "100-110", $"{at}/large"));
        Assert.Equal("xxxxxxxxxx", (await CurlAsync("--compressed", $"{at}/large"))[..10]);
        Assert.Contains("Content-Length: 3000000", await CurlAsync("-I", $"{at}/large"));
        Assert.Equal("201", await CurlAsync("-o", "/dev/null", "-w", "%{http_code}", "-T", $"{folder.Folder}/large", $"{at}/put/one"));
        Assert.Equal("201", await CurlAsync("-o", "/dev/null", "-w", "%{http_code}", "-H", "Transfer-Encoding: chunked", "-T", $"{folder.Folder}/large", $"{at}/put/two"));
        Assert.Equal(3_000_000, new FileInfo($"{folder.Folder}/put/one").Length);
        Assert.Equal(3_000_000, new FileInfo($"{folder.Folder}/put/two").Length);
        Assert.Equal("404", await CurlAsync("-o", "/dev/null", "-w", "%{http_code}", $"{at}/nothing"));
    }

    [NeedsTool(Tool.Tomcat, Tool.Curl)]
    public async Task Tomcat_keeps_sessions_at_the_target_and_answers_in_chunks()
    {
        using var one = new WrittenLogs();
        using var two = new WrittenLogs();
        await using var first = await TomcatAsync(one.Folder);
        await using var second = await TomcatAsync(two.Folder);
        await using var balancer = new LoopbackBalancer();
        balancer.Pools["default"].AddRange([first.Port, second.Port]);
        // A page is compiled when it is asked for first.
        balancer.Attributes["idle_timeout.timeout_seconds"] = "60";
        balancer.PoolAttributes["stickiness.enabled"] = "true";
        balancer.PoolAttributes["stickiness.type"] = "app_cookie";
        balancer.PoolAttributes["stickiness.app_cookie.cookie_name"] = "JSESSIONID";
        balancer.PoolAttributes["stickiness.app_cookie.duration_seconds"] = "600";
        balancer.Serve();
        var at = $"http://127.0.0.1:{balancer.Port}/count.jsp";
        var jar = $"{one.Folder}/cookies";
        var counts = new List<string>();
        for (var i = 1; i <= 6; i++) counts.Add((await CurlAsync("-b", jar, "-c", jar, at)).Trim());
        Assert.Equal(["1 from 127.0.0.1", "2 from 127.0.0.1", "3 from 127.0.0.1", "4 from 127.0.0.1", "5 from 127.0.0.1", "6 from 127.0.0.1"], counts);
        var chunked = await CurlAsync("-i", $"http://127.0.0.1:{balancer.Port}/slow.jsp");
        Assert.Contains("Transfer-Encoding: chunked", chunked);
        Assert.EndsWith("one two three", chunked.TrimEnd());
        Assert.Equal("7 bytes", (await CurlAsync("--data-binary", "a=12345", "-H", "Transfer-Encoding: chunked", $"http://127.0.0.1:{balancer.Port}/body.jsp")).Trim());
    }

    /// <summary>An instance of its own, with three pages.</summary>
    private static Task<PeerServer> TomcatAsync(string folder)
    {
        var port = LoopbackBalancer.FreePort();
        foreach (var name in (string[])["conf", "logs", "temp", "work", "webapps/ROOT"]) Directory.CreateDirectory($"{folder}/{name}");
        File.WriteAllText($"{folder}/conf/server.xml", $"""
            <Server port="-1">
              <Service name="Catalina">
                <Connector address="127.0.0.1" port="{port}" protocol="HTTP/1.1"/>
                <Engine name="Catalina" defaultHost="localhost">
                  <Host name="localhost" appBase="webapps" autoDeploy="false">
                    <Valve className="org.apache.catalina.valves.RemoteIpValve"/>
                  </Host>
                </Engine>
              </Service>
            </Server>
            """);
        File.Copy("/etc/tomcat10/web.xml", $"{folder}/conf/web.xml", overwrite: true);
        File.WriteAllText($"{folder}/webapps/ROOT/count.jsp", """
            <%@ page trimDirectiveWhitespaces="true" %><% Integer n = (Integer) session.getAttribute("n"); n = n == null ? 1 : n + 1; session.setAttribute("n", n); %><%= n %> from <%= request.getRemoteAddr() %>
            """);
        File.WriteAllText($"{folder}/webapps/ROOT/slow.jsp", """
            <%@ page trimDirectiveWhitespaces="true" %><% for (String word : new String[] { "one", " two", " three" }) { out.write(word); out.flush(); response.flushBuffer(); } %>
            """);
        File.WriteAllText($"{folder}/webapps/ROOT/body.jsp", """
            <%@ page trimDirectiveWhitespaces="true" %><%= request.getInputStream().readAllBytes().length %> bytes
            """);
        return PeerServer.StartAsync(port, "/usr/share/tomcat10/bin/catalina.sh", ["run"], new Dictionary<string, string> { ["CATALINA_BASE"] = folder, ["CATALINA_HOME"] = "/usr/share/tomcat10", ["CATALINA_TMPDIR"] = $"{folder}/temp" });
    }

    private static async Task<string> CurlAsync(params string[] arguments) => (await Ran.Of("curl", ["-s", "--max-time", "60", .. arguments])).Good();
}
