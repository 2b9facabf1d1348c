using System.Diagnostics;
using System.Text.Json;

namespace Haneul.Tests.Packets;

/// <summary>A Python with boto3 that stays: to start one takes half a second, to ask it milliseconds. Programs and answers are lines of JSON.</summary>
internal sealed class Boto3 : IAsyncDisposable
{
    /// <summary>Programs share their names; a client is made for each endpoint.</summary>
    public const string Loop = """
        import boto3, base64, contextlib, io, json, os, sys, time, traceback
        names, at = dict(boto3=boto3, base64=base64, json=json, os=os, time=time), None
        for line in sys.stdin:
            asked, said = json.loads(line), io.StringIO()
            try:
                if asked['endpoint'] != at:
                    at = os.environ['AWS_ENDPOINT_URL'] = asked['endpoint']
                    names['ec2'] = boto3.client('ec2')
                with contextlib.redirect_stdout(said):
                    exec(asked['program'], names)
                answer = dict(said=said.getvalue())
            except Exception:
                answer = dict(failed=traceback.format_exc())
            print(json.dumps(answer), flush=True)
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process python;
    private readonly SemaphoreSlim turn = new(1, 1);

    public Boto3(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardError = false;
        python = Process.Start(start) ?? throw new InvalidOperationException("Python did not start");
    }

    /// <summary>What the program printed, as JSON; null where it printed nothing. An exception in it fails the test.</summary>
    public async Task<JsonElement> RunAsync(string endpoint, string program)
    {
        using var late = new CancellationTokenSource(Limit);
        await turn.WaitAsync(late.Token);
        try
        {
            await python.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { endpoint, program }).AsMemory(), late.Token);
            await python.StandardInput.FlushAsync(late.Token);
            var line = await python.StandardOutput.ReadLineAsync(late.Token) ?? throw new InvalidOperationException("Python has ended");
            var answer = JsonDocument.Parse(line).RootElement;
            if (answer.TryGetProperty("failed", out var failed)) throw new Xunit.Sdk.XunitException($"{program}\n{failed.GetString()}");
            var said = answer.GetProperty("said").GetString();
            return JsonDocument.Parse(string.IsNullOrEmpty(said) ? "null" : said).RootElement;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        python.StandardInput.Close();
        await python.WaitForExitAsync();
        python.Dispose();
        turn.Dispose();
    }
}
