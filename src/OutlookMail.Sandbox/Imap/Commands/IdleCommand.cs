using System;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>IDLE, RFC 9051 §6.3.13.</summary>
internal static class IdleCommand
{
    private const int MaximumLine = 1024;

    public static async Task<string> RunAsync(ImapSession session, ImapCommand command, CancellationToken ct)
    {
        session.Connection.Output.WriteLine("+ IDLE accepted, awaiting DONE command.");
        await session.Connection.Output.FlushAsync(ct).ConfigureAwait(false);
        Task<ReadOnlyMemory<byte>> done = session.Connection.Input.ReadLineAsync(MaximumLine, ct).AsTask();
        if (session.Selected is SelectedView view)
        {
            while (true)
            {
                // The report renews the signal before it looks at the folder: no change falls between.
                Report(session, view);
                Task changed = view.Changed;
                await session.Connection.Output.FlushAsync(ct).ConfigureAwait(false);
                if (await Task.WhenAny(done, changed).ConfigureAwait(false) == done)
                {
                    break;
                }
            }
        }

        ReadOnlyMemory<byte> line = await done.ConfigureAwait(false);
        if (!line.Span.SequenceEqual("DONE"u8) && !line.Span.SequenceEqual("done"u8))
        {
            throw new ImapCommandException("BAD", "Command Error. 12");
        }

        return "IDLE completed.";
    }

    private static void Report(ImapSession session, SelectedView view)
    {
        view.Report(session.Out, withExpunges: true, session.KnowsModSeq, session.IsQuickResync);
        session.Emit();
    }
}
