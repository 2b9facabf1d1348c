using System.Text;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Dispatch;

/// <summary>Tells from a request which service and action is meant, in whatever protocol it speaks.</summary>
internal static class Reading
{
    public static Envelope Read(ApiRequest request, ServiceCatalog services)
    {
        var query = FormReader.Read(request.QueryString.TrimStart('?'));
        var signature = Signature.Read(request.Header("Authorization"), query.Find("X-Amz-Credential")?.Value);
        if (request.Header("X-Amz-Target") is { Length: > 0 } target) return ReadJson(target, signature, request, services);
        if (((signature is null ? null : services.OfSigningName(signature.Service)) ?? services.OfPath(request.Path)) is { Dialect: Dialect.RestXml } rest)
        {
            return RestRoutes.Read(rest, request, query, signature);
        }

        var form = request.Method == "POST" && request.Body.Length > 0 ? FormReader.Read(Encoding.UTF8.GetString(request.Body.Span)) : query;
        foreach (var name in (form.Children ?? []).Keys.Where(k => k.StartsWith("X-Amz-", StringComparison.Ordinal)).ToList()) form.Remove(name);
        var action = form.Find("Action")?.Value;
        if (action is null) throw Unknown(request, signature);
        var version = form.Find("Version")?.Value ?? "";
        var service = (signature is null ? null : services.OfSigningName(signature.Service)) ?? services.OfVersion(version)
            ?? throw new Fault("InvalidAction", $"Haneul has no service for action {Brief(action)}, version {Brief(version)}, signed for '{signature?.Service}'");
        if (service.Namesake is { } other && version == other.Version) throw new Fault("InvalidAction", $"Haneul has no {other.Name}: version {service.Version} of {service.SigningName} is there");
        form.Remove("Action");
        form.Remove("Version");
        return new Envelope(service, action, signature, form);
    }

    private static Envelope ReadJson(string target, Signature? signature, ApiRequest request, ServiceCatalog services)
    {
        var dot = target.LastIndexOf('.');
        var service = dot < 0 ? null : services.OfTarget(target[..dot]);
        if (service is null) throw new Fault("UnknownOperationException", $"Haneul has no service for X-Amz-Target {Brief(target)}");
        return new Envelope(service.Dialect.IsJson() ? service : service with { Dialect = Dialect.AwsJson }, target[(dot + 1)..], signature, JsonReader.Read(request.Body));
    }

    private static Fault Unknown(ApiRequest request, Signature? signature) => signature is null
        ? new Fault("MissingAction", "This is Haneul, an emulated AWS endpoint: a request needs an Action parameter or an X-Amz-Target header")
        : new Fault("UnknownOperationException", $"Haneul has no action at {request.Method} {Brief(request.Path)} of service '{signature.Service}'");

    private static string Brief(string text) => new([.. text.Take(60).Select(c => c is >= ' ' and <= '~' ? c : '?')]);
}
