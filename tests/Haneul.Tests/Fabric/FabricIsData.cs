using System.Reflection;
using Haneul.Fabric;
using Xunit;

namespace Haneul.Tests.Fabric;

/// <summary>A lowered network is data: other back ends print it and intersect with it, which nobody can do with a function.</summary>
public sealed class FabricIsData
{
    [Fact]
    public void No_type_of_the_fabric_holds_a_function()
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var functions = typeof(Network).Assembly.GetExportedTypes()
            .SelectMany(t => t.GetFields(all))
            .Where(f => typeof(Delegate).IsAssignableFrom(f.FieldType) || f.FieldType.GetGenericArguments().Any(a => typeof(Delegate).IsAssignableFrom(a)))
            .Select(f => $"{f.DeclaringType}.{f.Name}");
        Assert.Empty(functions);
    }
}
