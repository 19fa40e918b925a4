using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using OutlookMail.Model;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>/faults: what goes wrong next, and the clock.</summary>
internal static class FaultsPage
{
    private const int MaximumCount = 1000;

    public static WebAnswer Handle(SandboxServer server, WebRequest request)
    {
        if (request.Method == "POST")
        {
            if (request.Form["clear"] is not null)
            {
                server.Faults.Clear();
            }
            else if (int.TryParse(request.Form["minutes"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int minutes))
            {
                server.Clock.Advance(TimeSpan.FromMinutes(minutes));
            }
            else if (Enum.TryParse(request.Form["fault"], out OutlookSandboxFault fault) && Enum.IsDefined(fault)
                && Set(server.Faults, fault, request.Form["count"], request.Form["percent"]))
            {
                return WebAnswer.Redirect("/faults");
            }
            else
            {
                return Render(server, "That is no fault, no number from 0 to 1000, or no percentage.");
            }

            return WebAnswer.Redirect("/faults");
        }

        return Render(server, null);
    }

    private static bool Set(SandboxFaults faults, OutlookSandboxFault fault, string? count, string? percent)
    {
        if (int.TryParse(percent, NumberStyles.None, CultureInfo.InvariantCulture, out int share) && share <= 100)
        {
            faults.Share(fault, share / 100.0);
            return true;
        }

        if (percent is null && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int next) && next <= MaximumCount)
        {
            faults.Next(fault, next);
            return true;
        }

        return false;
    }

    private static string Now(int next, double share) => (next, share) switch
    {
        (0, 0) => "off",
        (_, 0) => $"<strong>next {next}</strong>",
        (0, _) => string.Create(CultureInfo.InvariantCulture, $"<strong>{share * 100:0.#} %</strong>"),
        _ => string.Create(CultureInfo.InvariantCulture, $"<strong>next {next}, then {share * 100:0.#} %</strong>"),
    };

    private static WebAnswer Render(SandboxServer server, string? problem)
    {
        Dictionary<OutlookSandboxFault, (int Next, double Share)> on = server.Faults.Current.ToDictionary(f => f.Fault, f => (f.Next, f.Share));
        var rows = new StringBuilder();
        foreach (OutlookSandboxFault fault in Enum.GetValues<OutlookSandboxFault>())
        {
            (int next, double share) = on.GetValueOrDefault(fault);
            rows.Append(CultureInfo.InvariantCulture, $"""
                <tr><th scope="row">{fault}</th><td>{Now(next, share)}</td><td class="actions">
                <form method="post" action="/faults"><input type="hidden" name="fault" value="{fault}">
                <input name="count" type="number" min="0" max="{MaximumCount}" value="{(next > 0 ? 0 : 1)}" aria-label="How many operations meet {fault}">
                <button>Set</button></form></td><td class="actions">
                <form method="post" action="/faults"><input type="hidden" name="fault" value="{fault}">
                <input name="percent" type="number" min="0" max="100" value="{(share > 0 ? 0 : 10)}" aria-label="Which percentage of operations meets {fault}">
                <button>Set share</button></form></td></tr>
                """);
        }

        return Html.Page("Faults", "/faults", $"""
            <h1>Faults</h1>
            {Html.Alert(problem)}
            <p>Each is met by the next so many operations that it concerns, or by a share of them.</p>
            <div class="scroll"><table><thead><tr><th scope="col">Fault</th><th scope="col">Now</th><th scope="col">Operations</th><th scope="col">Percent</th></tr></thead><tbody>{rows}</tbody></table></div>
            <form method="post" action="/faults"><p class="buttons"><button name="clear" value="1">Switch all off</button></p></form>
            <h2>Clock</h2>
            <p>It is {server.Clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC here, {server.Clock.Offset.TotalMinutes:0} minutes ahead of the machine.</p>
            <form class="inline" method="post" action="/faults"><div><label for="minutes">Move on by minutes</label><input id="minutes" name="minutes" type="number" value="61"></div><button>Move</button></form>
            """, problem is null ? 200 : 400);
    }
}
