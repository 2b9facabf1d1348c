using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Tests.Wire;

/// <summary>Requests of every action that there is, made from its shape: so an action that is written tomorrow is asked odd things tomorrow.</summary>
internal sealed class RandomRequests(Random chance, Func<World> world)
{
    private static readonly IReadOnlyList<(Service Service, Type Action)> Every = [.. Service.All.SelectMany(s => Actions.Of(s).Select(a => (s, a)))];

    private static readonly JsonSerializerOptions Loose = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly OddValues values = new(chance, world);

    public static int Count => Every.Count;

    /// <summary>A request of the nth action, or of any.</summary>
    public ApiRequest Next(int? n = null)
    {
        var (service, action) = n is { } i ? Every[i % Every.Count] : values.Pick(Every);
        var body = service.Dialect.IsJson() ? Json(action, service.Dialect) : Form(service, action);
        if (chance.Next(8) == 0) body = Mutated(body);
        return Request(service, action.Name, body);
    }

    /// <summary>A request as clients send it; the body may be anything.</summary>
    public ApiRequest Request(Service service, string action, byte[] body)
    {
        var account = chance.Next(30) == 0 ? "111111111111" : "test";
        var region = chance.Next(20) == 0 ? values.Pick(["ap-northeast-1", "us-east-1", "nowhere-1"]) : "ap-northeast-2";
        var authorization = $"AWS4-HMAC-SHA256 Credential={account}/20260101/{region}/{service.SigningName}/aws4_request, SignedHeaders=host, Signature=0";
        return new ApiRequest("POST", "/", "", name => name switch
        {
            "Authorization" => authorization,
            "X-Amz-Target" when service.Target.Length > 0 => $"{service.Target}.{action}",
            _ => null,
        }, body);
    }

    private byte[] Form(Service service, Type action)
    {
        var pairs = new List<(string, string)> { ("Action", action.Name), ("Version", service.Version) };
        if (chance.Next(20) == 0) pairs.Add(("DryRun", "true"));
        Fill(pairs, "", Record(action, service.Dialect, 0), service.Dialect);
        return Encoding.UTF8.GetBytes(string.Join('&', pairs.Select(p => $"{Uri.EscapeDataString(p.Item1)}={Escaped(p.Item2)}")));
    }

    /// <summary>Lone surrogates cannot be escaped: sent as a question mark, like any client does.</summary>
    private static string Escaped(string value) => Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)));

    private byte[] Json(Type action, Dialect dialect) =>
        Encoding.UTF8.GetBytes(ToJson(Record(action, dialect, 0))?.ToJsonString(Loose) ?? "");

    private static void Fill(List<(string, string)> pairs, string path, object value, Dialect dialect)
    {
        switch (value)
        {
            case string text:
                pairs.Add((path, text));
                break;
            case List<object> list:
                for (var i = 0; i < list.Count; i++) Fill(pairs, $"{path}{(dialect == Dialect.AwsQuery ? ".member" : "")}.{i + 1}", list[i], dialect);
                break;
            case Dictionary<string, object> members:
                foreach (var (name, member) in members) Fill(pairs, path.Length == 0 ? name : $"{path}.{name}", member, dialect);
                break;
        }
    }

    private JsonNode? ToJson(object value) => value switch
    {
        string text when long.TryParse(text, out var n) && chance.Next(10) > 0 => JsonValue.Create(n),
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        "null" => null,
        string text => JsonValue.Create(text),
        List<object> list => new JsonArray([.. list.Select(ToJson)]),
        Dictionary<string, object> members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, ToJson(m.Value)))),
        _ => null,
    };

    private Dictionary<string, object> Record(Type type, Dialect dialect, int depth)
    {
        var members = new Dictionary<string, object>();
        var often = values.Pick([5, 15, 40, 70]);
        foreach (var member in Shape.Of(type, dialect).ByWireName.Values)
        {
            var isWanted = member.IsRequired ? chance.Next(100) < 97 : chance.Next(100) < often;
            if (isWanted && depth < 7) members[member.In] = Value(member.Property.PropertyType, dialect, depth);
        }
        if (chance.Next(60) == 0) members[values.Pick(["Surprise", "Filter", "1", ".", "Tag.1.Key"])] = values.Odd();
        return members;
    }

    private object Value(Type type, Dialect dialect, int depth)
    {
        if (chance.Next(80) == 0) return chance.Next(2) == 0 ? values.Odd() : new List<object> { values.Odd() };
        if (Shape.MapValueOf(type) is { } of) return Enumerable.Range(0, chance.Next(4)).ToDictionary(i => i == 0 ? values.Odd() : $"key{i}", _ => Value(of, dialect, depth + 1));
        if (Shape.ElementOf(type) is { } element)
        {
            return Enumerable.Range(0, values.Pick([0, 1, 1, 1, 1, 2, 3, 60])).Select(_ => Value(element, dialect, depth + 1)).ToList();
        }
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return Scalars.IsScalar(bare) ? values.For(bare) : Record(bare, dialect, depth + 1);
    }

    private byte[] Mutated(byte[] body)
    {
        var bytes = body.ToList();
        for (var i = chance.Next(1, 6); i > 0 && bytes.Count > 0; i--)
        {
            var at = chance.Next(bytes.Count);
            switch (chance.Next(4))
            {
                case 0: bytes[at] = (byte)chance.Next(256); break;
                case 1: bytes.Insert(at, (byte)values.Pick("&=.%+{}[]\",:\\1<\0".ToCharArray())); break;
                case 2: bytes.RemoveAt(at); break;
                default: bytes.RemoveRange(at, Math.Min(bytes.Count - at, chance.Next(1, 40))); break;
            }
        }
        return [.. bytes];
    }
}
