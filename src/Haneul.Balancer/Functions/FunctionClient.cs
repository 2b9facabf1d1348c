using System.Net.Http.Headers;

namespace Haneul.Balancer;

/// <summary>
/// Calls functions from this machine, as Lambda's runtime interface emulator is called (https://docs.aws.amazon.com/lambda/latest/dg/images-test.html). As on AWS the network of the VPC is not gone through.
/// </summary>
internal sealed class FunctionClient(TimeProvider time) : IDisposable
{
    /// <summary>Where a URL names no path of its own.</summary>
    private const string InvokePath = "/2015-03-31/functions/function/invocations";

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
    });

    /// <summary>What the function answers; else why it does not.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="told">The event.</param>
    /// <param name="limit">So long it may take.</param>
    /// <param name="cancelled">Nobody waits any more.</param>
    public async Task<(byte[]? Answer, FunctionAnswer? Failed)> CallAsync(Uri url, byte[] told, TimeSpan limit, CancellationToken cancelled)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancelled);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url.AbsolutePath == "/" ? new Uri(url, InvokePath) : url) { Content = new ByteArrayContent(told) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await _client.SendAsync(request, both.Token);
            if ((int)answer.StatusCode != 200) return (null, FunctionAnswer.Failed(502, (int)answer.StatusCode == 429 ? "LambdaThrottling" : "LambdaServiceException"));
            // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html: an error that the function did not handle.
            if (answer.Headers.Contains("X-Amz-Function-Error")) return (null, FunctionAnswer.Failed(502, "LambdaUnhandled"));
            return await BoundedBody.ReadAsync(answer.Content, ServedFunction.Limit, both.Token) is { } body ? (body, null) : (null, FunctionAnswer.Failed(502, "LambdaResponseTooLarge"));
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            return (null, FunctionAnswer.Failed(504, "LambdaConnectionTimeout"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancelled.IsCancellationRequested)
        {
            return (null, FunctionAnswer.Failed(502, "LambdaConnectionError"));
        }
    }

    public void Dispose() => _client.Dispose();
}
