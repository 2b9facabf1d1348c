using System.Collections;
using System.Text.Json;

namespace Haneul.Api.Wire;

/// <summary>Writes a response record as JSON: numbers and truth values as such, times as seconds since 1970, nulls left out.</summary>
public static class JsonOut
{
    public static byte[] Write(object record, Dialect dialect)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) Value(json, record, dialect);
        return stream.ToArray();
    }

    private static void Value(Utf8JsonWriter json, object value, Dialect dialect)
    {
        switch (value)
        {
            case bool b: json.WriteBooleanValue(b); return;
            case int n: json.WriteNumberValue(n); return;
            case long n: json.WriteNumberValue(n); return;
            case double d: json.WriteNumberValue(d); return;
            case DateTimeOffset t: json.WriteNumberValue(t.ToUnixTimeMilliseconds() / 1000m); return;
            case IDictionary map:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    if (entry.Value is null) continue;
                    json.WritePropertyName(entry.Key.ToString() ?? "");
                    Value(json, entry.Value, dialect);
                }
                json.WriteEndObject();
                return;
        }
        if (Scalars.IsScalar(value.GetType()))
        {
            json.WriteStringValue(Scalars.Write(value));
        }
        else if (value is IEnumerable list)
        {
            json.WriteStartArray();
            foreach (var item in list) Value(json, item, dialect);
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject();
            foreach (var member in Shape.Of(value.GetType(), dialect).Members)
            {
                if (member.Property.GetValue(value) is not { } v) continue;
                json.WritePropertyName(member.Out);
                Value(json, v, dialect);
            }
            json.WriteEndObject();
        }
    }
}
