using System;
using System.CommandLine;
using System.IO;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Cli;

/// <summary><c>outlookmail export</c>: a mailbox on the disk, resumed and continued by the same command.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A folder, new or of an earlier export; a .zip file for that format." };
        var format = new Option<OutlookArchiveFormat?>("--format") { Description = "By default Eml, and Zip for a path that ends with .zip." };
        var folder = new Option<string[]>("--folder") { Description = "Names with the wildcards * and ?; all when not given.", AllowMultipleArgumentsPerToken = true };
        var exclude = new Option<string[]>("--exclude-folder") { Description = "Names with the wildcards * and ?.", AllowMultipleArgumentsPerToken = true };
        var since = MomentOption.Create("--since", "Received then or later.");
        var before = MomentOption.Create("--before", "Received earlier.");
        var verify = new Option<bool>("--verify") { Description = "Compares what is there with its SHA-256 and fetches anew what is damaged." };
        return CommandBuilder.InSession(
            "export",
            "Writes a mailbox to the disk. The same command again goes on where it was, and fetches what is new.",
            [path, format, folder, exclude, since, before, verify],
            async (session, parsed, report, events, cancellationToken) =>
            {
                var target = Path.GetFullPath(parsed.GetValue(path)!);
                var request = new ExportRequest(
                    target,
                    parsed.GetValue(format) ?? (target.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? OutlookArchiveFormat.Zip : OutlookArchiveFormat.Eml))
                {
                    Folders = parsed.GetValue(folder) ?? [],
                    ExcludedFolders = parsed.GetValue(exclude) ?? [],
                    Since = parsed.GetValue(since),
                    Before = parsed.GetValue(before),
                    Verify = parsed.GetValue(verify),
                };
                await foreach (var done in OutlookClient.Shared.ExportAsync(session, request, events, cancellationToken))
                {
                    report.Write(done, done.ToString());
                }
            });
    }
}
