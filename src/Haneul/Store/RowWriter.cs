using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Haneul.Model;

namespace Haneul.Store;

/// <summary>
/// Writes a row as the JSON that <see cref="Rows"/> reads: what can be set, without what is null. Plain reflection, because the serializer's own writer
/// costs a third of a second of compiling at the first change of every start.
/// </summary>
internal static class RowWriter
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = new();

    public static string Write(IResource row)
    {
        using var stream = new MemoryStream(256);
        Write(stream, row);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Any record that is made of the world's values.</summary>
    public static void Write(Stream to, object record)
    {
        using var json = new Utf8JsonWriter(to);
        Record(json, record);
    }

    private static void Record(Utf8JsonWriter json, object record)
    {
        json.WriteStartObject();
        foreach (var property in Known.GetOrAdd(record.GetType(), PropertiesOf))
        {
            if (property.GetValue(record) is not { } value) continue;
            json.WritePropertyName(property.Name);
            Value(json, value);
        }
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text: json.WriteStringValue(text); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            case DateTimeOffset time: json.WriteStringValue(time); break;
            case Enum or Ip or Cidr: json.WriteStringValue(value.ToString()); break;
            case IDictionary map: Map(json, map); break;
            case IEnumerable list: List(json, list); break;
            default:
                if (IsId(value.GetType())) json.WriteStringValue(value.ToString());
                else Record(json, value);
                break;
        }
    }

    private static void List(Utf8JsonWriter json, IEnumerable list)
    {
        json.WriteStartArray();
        foreach (var item in list)
        {
            if (item is null) json.WriteNullValue();
            else Value(json, item);
        }
        json.WriteEndArray();
    }

    private static void Map(Utf8JsonWriter json, IDictionary map)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Value is null) continue;
            json.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "");
            Value(json, entry.Value);
        }
        json.WriteEndObject();
    }

    private static PropertyInfo[] PropertiesOf(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.GetIndexParameters().Length == 0)];

    private static bool IsId(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>);
}
