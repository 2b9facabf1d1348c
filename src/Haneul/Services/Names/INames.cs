using Haneul.Model;

namespace Haneul.Services;

/// <summary>Names as somebody sees them. In lower case, without a last dot.</summary>
internal interface INames
{
    /// <summary>The addresses of both families; null where nobody has the name.</summary>
    IReadOnlyList<Ip>? AddressesOf(string name);

    string? NameOf(Ip address);
}
