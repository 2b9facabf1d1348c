using Xunit;

namespace Haneul.Tests.Tools;

/// <summary>A fact that needs tools of others (or root): skipped, with the reason, where one is missing, unless HANEUL_REQUIRE names it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsToolAttribute : FactAttribute
{
    public NeedsToolAttribute(params string[] tools) => Skip = Tool.WhyNot(tools);
}

/// <summary>As <see cref="NeedsToolAttribute"/>, for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsToolTheoryAttribute : TheoryAttribute
{
    public NeedsToolTheoryAttribute(params string[] tools) => Skip = Tool.WhyNot(tools);
}

/// <summary>A fact that takes minutes: run where HANEUL_LONG is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute(string tool = "")
    {
        if (WhyNot is { } unasked) Skip = unasked;
        else if (tool.Length > 0 && Tool.Missing(tool) is { } why && !Tool.IsRequired(tool)) Skip = why;
    }

    /// <summary>Why what takes minutes is skipped; null where it runs.</summary>
    public static string? WhyNot => Environment.GetEnvironmentVariable("HANEUL_LONG") is null or "" or "0" ? "takes minutes: set HANEUL_LONG=1" : null;
}
