using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>A hand-over as a script for the module Microsoft.Graph.Authentication, which Windows PowerShell runs too.</summary>
internal static class PowerShellHandOver
{
    public static string Write(AppHandOver handOver)
    {
        var lines = new List<string>
        {
            "# " + handOver.Title + " Needs the module Microsoft.Graph.Authentication.",
            "Connect-MgGraph -Scopes " + string.Join(", ", handOver.Steps.Rights.Select(r => r.Permission)) + Place(handOver.Where) + " -NoWelcome",
            "",
            "# -New: the request is about something made a moment ago, which Entra may need some minutes to know everywhere.",
            "function Send([string] $Method, [string] $Path, [string] $Body, [switch] $New) {",
            "    $request = @{ Method = $Method; Uri = " + ExchangeCommands.Quote(handOver.Graph) + " + $Path; ErrorAction = 'Stop' }",
            "    if ($Body) { $request += @{ Body = $Body; ContentType = 'application/json' } }",
            "    for ($try = 1; ; $try++) {",
            "        try { return Invoke-MgGraphRequest @request }",
            "        catch {",
            $"            if (-not $New -or $try -ge {Number(AppHandOver.MostTries)} -or \"$_ $($_.Exception.Message)\" -notmatch {ExchangeCommands.Quote(AppHandOver.NotYet)}) {{ throw }}",
            $"            Start-Sleep -Seconds {Number(AppHandOver.PauseSeconds)}",
            "        }",
            "    }",
            "}",
        };
        foreach (var step in handOver.Steps.Steps)
        {
            lines.Add("");
            lines.Add("# " + step.About);
            lines.Add(Assign(handOver.Steps, step) + "Send " + step.Method + " " + Argument(step.Path) + (step.Body is { } body ? " " + Argument(body) : "") + (step.AwaitsReplication ? " -New" : ""));
            if (step.IsGuard)
            {
                lines.Add($"if (${step.Name}.value) {{ throw 'The tenant has an app of this name already: ' + ${step.Name}.value[0].id }}");
            }
        }

        lines.Add("");
        lines.AddRange(handOver.Then.Select(Expression));
        return string.Join("\n", lines) + "\n";
    }

    // A step whose answer nobody needs shows none.
    private static string Assign(AppSteps steps, AppStep step) => step.Method == "POST" && step.Name is not ("app" or "principal" or "secret") ? "$null = " : "$" + step.Name + " = ";

    private static string Argument(StepText text) => text.Answers.Any() ? "(" + Expression(text) + ")" : Expression(text);

    private static string Expression(StepText text) => string.Join(" + ", text.Write(ExchangeCommands.Quote, answer => "$" + answer));

    // The names that Connect-MgGraph has for the clouds (Get-MgEnvironment).
    private static string Place(AppRequest where) => where.Cloud switch
    {
        OutlookCloud.USGovHigh => " -Environment USGov",
        OutlookCloud.USGovDoD => " -Environment USGovDoD",
        OutlookCloud.China => " -Environment China",
        _ => "",
    } + (where.Tenant is { } tenant ? " -TenantId " + ExchangeCommands.Word(tenant) : "");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
