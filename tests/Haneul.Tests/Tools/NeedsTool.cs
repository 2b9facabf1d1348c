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
        if (Environment.GetEnvironmentVariable("HANEUL_LONG") is null or "" or "0") Skip = "takes minutes: set HANEUL_LONG=1";
        else if (tool.Length > 0 && Tool.Missing(tool) is { } why && !Tool.IsRequired(tool)) Skip = why;
    }
}
