using System.Globalization;
using Haneul.Model;

namespace Haneul.Scaling;

/// <summary>Ids for a draft that nobody keeps.</summary>
internal sealed class TrialIds : IIds
{
    private long count;

    public string Hex(int digits)
    {
        var text = (++count).ToString("x", CultureInfo.InvariantCulture).PadLeft(digits, '0');
        return text[^digits..];
    }
}
