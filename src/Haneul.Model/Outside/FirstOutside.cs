namespace Haneul.Model;

/// <summary>The outside that every Haneul starts with: a laptop at home behind its router, and one web host on the internet.</summary>
public static class FirstOutside
{
    public static void Lay(Draft draft)
    {
        var home = draft.Put(new Home { Id = new Id<Home>("home"), Block = Cidr.Parse("10.0.0.0/24"), PublicIp = Ip.Parse("198.19.0.10") });
        draft.Put(new OutsideHost { Id = new Id<OutsideHost>("laptop"), Address = Ip.Parse("10.0.0.2"), HomeId = home.Id });
        draft.Put(new OutsideHost { Id = new Id<OutsideHost>("web"), Address = Ip.Parse("198.19.0.80"), Serves = [80, 443] });
    }
}
