using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Dispatch;

/// <summary>The method and path of a REST action: <c>GET /2013-04-01/hostedzone/{Id}</c>; a name in braces is the member that stands there.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RestAttribute(string method, string path) : Attribute
{
    public string Method { get; } = method;

    public string Path { get; } = path;
}

/// <summary>Finds a REST service's action by method and path; path, query string and body together are its members.</summary>
internal static class RestRoutes
{
    private static readonly ConcurrentDictionary<Service, ImmutableArray<Route>> Known = new();

    public static Envelope Read(Service service, ApiRequest request, Node query, Signature? signature)
    {
        foreach (var route in Known.GetOrAdd(service, RoutesOf))
        {
            if (route.Match(request) is not { } fromPath) continue;
            var members = XmlReading.Read(request.Body);
            foreach (var (name, child) in (query.Children ?? []).Concat(fromPath))
            {
                if (!name.StartsWith("X-Amz-", StringComparison.Ordinal)) members.Set(name, child);
            }
            return new Envelope(service, route.Action, signature, members);
        }
        throw new Fault("UnknownOperationException", $"{service.SigningName} has no action at {request.Method} {request.Path}", 404);
    }

    private static ImmutableArray<Route> RoutesOf(Service service) =>
    [
        .. Actions.Of(service).Select(t => (t.Name, At: t.GetCustomAttribute<RestAttribute>()))
            .Where(t => t.At is not null).Select(t => new Route(t.Name, t.At?.Method ?? "", (t.At?.Path ?? "").Split('/')))
            .OrderBy(r => r.Segments.Count(s => s.StartsWith('{'))),
    ];

    /// <summary>A template; those with fewer holes are tried first.</summary>
    private sealed record Route(string Action, string Method, string[] Segments)
    {
        public List<KeyValuePair<string, Node>>? Match(ApiRequest request)
        {
            var path = request.Path.Split('/');
            if (request.Method != Method || path.Length != Segments.Length) return null;
            var found = new List<KeyValuePair<string, Node>>();
            for (var i = 0; i < path.Length; i++)
            {
                if (Segments[i].StartsWith('{')) found.Add(new(Segments[i].Trim('{', '}'), new Node { Value = Uri.UnescapeDataString(path[i]) }));
                else if (Segments[i] != path[i]) return null;
            }
            return found;
        }
    }
}
