using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Haneul.Tests.Processes;

/// <summary>
/// A Haneul that runs as people run it: its own process, a port that the system chose, a data directory that goes when the test ends.
/// It can be killed and started again on the same data.
/// </summary>
internal sealed class DaemonProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private const string ReadyLine = "Haneul is ready on ";

    private static readonly HttpClient Http = new();

    private Process process;

    private DaemonProcess(string data, Process process, string endpoint) => (Data, this.process, Endpoint) = (data, process, endpoint);

    public string Data { get; }

    public string Endpoint { get; private set; }

    public int Pid => process.Id;

    /// <summary>What AWS clients need to speak to it, and to nothing else.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL"] = Endpoint,
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_REGION"] = "ap-northeast-2",
        ["AWS_DEFAULT_REGION"] = "ap-northeast-2",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_MAX_ATTEMPTS"] = "2",
        ["NO_PROXY"] = "127.0.0.1,localhost",
    };

    public static async Task<DaemonProcess> StartAsync(params string[] options)
    {
        var data = Directory.CreateTempSubdirectory("haneul-test-").FullName;
        var (process, endpoint) = await LaunchAsync(data, options);
        return new DaemonProcess(data, process, endpoint);
    }

    /// <summary>Starts it in a shell that has run these commands first (limits).</summary>
    public static async Task<DaemonProcess> StartWithin(string shell)
    {
        var data = Directory.CreateTempSubdirectory("haneul-test-").FullName;
        string[] daemon = ["dotnet", Program, "up", "--port", "0", "--data", data];
        var (process, endpoint) = await ReadyAsync(Start("/bin/sh", ["-c", $"{shell}; exec \"$0\" \"$@\"", .. daemon]));
        return new DaemonProcess(data, process, endpoint);
    }

    /// <summary>Ends it at once, as a crash or the system's memory killer does (SIGKILL).</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Starts it again on the same data; the endpoint is a new one.</summary>
    public async Task StartAgainAsync()
    {
        process.Dispose();
        (process, Endpoint) = await LaunchAsync(Data, []);
    }

    /// <summary>Starts a process of the daemon's program with any arguments.</summary>
    public static Process Run(params string[] arguments) => Start("dotnet", [Program, .. arguments]);

    /// <summary>How many rows of each kind are where: "account region Kind" → count.</summary>
    public async Task<SortedDictionary<string, int>> RowsAsync()
    {
        using var status = JsonDocument.Parse(await Http.GetStringAsync($"{Endpoint}/_haneul/status"));
        var rows = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var place in status.RootElement.GetProperty("places").EnumerateArray())
        {
            var where = $"{place.GetProperty("account").GetString()} {place.GetProperty("region").GetString()}";
            foreach (var count in place.GetProperty("counts").EnumerateObject()) rows[$"{where} {count.Name}"] = count.Value.GetInt32();
        }
        return rows;
    }

    /// <summary>Calls it as an SDK does, without one: a form, or JSON with its target; the answer's text.</summary>
    public async Task<string> Call(string service, string region, string body, string? target = null)
    {
        using var response = await Http.SendAsync(Request(service, region, body, target));
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new Xunit.Sdk.XunitException($"{body}\n{(int)response.StatusCode}\n{text}");
    }

    /// <summary>A request signed by nobody, which says its service and region as a signature does.</summary>
    public HttpRequestMessage Request(string service, string region, string body, string? target = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Endpoint)
        {
            Content = new StringContent(body, Encoding.UTF8, target is null ? "application/x-www-form-urlencoded" : "application/x-amz-json-1.1"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=test/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        if (target is not null) request.Headers.Add("X-Amz-Target", target);
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "haneul.dll");

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }) ?? throw new InvalidOperationException($"{program} did not start");

    private static Task<(Process, string)> LaunchAsync(string data, string[] options) => ReadyAsync(Run(["up", "--port", "0", "--data", data, .. options]));

    private static async Task<(Process, string)> ReadyAsync(Process process)
    {
        using var late = new CancellationTokenSource(StartLimit);
        while (await process.StandardOutput.ReadLineAsync(late.Token) is { } line)
        {
            if (!line.StartsWith(ReadyLine, StringComparison.Ordinal)) continue;
            // Both pipes are read to the end, for a daemon that cannot write its log would stop.
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
            return (process, line[ReadyLine.Length..].Trim());
        }
        throw new InvalidOperationException($"The daemon ended before it was ready: {await process.StandardError.ReadToEndAsync(late.Token)}");
    }
}
