using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Haneul.Api.Wire;

/// <summary>The members of a request or response type, with their names in one dialect. Made once for each type, when it is first used.</summary>
public sealed class Shape
{
    private static readonly ConcurrentDictionary<(Type, Dialect), Shape> Known = new();

    private readonly Lazy<Dictionary<string, Member>> byWireName;

    private Shape(Type type, Dialect dialect)
    {
        Members =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract" && p.CanRead)
                .OrderBy(p => Depth(p.DeclaringType))
                .Select(p => new Member(p, dialect)),
        ];
        // Only requests are read by name, and only in responses do two members ever share one (EC2: PrivateDnsName and PrivateDnsNames).
        byWireName = new(() => Members.Where(m => m.Property.CanWrite).ToDictionary(m => m.In, StringComparer.Ordinal));
    }

    public ImmutableArray<Member> Members { get; }

    public IReadOnlyDictionary<string, Member> ByWireName => byWireName.Value;

    public static Shape Of(Type type, Dialect dialect) => Known.GetOrAdd((type, dialect), static k => new Shape(k.Item1, k.Item2));

    /// <summary>The element type of a list, or null for what is not one. Text and bytes are scalars.</summary>
    public static Type? ElementOf(Type type)
    {
        if (type == typeof(string) || type == typeof(byte[]) || MapValueOf(type) is not null) return null;
        if (type.IsArray) return type.GetElementType();
        if (!typeof(IEnumerable).IsAssignableFrom(type)) return null;
        return type.IsGenericType ? type.GetGenericArguments()[0] : null;
    }

    /// <summary>The value type of a map with text keys, or null.</summary>
    public static Type? MapValueOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? type.GetGenericArguments()[1] : null;

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);
}

/// <summary>One member of a shape.</summary>
public sealed class Member
{
    internal Member(PropertyInfo property, Dialect dialect)
    {
        Property = property;
        var wire = property.GetCustomAttribute<WireAttribute>();
        var isList = Shape.ElementOf(property.PropertyType) is not null;
        In = wire?.In ?? Naming.In(property.Name, isList, dialect);
        Out = wire?.Out ?? Naming.Out(property.Name, isList, dialect);
        Item = wire?.Item ?? Naming.Item(Out, dialect);
        IsRequired = property.GetCustomAttribute<RequiredMemberAttribute>() is not null;
    }

    public PropertyInfo Property { get; }

    /// <summary>The name in requests.</summary>
    public string In { get; }

    /// <summary>The name in responses.</summary>
    public string Out { get; }

    /// <summary>What the items of a list are called in XML responses.</summary>
    public string Item { get; }

    public bool IsRequired { get; }
}
