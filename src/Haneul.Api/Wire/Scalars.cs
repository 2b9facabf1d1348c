using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Haneul.Model;

namespace Haneul.Api.Wire;

/// <summary>Single values as text: reading with a fault for what is malformed, and writing.</summary>
public static class Scalars
{
    /// <summary>Longest text of one value; user data of 16 KiB in base64 and policies of 128 KiB fit.</summary>
    public const int LongestText = 512 * 1024;

    /// <summary>Seconds since 1970 that a date can hold: the years 1 to 9999.</summary>
    private const double FirstSecond = -62135596800, LastSecond = 253402300799;

    private static readonly ConcurrentDictionary<Type, Func<string, string, object>?> IdReaders = new();

    public static bool IsScalar(Type type) =>
        type.IsPrimitive || type == typeof(string) || type == typeof(byte[]) || type == typeof(DateTimeOffset) || type == typeof(Ip) || type == typeof(Cidr) || IsId(type);

    public static object Read(Type type, string text, string path)
    {
        if (type == typeof(string)) return CheckText(text, path);
        if (type == typeof(bool)) return ReadBool(text, path);
        if (type == typeof(int)) return ReadWhole(text, path, int.MinValue, int.MaxValue, n => (int)n);
        if (type == typeof(long)) return ReadWhole(text, path, long.MinValue, long.MaxValue, n => n);
        if (type == typeof(double)) return ReadDouble(text, path);
        if (type == typeof(Ip)) return Ip.TryParse(text, out var ip) ? ip : throw Fault.Invalid(path, Brief(text), "Invalid IP address: write it as 10.0.0.1 or 2001:db8::1");
        if (type == typeof(Cidr)) return Cidr.TryParse(text, out var cidr) ? cidr : throw Fault.Invalid(path, Brief(text), "This is not a valid CIDR block: write it as 10.0.0.0/16");
        if (type == typeof(byte[])) return ReadBase64(text, path);
        if (type == typeof(DateTimeOffset)) return ReadTime(text, path);
        var reader = IdReaders.GetOrAdd(type, MakeIdReader) ?? throw new InvalidOperationException($"{type} is not read from text");
        return reader(text, path);
    }

    public static string Write(object value) => value switch
    {
        string s => s,
        bool b => b ? "true" : "false",
        byte[] bytes => Convert.ToBase64String(bytes),
        DateTimeOffset t => t.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Text that can be answered back in XML 1.0 (section 2.2): anything else is refused when it comes in.</summary>
    public static string CheckText(string text, string path)
    {
        if (text.Length > LongestText) throw Fault.Invalid(path, Brief(text), $"It may have {LongestText} characters at most");
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (c < ' ' && c is not ('\t' or '\n' or '\r') || char.IsSurrogate(c) || c >= 0xFFFE) throw new Fault("InvalidCharacter", $"Parameter {path} holds the character U+{(int)c:X4}, which no value may have");
        }
        return text;
    }

    private static string Brief(string text) => text.Length <= 80 ? CheckText(text, "value") : CheckText(text[..76], "value") + "…";

    private static bool IsId(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>);

    private static object ReadBool(string text, string path) => text switch
    {
        "true" or "True" or "TRUE" or "1" => true,
        "false" or "False" or "FALSE" or "0" => false,
        _ => throw Fault.Invalid(path, Brief(text), "It must be true or false"),
    };

    private static object ReadWhole(string text, string path, long least, long most, Func<long, object> box) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most
            ? box(n)
            : throw Fault.Invalid(path, Brief(text), "It must be a whole number");

    private static object ReadDouble(string text, string path) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && double.IsFinite(d) ? d : throw Fault.Invalid(path, Brief(text), "It must be a number");

    private static object ReadBase64(string text, string path)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw Fault.Invalid(path, Brief(text), "It must be base64");
        }
    }

    private static object ReadTime(string text, string path)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > FirstSecond && seconds < LastSecond)
        {
            return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var t)
            ? t
            : throw Fault.Invalid(path, Brief(text), "It must be a time such as 2026-01-31T12:00:00Z");
    }

    private static Func<string, string, object>? MakeIdReader(Type type)
    {
        if (!IsId(type)) return null;
        var method = typeof(Scalars).GetMethod(nameof(ReadId), BindingFlags.NonPublic | BindingFlags.Static);
        return method?.MakeGenericMethod(type.GetGenericArguments()[0]).CreateDelegate<Func<string, string, object>>();
    }

    private static object ReadId<T>(string text, string path) where T : IResource<T>
    {
        CheckText(text, path);
        if (T.Kind.Prefix.Length == 0) return text.Length > 0 ? new Id<T>(text) : throw Fault.Invalid(path, text, "It must not be empty");
        var start = T.Kind.Prefix.Length + 1;
        var isWell = text.Length > start && text.Length <= 64 && text.StartsWith(T.Kind.Prefix + "-", StringComparison.Ordinal) && text.AsSpan(start).IndexOfAnyExcept("0123456789abcdef") < 0;
        return isWell ? new Id<T>(text) : throw Fault.Malformed<T>(Brief(text));
    }
}
