using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Explains an error, a server's line or a pasted log: cause, who can fix it, and how. It works without a network.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "OutlookError")]
[OutputType(typeof(OutlookDiagnosis))]
public sealed class ResolveOutlookErrorCommand : OutlookCmdlet
{
    private readonly List<string> lines = new();

    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    // A log comes line by line, and belongs together.
    protected override void ProcessRecord()
    {
        object? given = Plain(MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)) ? InputObject : LastError());
        switch (given)
        {
            case null:
                WriteWarning("There is no error to explain: none was given, and none has happened in this session.");
                break;
            case ErrorRecord record:
                Explain(record);
                break;
            case Exception exception:
                Explain(exception);
                break;
            default:
                lines.Add(given.ToString() ?? "");
                break;
        }
    }

    protected override void EndProcessing()
    {
        if (lines.Count > 0)
        {
            Write(Diagnoser.Diagnose(string.Join("\n", lines), DateTimeOffset.UtcNow));
        }
    }

    private static object? Plain(object? given) => given is PSObject wrapped ? wrapped.BaseObject : given;

    private object? LastError() => (GetVariableValue("global:Error") as IEnumerable)?.Cast<object>().FirstOrDefault();

    private void Explain(ErrorRecord record)
    {
        // Another module's record can say more in its details than its exception does.
        if (record.Exception is not OutlookMailException && record.ErrorDetails?.Message is { } details)
        {
            Write(Diagnoser.Diagnose(details + "\n" + record.Exception, DateTimeOffset.UtcNow));
        }
        else
        {
            Explain(record.Exception);
        }
    }

    private void Explain(Exception exception) => Write(Diagnoser.Diagnose(exception, DateTimeOffset.UtcNow));

    private void Write(IReadOnlyList<OutlookDiagnosis> found)
    {
        if (found.Count == 0)
        {
            WriteWarning("Nothing in this text is known here. The whole error text or log says most: its AADSTS number, or the server's line with its codes.");
        }

        WriteObject(found, enumerateCollection: true);
    }
}
