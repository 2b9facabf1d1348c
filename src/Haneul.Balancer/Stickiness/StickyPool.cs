using System.Text;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>How clients stay with targets of a group; compiled with the snapshot.</summary>
public sealed class StickyPool
{
    private StickyPool(WantedPool pool, TargetGroupSettings settings)
    {
        Key = TargetKey.Of(pool.Id.Value);
        Seconds = settings.CookieSeconds;
        AppCookie = settings.StickinessType == "app_cookie" ? Encoding.UTF8.GetBytes(settings.AppCookieName) : null;
    }

    /// <summary>Names the group in cookies.</summary>
    public ulong Key { get; }

    /// <summary>For so long after each request.</summary>
    public int Seconds { get; }

    /// <summary>The application's cookie that begins it; null: the balancer begins it by itself.</summary>
    public byte[]? AppCookie { get; }

    /// <summary>Null where clients do not stay: also where nodes keep to their own zones, as on AWS.</summary>
    public static StickyPool? Of(WantedPool pool, BalancerSettings balancer)
    {
        var settings = new TargetGroupSettings(pool.Type, pool.Protocol, pool.Attributes);
        return settings.IsSticky && settings.StickinessType is "lb_cookie" or "app_cookie" && settings.CrossesZones(balancer) ? new StickyPool(pool, settings) : null;
    }
}
