namespace Haneul.Bench.Balancer;

/// <summary>nginx as targets, and nginx and HAProxy as tuned as they get: kept connections to targets, large buffers, logs written in the background as far as each can.</summary>
internal static class PeerConfigs
{
    public static string Targets(string folder, int first, int second) => $$"""
        worker_processes 1;
        daemon off;
        pid {{folder}}/targets.pid;
        error_log {{folder}}/targets.err crit;
        events { worker_connections 20000; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          keepalive_timeout 300s;
          sendfile on;
          tcp_nopush on;
          open_file_cache max=100;
          server {
            listen 127.0.0.1:{{first}} backlog=4096;
            listen 127.0.0.1:{{second}} backlog=4096;
            root {{folder}}/www;
          }
        }
        """;

    public static string Nginx(string folder, Door door, int port, int workers, int first, int second) => $$"""
        worker_processes {{workers}};
        daemon off;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/nginx.err crit;
        events { worker_connections 20000; }
        http {
          log_format alb '{{(door == Door.Secure ? "https" : "http")}} $time_iso8601 app/bench/50dc6c495c0c9188 $remote_addr:$remote_port $upstream_addr $request_time $upstream_response_time $upstream_header_time $status $upstream_status $request_length $bytes_sent "$request" "$http_user_agent" - - bench "$request_id" "-" "-" 0 $time_iso8601 "forward" "-" "-" "$upstream_addr" "$upstream_status" "-" "-"';
          access_log {{folder}}/nginx.log.gz alb gzip=1 buffer=128k flush=5m;
          keepalive_requests 1000000000;
          http2_max_concurrent_streams 128;
          proxy_http_version 1.1;
          proxy_buffers 16 64k;
          proxy_buffer_size 64k;
          proxy_busy_buffers_size 128k;
          client_body_buffer_size 64k;
          upstream to { server 127.0.0.1:{{first}}; server 127.0.0.1:{{second}}; keepalive 512; keepalive_requests 1000000000; }
          server {
            listen 127.0.0.1:{{port}} {{(door == Door.Secure ? "ssl http2 " : "")}}reuseport backlog=4096 deferred;
            {{(door == Door.Secure ? SecureNginx(folder) : "")}}
            proxy_set_header Connection "";
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-Port {{port}};
            proxy_set_header X-Amzn-Trace-Id "Root=1-$msec-$request_id";
            location / { proxy_pass http://to; }
            location /api/ { proxy_pass http://to; }
            location /img/ { proxy_pass http://to; }
          }
        }
        """;

    /// <summary>One ticket, as Haneul sends.</summary>
    private static string SecureNginx(string folder) =>
        $"ssl_certificate {folder}/certificate.pem; ssl_certificate_key {folder}/key.pem; ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256; ssl_conf_command NumTickets 1; ssl_buffer_size 16k;";

    /// <summary>It cannot compress or gather its log: a line for each request goes to a file.</summary>
    public static string HAProxy(string folder, Door door, int port, int threads, int first, int second) => $"""
        global
          nbthread {threads}
          maxconn 9000
          tune.bufsize 65536
          log stdout format raw local0 info
          ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256
          ssl-default-bind-options ssl-min-ver TLSv1.3
        defaults
          mode http
          log global
          option httplog
          http-reuse always
          option http-keep-alive
          timeout connect 10s
          timeout client 60s
          timeout server 60s
          timeout http-keep-alive 3600s
        frontend f
          bind 127.0.0.1:{port} defer-accept{(door == Door.Secure ? $" ssl crt {folder}/both.pem alpn h2,http/1.1" : "")}
          option forwardfor
          http-request set-header X-Forwarded-Proto {(door == Door.Secure ? "https" : "http")}
          http-request set-header X-Forwarded-Port {port}
          http-request set-header X-Amzn-Trace-Id Root=1-%[date,hex]-%[rand,hex]%[rand,hex]%[rand,hex]
          use_backend b if {"{"} hdr(host) api.example.com {"}"}
          use_backend b if {"{"} path_beg /api/ {"}"}
          use_backend b if {"{"} path_beg /img/ {"}"}
          default_backend b
        backend b
          balance roundrobin
          server a 127.0.0.1:{first}
          server b 127.0.0.1:{second}

        """;
}
