using System.Globalization;
using Haneul.Model;

namespace Haneul.Bench;

/// <summary>Identifiers that count up, so that every run builds the same world.</summary>
internal sealed class CountedIds : IIds
{
    private long next;

    public string Hex(int digits) => (++next).ToString("x", CultureInfo.InvariantCulture).PadLeft(digits, '0');
}
