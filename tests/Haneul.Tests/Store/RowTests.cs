using System.Collections;
using System.Reflection;
using Haneul.Model;
using Haneul.Store;
using Xunit;

namespace Haneul.Tests.Store;

/// <summary>Rows come back from the store as they went in, for every kind and every property.</summary>
public sealed class RowTests
{
    public static TheoryData<string> Kinds => [.. Rows.Types.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_row_with_everything_set_is_read_as_it_was_written(string kind)
    {
        var row = (IResource)Filled(Rows.Types[kind], 0);
        var text = Rows.Write(row);
        Assert.Equal(text, Rows.Write(Rows.Read(kind, text)));
        Assert.All(Settable(row.GetType()), p => Assert.Contains($"\"{p.Name}\":", text));
    }

    /// <summary>A value of the type with all that can be set set to something that is not its default.</summary>
    private static object Filled(Type type, int depth)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(string)) return "text <ü> \"\\";
        if (bare == typeof(bool)) return true;
        if (bare == typeof(int)) return 7;
        if (bare == typeof(long)) return 1L << 40;
        if (bare == typeof(double)) return 1.5;
        if (bare == typeof(DateTimeOffset)) return DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(123);
        if (bare == typeof(Ip)) return Ip.Parse("2001:db8::7");
        if (bare == typeof(Cidr)) return Cidr.Parse("10.1.0.0/16");
        if (bare.IsEnum) return Enum.GetValues(bare).GetValue(Enum.GetValues(bare).Length - 1) ?? throw new InvalidOperationException();
        if (bare.IsGenericType && bare.Name.StartsWith("Id`", StringComparison.Ordinal)) return Made(bare, "x-0123");
        return bare.IsGenericType && typeof(IEnumerable).IsAssignableFrom(bare) ? FilledCollection(bare, depth) : FilledRecord(bare, depth);
    }

    private static object FilledCollection(Type type, int depth)
    {
        var arguments = type.GetGenericArguments();
        if (type.IsInterface)
        {
            var list = Array.CreateInstance(arguments[0], depth > 6 ? 0 : 1);
            if (list.Length > 0) list.SetValue(Filled(arguments[0], depth + 1), 0);
            return list;
        }
        var empty = type.GetField("Empty", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) ?? throw new InvalidOperationException($"{type} has no Empty");
        if (depth > 6) return empty;
        var values = arguments.Select(a => Filled(a, depth + 1)).ToArray();
        return type.GetMethod("Add", arguments)?.Invoke(empty, values) ?? throw new InvalidOperationException($"{type} has no Add");
    }

    private static object FilledRecord(Type type, int depth)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault(c => c.GetParameters() is not [{ } only] || only.ParameterType != type);
        var made = constructor is null || constructor.GetParameters().Length == 0
            ? Activator.CreateInstance(type) ?? throw new InvalidOperationException()
            : constructor.Invoke([.. constructor.GetParameters().Select(p => Filled(p.ParameterType, depth + 1))]);
        if (depth > 6) return made;
        foreach (var property in Settable(type)) property.SetValue(made, Filled(property.PropertyType, depth + 1));
        return made;
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.GetIndexParameters().Length == 0);

    private static object Made(Type type, params object[] arguments) => Activator.CreateInstance(type, arguments) ?? throw new InvalidOperationException();
}
