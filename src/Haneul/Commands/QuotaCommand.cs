using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Haneul.Client;
using Haneul.Daemon;
using Haneul.Model;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul quota</c>: the quotas that Haneul keeps, with AWS's defaults; <c>haneul quota set</c> raises one. Both through the Service Quotas API.</summary>
internal static class QuotaCommand
{
    private const string Target = "ServiceQuotasV20190624";

    private static readonly string[] Services = [.. Quotas.All.Select(q => q.Service).Distinct()];

    public static Command Make()
    {
        var (region, account, endpoint, data, json) = Options();
        var command = new Command("quota", "List the quotas that are kept here, or raise one") { region, account, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            using var client = Client(parse.GetValue(endpoint), parse.GetValue(data), parse.GetValue(region), parse.GetValue(account));
            var rows = await ListAsync(client, cancel);
            if (parse.GetValue(json)) Json.Print(rows);
            else Print(Page.Out, client.Region, rows);
            return 0;
        });
        command.Add(MakeSet());
        return command;
    }

    private static Command MakeSet()
    {
        var code = new Argument<string>("code") { Description = "The quota's code, such as L-F678F1CE" };
        var value = new Argument<int>("value") { Description = "The new value" };
        var (region, account, endpoint, data, json) = Options();
        var command = new Command("set", "Raise a quota") { code, value, region, account, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            using var client = Client(parse.GetValue(endpoint), parse.GetValue(data), parse.GetValue(region), parse.GetValue(account));
            var wanted = parse.GetValue(code) ?? "";
            var before = (await ListAsync(client, cancel)).FirstOrDefault(q => string.Equals(q.Code, wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw new UserError($"There is no quota '{wanted}': '{Self.Name} quota' lists them");
            await client.JsonAsync("servicequotas", Target, "RequestServiceQuotaIncrease", new { ServiceCode = before.Service, QuotaCode = before.Code, DesiredValue = (double)parse.GetValue(value) }, cancel);
            var after = (await ListAsync(client, cancel)).First(q => q.Code == before.Code);
            if (parse.GetValue(json)) Json.Print(after);
            else Page.Out.Line(Word.Thing(after.Name), $" ({after.Code}) in {client.Region}: {Told(before.Value)} → ", Word.Strong(Told(after.Value)));
            return 0;
        });
        return command;
    }

    private static (Option<string?> Region, Option<string?> Account, Option<string?> Endpoint, Option<string> Data, Option<bool> Json) Options() =>
        (new("--region") { Description = "The region (default: AWS_REGION, else ap-northeast-2)" }, new("--account") { Description = "The account (default: the daemon's)" }, Shared.Endpoint(), Shared.Data(), Shared.AsJson());

    private static AwsClient Client(string? endpoint, string? data, string? region, string? account) => new(
        Shared.Find(endpoint, data ?? ""), region ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? "ap-northeast-2", account ?? "haneul");

    private static async Task<List<QuotaRow>> ListAsync(AwsClient client, CancellationToken cancel)
    {
        var rows = new List<QuotaRow>();
        foreach (var service in Services)
        {
            var defaults = (await PagesAsync(client, "ListAWSDefaultServiceQuotas", service, cancel)).ToDictionary(CodeOf, ValueOf);
            rows.AddRange((await PagesAsync(client, "ListServiceQuotas", service, cancel))
                .Select(q => new QuotaRow(service, CodeOf(q), q.GetProperty("QuotaName").GetString() ?? "", defaults.GetValueOrDefault(CodeOf(q), ValueOf(q)), ValueOf(q))));
        }
        return [.. rows.OrderBy(q => q.Service, StringComparer.Ordinal).ThenBy(q => q.Name, StringComparer.Ordinal)];
    }

    private static async Task<List<JsonElement>> PagesAsync(AwsClient client, string action, string service, CancellationToken cancel)
    {
        var found = new List<JsonElement>();
        string? token = null;
        do
        {
            object body = token is null ? new { ServiceCode = service } : new { ServiceCode = service, NextToken = token };
            var page = await client.JsonAsync("servicequotas", Target, action, body, cancel);
            found.AddRange(page.GetProperty("Quotas").EnumerateArray());
            token = page.TryGetProperty("NextToken", out var next) ? next.GetString() : null;
        }
        while (!string.IsNullOrEmpty(token));
        return found;
    }

    private static void Print(Page page, string region, List<QuotaRow> rows)
    {
        page.Table(new Table(
            [new("Service"), new("Code"), new("Quota"), new("Default", IsNumber: true), new("Here", IsNumber: true)],
            [.. rows.Select(IReadOnlyList<Word> (q) => [q.Service, Word.Thing(q.Code), q.Name, Told(q.Default), q.Value == q.Default ? Told(q.Value) : Word.Warn(Told(q.Value))])]));
        if (page.IsTerminal) page.Indented(0, 0, Word.Dim($"values in {region}; '{Self.Name} quota set CODE VALUE' raises one"));
    }

    private static string CodeOf(JsonElement quota) => quota.GetProperty("QuotaCode").GetString() ?? "";

    private static double ValueOf(JsonElement quota) => quota.GetProperty("Value").GetDouble();

    private static string Told(double value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One quota: AWS's default, and the value here.</summary>
internal sealed record QuotaRow(string Service, string Code, string Name, double Default, double Value);
