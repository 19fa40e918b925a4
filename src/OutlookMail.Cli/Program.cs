using System;
using System.CommandLine;
using System.Threading.Tasks;

namespace OutlookMail.Cli;

internal static class Program
{
    // After Ctrl+C a sandbox with --path writes its mail; a large mailbox takes seconds.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    public static Task<int> Main(string[] args)
    {
        var root = new RootCommand("Outlook mailboxes from any shell. Exit codes: 0 done, 1 a step failed, 2 wrong usage.")
        {
            TourCommand.Create(),
            SandboxCommand.Create(),
            RegisterCommand.Create(),
            ConnectCommand.Create(),
            TestCommand.Create(),
            SendCommand.Create(),
            ListCommand.Create(),
            ExportCommand.Create(),
            TokenCommand.Create(),
        };
        var parsed = root.Parse(args);
        return parsed.Errors.Count > 0 ? WrongUsage(parsed) : parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TerminationTimeout });
    }

    // System.CommandLine ends with 1 here, which is a failed step's code.
    private static async Task<int> WrongUsage(ParseResult parsed)
    {
        await parsed.InvokeAsync();
        return ExitCode.WrongUsage;
    }
}
