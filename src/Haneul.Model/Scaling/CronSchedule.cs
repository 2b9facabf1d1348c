using System.Globalization;

namespace Haneul.Model;

/// <summary>
/// A recurrence of five fields as cron(5) has them: minute, hour, day of the month, month, day of the week; lists, ranges, steps and names. Where both days are limited, either will do.
/// </summary>
public sealed record CronSchedule
{
    /// <summary>A schedule that finds no day in so many has none (30 February).</summary>
    private const int MostDays = 366 * 8;

    private static readonly string[] Months = ["", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly bool[] minutes, hours, days, months, weekdays;
    private readonly bool anyDay, anyWeekday;

    private CronSchedule(string[] fields)
    {
        (minutes, hours) = (Field(fields[0], 0, 59, []), Field(fields[1], 0, 23, []));
        (days, months, weekdays) = (Field(fields[2], 1, 31, []), Field(fields[3], 1, 12, Months), Field(fields[4], 0, 7, Days));
        weekdays[0] |= weekdays[7];
        (anyDay, anyWeekday) = (fields[2].StartsWith('*'), fields[4].StartsWith('*'));
    }

    /// <summary>Reads it, or tells what is wrong with it.</summary>
    public static CronSchedule Parse(string text)
    {
        var fields = text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5) throw Wrong(text, "it has five fields: minute, hour, day of the month, month, day of the week");
        return new CronSchedule(fields);
    }

    /// <summary>The first time after another; null where there is none.</summary>
    /// <param name="zone">An IANA time zone; null: UTC. A time that a change of clocks leaves out is taken when the clocks have changed.</param>
    public DateTimeOffset? Next(DateTimeOffset after, string? zone)
    {
        var clock = zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone);
        var local = TimeZoneInfo.ConvertTime(after, clock).DateTime;
        var first = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified).AddMinutes(1);
        for (var day = first.Date; day < first.Date.AddDays(MostDays); day = day.AddDays(1))
        {
            if (!IsDay(day)) continue;
            for (var at = day == first.Date ? first : day; at.Date == day; at = at.AddMinutes(1))
            {
                if (!hours[at.Hour])
                {
                    at = at.Date.AddHours(at.Hour).AddMinutes(59);
                    continue;
                }
                if (minutes[at.Minute] && Real(at, clock) is var real && real > after) return real;
            }
        }
        return null;
    }

    private static DateTimeOffset Real(DateTime local, TimeZoneInfo clock)
    {
        var there = clock.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(there, clock.GetUtcOffset(there)).ToUniversalTime();
    }

    private bool IsDay(DateTime day)
    {
        if (!months[day.Month]) return false;
        var (isDay, isWeekday) = (days[day.Day], weekdays[(int)day.DayOfWeek]);
        return anyDay || anyWeekday ? isDay && isWeekday : isDay || isWeekday;
    }

    private static bool[] Field(string text, int least, int most, string[] names)
    {
        var set = new bool[most + 1];
        foreach (var part in text.Split(','))
        {
            var slash = part.IndexOf('/', StringComparison.Ordinal);
            var step = slash < 0 ? 1 : Number(part[(slash + 1)..], 1, most, []);
            var range = slash < 0 ? part : part[..slash];
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            var (from, to) = range == "*" ? (least, most)
                : dash > 0 ? (Number(range[..dash], least, most, names), Number(range[(dash + 1)..], least, most, names))
                : (Number(range, least, most, names), slash < 0 ? Number(range, least, most, names) : most);
            if (from > to) throw Wrong(text, "a range goes from less to more");
            for (var n = from; n <= to; n += step) set[n] = true;
        }
        return set;
    }

    private static int Number(string text, int least, int most, string[] names)
    {
        var named = Array.FindIndex(names, n => n.Length > 0 && n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0) return named;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n : throw Wrong(text, $"a number from {least} to {most} stands there");
    }

    private static Fault Wrong(string text, string why) => new("ValidationError", $"Given recurrence string: {text} is invalid: {why}");
}
