using System.Collections.Generic;
using System.CommandLine;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Cli;

/// <summary><c>outlookmail test</c>: what Test-OutlookAppPermissions proves; exit code 1 unless all is well.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var strict = new Option<bool>("--strict") { Description = "A warning, and what could not be tested, is a failure too." };
        var sendTestMail = new Option<bool>("--send-test-mail") { Description = "Sends one mail from the mailbox to itself: the only proof of the right to send as it." };
        return CommandBuilder.InSession(
            "test",
            "Proves each permission from the registration to the wire, and names the fix for what fails. Nothing is sent or changed.",
            [strict, sendTestMail],
            async (session, parsed, report, _, cancellationToken) =>
            {
                var rows = new List<OutlookPermissionResult>();
                await foreach (var row in OutlookClient.Shared.TestPermissionsAsync(session, new PermissionTestRequest { SendTestMail = parsed.GetValue(sendTestMail) }, cancellationToken))
                {
                    rows.Add(row);
                    report.Write(row, Text(row));
                }

                if (!PermissionSummary.IsGood(rows, parsed.GetValue(strict)))
                {
                    report.Failed();
                }
            });
    }

    private static string Text(OutlookPermissionResult row)
    {
        var fix = row.Command.Length > 0 ? row.Command : row.Fix;
        var line = $"{row.Status,-9} {row.Permission,-24} {row.Evidence}";
        return row.Status == OutlookPermissionStatus.Passed || fix.Length == 0 ? line : $"{line}\n          {fix}";
    }
}
