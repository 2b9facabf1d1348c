using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>By which events find their group and stream: the time of making is part of it, so that a new one of the same name begins empty.</summary>
public static class LogKeys
{
    public static string Of(Place place, LogGroup group) => $"{place.Account}/{place.Region}/{group.Id}/{group.CreateTime.ToUnixTimeMilliseconds()}";

    public static string Of(Place place, LogGroup group, LogStream stream) => $"{Of(place, group)}:{stream.Name}/{stream.CreateTime.ToUnixTimeMilliseconds()}";
}
