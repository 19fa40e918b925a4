using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Cli;

/// <summary>What every command on a mailbox shares: sign in, do it, tell errors with their fix, end with a code that a script can rely on.</summary>
internal static class CommandBuilder
{
    /// <summary>A command that works in a session, which ends with it; the account stays.</summary>
    public static Command InSession(
        string name, string description, IEnumerable<Symbol> own, Func<OutlookSession, ParseResult, Report, ConsoleEvents, CancellationToken, Task> body)
    {
        var options = new SignInOptions();
        return Create(name, description, own.Concat(options.All), async (parsed, report, events, cancellationToken) =>
        {
            var session = await OutlookClient.Shared.ConnectAsync(options.Mail(parsed), events, cancellationToken);
            try
            {
                await body(session, parsed, report, events, cancellationToken);
            }
            finally
            {
                await OutlookClient.Shared.DisconnectAsync(session, forget: false, CancellationToken.None);
            }
        });
    }

    public static Command Create(
        string name, string description, IEnumerable<Symbol> symbols, Func<ParseResult, Report, ConsoleEvents, CancellationToken, Task> body)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per line on standard output, everything else on standard error." };
        var verbose = new Option<bool>("--verbose") { Description = "Says on standard error what is done how." };
        var command = new Command(name, description) { json, verbose };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = new Report(Console.Out, Console.Error, parsed.GetValue(json));
            try
            {
                await body(parsed, report, new ConsoleEvents(Console.Error, parsed.GetValue(verbose), report.Failed), cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCode.Failed;
            }
            catch (UsageException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCode.WrongUsage;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                report.Failed(ErrorMapper.Map(e, null));
            }

            return report.HasFailed ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }
}
