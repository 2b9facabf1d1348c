using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>A table in the making.</summary>
internal sealed class TableBuilder
{
    /// <summary>The one table that Haneul has in a namespace.</summary>
    public const string Name = "haneul";

    private readonly Dictionary<string, (NftSet Set, Dictionary<NftKey, NftElement> Elements)> sets = [];
    private readonly Dictionary<string, NftChain> chains = [];

    /// <param name="room">For so many elements, about.</param>
    public void AddSet(string name, ImmutableArray<NftType> key, NftMapTo to = NftMapTo.Nothing, bool interval = false, int room = 0)
    {
        if (!sets.ContainsKey(name)) sets[name] = (new NftSet(name, key, to, interval), new(room));
    }

    /// <summary>A set as it is; with elements of its own it gets no others.</summary>
    public void AddSet(NftSet set) => sets[set.Name] = (set, []);

    /// <summary>What the marks of refused packets mean.</summary>
    public IReadOnlyDictionary<uint, Refusal> Refusals { get; set; } = new Dictionary<uint, Refusal>();

    public bool HasSet(string name) => sets.ContainsKey(name);

    public bool HasElements(string set) => sets[set].Elements.Count > 0;

    public void AddElement(string set, NftKey key, NftElement element) => sets[set].Elements[key] = element;

    public void AddElement(string set, params ReadOnlySpan<byte[]> fields) => sets[set].Elements[new NftKey(Words.Key(fields))] = NftElement.Member;

    /// <summary>An element that is a block of addresses after a fixed first field.</summary>
    public void AddBlock(string set, byte[] first, Cidr block) =>
        sets[set].Elements[new NftKey(Words.Key(first, Words.AddressBytes(block.First)), Words.Key(first, Words.AddressBytes(block.Last)))] = NftElement.Member;

    public bool HasChain(string name) => chains.ContainsKey(name);

    public void AddChain(string name, params IEnumerable<NftRule> rules) => chains[name] = new NftChain(name, null, [.. rules]);

    public void AddBase(string name, NftHook hook, params IEnumerable<NftRule> rules) => chains[name] = new NftChain(name, hook, [.. rules]);

    public NftTable Build() => new(Name)
    {
        Sets = sets.ToDictionary(s => s.Key, s => s.Value.Set.Elements.Count > 0 ? s.Value.Set : s.Value.Set with { Elements = s.Value.Elements }, StringComparer.Ordinal),
        Chains = new Dictionary<string, NftChain>(chains, StringComparer.Ordinal),
        Refusals = Refusals,
    };
}
