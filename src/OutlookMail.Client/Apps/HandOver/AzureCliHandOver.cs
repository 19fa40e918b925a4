using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>A hand-over as a POSIX shell script for az.</summary>
internal static class AzureCliHandOver
{
    public static string Write(AppHandOver handOver)
    {
        var lines = new List<string>
        {
            "#!/bin/sh",
            "# " + handOver.Title,
            "# Sign in first: " + SignIn(handOver.Where),
            "set -eu",
            "errors=$(mktemp)",
            "trap 'rm -f \"$errors\"' EXIT",
            "",
            "# send method path query [body [new]]: prints what the query (JMESPath) finds in the answer. new: the request is",
            "# about something made a moment ago, which Entra may need some minutes to know everywhere.",
            "send() {",
            "  try=1",
            "  until az rest --method \"$1\" --url " + CredentialExport.Shell(handOver.Graph) + "\"$2\" --resource " + CredentialExport.Shell(handOver.Cloud.Graph!) + " --headers Content-Type=application/json --query \"$3\" --output tsv ${4:+--body \"$4\"} 2>\"$errors\"; do",
            $"    if [ \"${{5-}}\" != new ] || [ \"$try\" -ge {Number(AppHandOver.MostTries)} ] || ! grep -qE {CredentialExport.Shell(AppHandOver.NotYet)} \"$errors\"; then cat \"$errors\" >&2; exit 1; fi",
            $"    try=$((try + 1)); sleep {Number(AppHandOver.PauseSeconds)}",
            "  done",
            "}",
        };
        foreach (var step in handOver.Steps.Steps)
        {
            lines.Add("");
            lines.Add("# " + step.About);
            lines.AddRange(Send(step, Needed(handOver, step)));
        }

        lines.Add("");
        lines.AddRange(handOver.Then.Select(text => "echo " + Word(text)));
        return string.Join("\n", lines) + "\n";
    }

    private static IEnumerable<string> Send(AppStep step, string[] needed)
    {
        var query = step.IsGuard ? "value[].id" : needed.Length > 0 ? "[" + string.Join(",", needed) + "]" : "id";
        var call = "send " + step.Method + " " + Word(step.Path) + " " + CredentialExport.Shell(query)
            + (step.Body is { } body ? " " + Word(body) : "") + (step.AwaitsReplication ? " new" : "");
        if (step.IsGuard)
        {
            yield return step.Name + "=$(" + call + ")";
            yield return "if [ -n \"$" + step.Name + "\" ]; then echo \"The tenant has an app of this name already: $" + step.Name + "\" >&2; exit 1; fi";
        }
        else if (needed.Length == 0)
        {
            yield return call + " > /dev/null";
        }
        else
        {
            yield return step.Name + "=$(" + call + ")";
            for (var i = 0; i < needed.Length; i++)
            {
                yield return Variable(new StepAnswer(step.Name, needed[i])) + "=$(printf '%s\\n' \"$" + step.Name + "\" | sed -n " + Number(i + 1) + "p)";
            }
        }
    }

    // az prints the values of a list one on a line, in the order of the query.
    private static string[] Needed(AppHandOver handOver, AppStep step) => handOver.Steps.Steps
        .SelectMany(s => s.Path.Answers.Concat(s.Body?.Answers ?? Enumerable.Empty<StepAnswer>()))
        .Concat(handOver.Then.SelectMany(t => t.Answers))
        .Where(a => a.Step == step.Name).Select(a => a.Property).Distinct().ToArray();

    private static string Word(StepText text) => string.Concat(text.Write(CredentialExport.Shell, answer => "\"$" + Variable(answer) + "\""));

    private static string Variable(StepAnswer answer) => answer.Step + "_" + answer.Property;

    // DoD has no name of its own at az: its Graph is named as the resource of each request.
    private static string SignIn(AppRequest where) => where.Cloud switch
    {
        OutlookCloud.USGovHigh or OutlookCloud.USGovDoD => "az cloud set --name AzureUSGovernment; ",
        OutlookCloud.China => "az cloud set --name AzureChinaCloud; ",
        _ => "",
    } + "az login --allow-no-subscriptions" + (where.Tenant is { } tenant ? " --tenant " + CredentialExport.Shell(tenant) : "");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
