using System.Text.Json.Nodes;
using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Tests.Wire;

/// <summary>Every action's request and response as JSON: member names on the wire and types, for a comparison with the models of others.</summary>
internal static class ShapeDump
{
    public static JsonObject OfAll() => new(Service.All.Select(s => KeyValuePair.Create<string, JsonNode?>(s.SigningName, Of(s))));

    private static JsonObject Of(Service service) => new()
    {
        ["version"] = service.Version,
        ["target"] = service.Target,
        ["jsonVersion"] = service.JsonVersion,
        ["dialect"] = service.Dialect.ToString(),
        ["xmlns"] = service.Xmlns,
        ["actions"] = new JsonObject(Actions.Of(service).Select(a => KeyValuePair.Create<string, JsonNode?>(a.Name, new JsonObject
        {
            ["request"] = Record(a, service.Dialect, isRequest: true, []),
            ["response"] = Record(ResultOf(a), service.Dialect, isRequest: false, []),
        }))),
    };

    /// <summary>What an action answers with.</summary>
    public static Type ResultOf(Type action)
    {
        for (var at = action.BaseType; at is not null; at = at.BaseType)
        {
            if (at.IsGenericType && at.GetGenericTypeDefinition() is var g && (g == typeof(Query<>) || g == typeof(Command<>))) return at.GetGenericArguments()[0];
        }
        throw new InvalidOperationException($"{action} is neither a query nor a command");
    }

    private static JsonObject Record(Type type, Dialect dialect, bool isRequest, Type[] above)
    {
        if (above.Contains(type)) return new JsonObject { ["kind"] = "again" };
        var members = new JsonArray();
        var shape = Shape.Of(type, dialect);
        foreach (var member in isRequest ? shape.Members.Where(m => m.Property.CanWrite) : shape.Members)
        {
            var value = Value(member.Property.PropertyType, dialect, isRequest, [.. above, type]);
            if (!isRequest && value["kind"]?.GetValue<string>() == "list") value["item"] = member.Item;
            members.Add(new JsonObject
            {
                ["property"] = member.Property.Name,
                ["wire"] = isRequest ? member.In : member.Out,
                ["required"] = member.IsRequired,
                ["shape"] = value,
            });
        }
        return new JsonObject { ["kind"] = "structure", ["type"] = type.Name, ["members"] = members };
    }

    private static JsonObject Value(Type type, Dialect dialect, bool isRequest, Type[] above)
    {
        if (Shape.MapValueOf(type) is { } value) return new JsonObject { ["kind"] = "map", ["of"] = Value(value, dialect, isRequest, above) };
        if (Shape.ElementOf(type) is { } element) return new JsonObject { ["kind"] = "list", ["of"] = Value(element, dialect, isRequest, above) };
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return Scalars.IsScalar(bare) ? new JsonObject { ["kind"] = ScalarName(bare) } : Record(bare, dialect, isRequest, above);
    }

    private static string ScalarName(Type type) =>
        type == typeof(string) || type == typeof(Ip) || type == typeof(Cidr) ? "string"
        : type == typeof(bool) ? "boolean"
        : type == typeof(int) ? "integer"
        : type == typeof(long) ? "long"
        : type == typeof(double) ? "double"
        : type == typeof(byte[]) ? "blob"
        : type == typeof(DateTimeOffset) ? "timestamp"
        : type.IsGenericType ? "string"
        : type.Name;
}
