using System.Collections.Immutable;
using System.Text;
using Haneul.Balancer;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Balancing;

public sealed class StickinessTests(ITestOutputHelper output)
{
    private const ulong Balancer = 7;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly BalancerSettings Application = new(BalancerType.Application, ImmutableSortedDictionary<string, string>.Empty);

    private readonly Seed seed = new(output, nameof(StickinessTests));

    [Fact]
    public void A_cookie_leads_back_to_its_target_until_its_time_is_over_and_in_a_new_process_too()
    {
        var pool = Pool(("stickiness.lb_cookie.duration_seconds", "60"));
        var set = Write(New("secret"), StickyCookie.Target, pool, 42);
        Assert.Matches("^AWSALB=[-_A-Za-z0-9]+; Expires=Thu, 01 Jan 2026 00:01:00 GMT; Path=/$", set);
        var after = New("secret");
        Assert.Equal(42UL, after.FindTarget(With($"a=b; {Pair(set)}; c=d"), Balancer, pool, Now.ToUnixTimeSeconds() + 60));
        Assert.Equal(0UL, after.FindTarget(With(Pair(set)), Balancer, pool, Now.ToUnixTimeSeconds() + 61));
        Assert.Equal(0UL, after.FindTarget(With(Pair(set)), 8, pool, Now.ToUnixTimeSeconds()));
        Assert.Equal(0UL, New("another").FindTarget(With(Pair(set)), Balancer, pool, Now.ToUnixTimeSeconds()));
        Assert.Equal(0UL, after.FindTarget(With(Pair(set).Replace("AWSALB", "AWSALBAPP-0")), Balancer, Pool(("stickiness.type", "app_cookie"), ("stickiness.app_cookie.cookie_name", "SID")), Now.ToUnixTimeSeconds()));
    }

    [Fact]
    public void The_cookie_for_other_sites_is_the_same_with_their_marks()
    {
        var sticky = New("secret");
        var own = Write(sticky, StickyCookie.Target, Pool(), 42);
        var elsewhere = Write(sticky, StickyCookie.TargetElsewhere, Pool(), 42);
        Assert.Equal(own.Replace("AWSALB=", "AWSALBCORS=") + "; SameSite=None; Secure", elsewhere);
        Assert.Equal(42UL, sticky.FindTarget(With(Pair(elsewhere)), Balancer, Pool(), Now.ToUnixTimeSeconds()));
    }

    [Fact]
    public void Groups_have_cookies_of_their_own()
    {
        var sticky = New("secret");
        var set = new byte[Stickiness.LongestCookie];
        var length = sticky.Write(StickyCookie.Group, Balancer, 5, 0, 10, Now, false, set);
        Assert.Equal(5UL, sticky.FindGroup(With(Pair(Encoding.ASCII.GetString(set, 0, length))), Balancer, Now.ToUnixTimeSeconds()));
    }

    [Fact]
    public void What_anybody_writes_leads_nowhere() => seed.Cases(300, random =>
    {
        var sticky = New("secret");
        var pair = Pair(Write(sticky, StickyCookie.Target, Pool(), 42)).ToCharArray();
        var at = random.Next("AWSALB=".Length, pair.Length);
        var letter = "ABCxyz012-_=%\u00e9"[random.Next(14)];
        if (pair[at] == letter) return;
        pair[at] = letter;
        Assert.Equal(0UL, sticky.FindTarget(With(new string(pair)), Balancer, Pool(), Now.ToUnixTimeSeconds()));
    });

    [Theory]
    [InlineData("a=1; b=2", "b", "2")]
    [InlineData("a=1;b=2;", "b", "2")]
    [InlineData("ab=1; b=2", "b", "2")]
    [InlineData("b=", "b", "")]
    [InlineData("b", "b", null)]
    [InlineData("bb=1", "b", null)]
    [InlineData("B=1", "b", null)]
    public void Cookies_are_found_by_their_whole_name(string header, string name, string? value) =>
        Assert.Equal(value, Cookies.TryFind(Encoding.ASCII.GetBytes(header), Encoding.ASCII.GetBytes(name), out var found) ? Encoding.ASCII.GetString(found) : null);

    [Fact]
    public void Nobody_stays_where_nodes_keep_to_their_zones()
    {
        Assert.NotNull(StickyPool.Of(Pools.Of([("stickiness.enabled", "true")]), Application));
        Assert.Null(StickyPool.Of(Pools.Of([("stickiness.enabled", "true"), ("load_balancing.cross_zone.enabled", "false")]), Application));
        Assert.Null(StickyPool.Of(Pools.Of([]), Application));
    }

    [Fact]
    public void Reading_and_writing_allocate_nothing()
    {
        var sticky = New("secret");
        var pool = Pool();
        var request = With(Pair(Write(sticky, StickyCookie.Target, pool, 42)));
        var to = new byte[Stickiness.LongestCookie];
        // The first time makes what is made once.
        long before = 0;
        for (var i = -10; i < 100; i++)
        {
            if (i == 0) before = GC.GetAllocatedBytesForCurrentThread();
            sticky.FindTarget(request, Balancer, pool, 0);
            sticky.Write(StickyCookie.Target, Balancer, pool.Key, 42, pool.Seconds, Now.AddSeconds(i), true, to);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Stickiness New(string secret) => new(new CookieSeal(Encoding.UTF8.GetBytes(secret)));

    private static StickyPool Pool(params (string, string)[] attributes) => StickyPool.Of(Pools.Of([("stickiness.enabled", "true"), .. attributes]), Application) ?? throw new InvalidOperationException("not sticky");

    private static string Write(Stickiness sticky, StickyCookie cookie, StickyPool pool, ulong target)
    {
        var to = new byte[Stickiness.LongestCookie];
        return Encoding.ASCII.GetString(to, 0, sticky.Write(cookie, Balancer, pool.Key, target, pool.Seconds, Now, isTls: true, to));
    }

    private static string Pair(string setCookie) => setCookie[..setCookie.IndexOf(';')];

    private static PlainRequest With(string cookie) => new("GET", "a.com", "/", "", default, KeyValuePair.Create("Cookie", cookie));
}
