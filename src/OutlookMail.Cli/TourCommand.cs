using System;
using System.CommandLine;

namespace OutlookMail.Cli;

/// <summary><c>outlookmail tour</c>: the whole main job against the built-in sandbox, step by step.</summary>
internal static class TourCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per line on standard output, everything else on standard error." };
        var command = new Command("tour", "Signs in, verifies, sends a mail and reads it back, in a sandbox on this machine. Nothing leaves it and nothing is kept.")
        {
            json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = parsed.GetValue(json) ? (ITourReport)new JsonTourReport(Console.Out) : new TextTourReport(Console.Out);
            return await new Tour(report, TimeProvider.System).RunAsync(cancellationToken) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
