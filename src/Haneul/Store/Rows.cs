using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Store;

/// <summary>Rows as JSON: what a resource's record holds, without what is computed from it. The kind's name tells which record.</summary>
internal static class Rows
{
    /// <summary>How values of the world are read; <see cref="RowWriter"/> writes them.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(), new IdConverter(), new IpConverter(), new CidrConverter() },
    };

    private static readonly Lazy<FrozenDictionary<string, Type>> TypeOf = new(() => new[] { typeof(IResource).Assembly, typeof(ClientTokenRecord).Assembly }
        .SelectMany(a => a.GetTypes())
        .Where(t => t is { IsAbstract: false, IsInterface: false } && typeof(IResource).IsAssignableFrom(t))
        .ToFrozenDictionary(t => KindOf(t).Name, StringComparer.Ordinal));

    /// <summary>The record types of all kinds, by the kind's name.</summary>
    public static IReadOnlyDictionary<string, Type> Types => TypeOf.Value;

    public static string Write(IResource row) => RowWriter.Write(row);

    public static IResource Read(string kind, string body)
    {
        if (!TypeOf.Value.TryGetValue(kind, out var type)) throw new InvalidDataException($"The store holds rows of kind '{kind}', which this version of Haneul does not know");
        return (IResource?)JsonSerializer.Deserialize(body, type, Json) ?? throw new InvalidDataException($"A row of kind '{kind}' is empty");
    }

    private static Kind KindOf(Type type) =>
        (Kind?)type.GetProperty("Kind", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) ?? throw new InvalidOperationException($"{type} has no Kind");

    private sealed class IpConverter : JsonConverter<Ip>
    {
        public override Ip Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => Ip.Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Ip value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class CidrConverter : JsonConverter<Cidr>
    {
        public override Cidr Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => Cidr.Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Cidr value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class IdConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>);

        public override JsonConverter? CreateConverter(Type type, JsonSerializerOptions options) =>
            (JsonConverter?)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type.GetGenericArguments()[0]));

        private sealed class Of<T> : JsonConverter<Id<T>> where T : IResource<T>
        {
            public override Id<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetString() ?? "");

            public override void Write(Utf8JsonWriter writer, Id<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
        }
    }
}
