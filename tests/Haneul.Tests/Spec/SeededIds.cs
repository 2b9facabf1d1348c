using System.Globalization;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Identifiers that count up: the same calls make the same ids.</summary>
internal sealed class SeededIds : IIds
{
    private long next = 1;

    public string Hex(int digits) => next++.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
}
