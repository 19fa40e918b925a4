using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Exchange;
using OutlookMail.Sandbox.Imap.Commands;
using OutlookMail.Sandbox.Store;
using OutlookMail.Wire;

namespace OutlookMail.Sandbox.Imap;

/// <summary>One client's connection: its state, and the loop that hands each command to its class.</summary>
internal sealed class ImapSession : IAsyncDisposable
{
    // Exchange closes an idle session after about half an hour; RFC 9051 §5.4 asks for 30 minutes at least.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    private static readonly FrozenDictionary<string, ImapHandler> Handlers = ImapCommandTable.Create();

    private readonly WireConnection connection;

    public ImapSession(Stream stream, ExchangeService exchange)
    {
        Exchange = exchange;
        connection = WireConnection.FromStream(stream, exchange.WireOptions(Idle));
    }

    public ExchangeService Exchange { get; }

    public WireConnection Connection => connection;

    /// <summary>What is written here is sent before the command's tagged line.</summary>
    public ImapEncoder Out { get; } = new(LiteralStyle.FromServer);

    /// <summary>True for the profile that keeps to the standards and not to Exchange.</summary>
    public bool IsStandard => Exchange.Options.ImapProfile == SandboxImapProfile.Standard;

    /// <summary>True for Exchange's front end of 2026.</summary>
    public bool IsProxy => Exchange.Options.ImapProfile == SandboxImapProfile.ExchangeProxy;

    /// <summary>CONDSTORE was used or enabled: FETCH responses to changes carry MODSEQ (RFC 7162 §3.1).</summary>
    public bool KnowsModSeq { get; private set; }

    /// <summary>QRESYNC was enabled: what is expunged is told as VANISHED (RFC 7162 §3.2.10).</summary>
    public bool IsQuickResync { get; set; }

    /// <summary>COMPRESS has begun.</summary>
    public bool IsCompressed { get; set; }

    /// <summary>The mailbox that was signed in to; null before.</summary>
    public SandboxMailbox? Mailbox { get; set; }

    /// <summary>The token was good and yet opens no mailbox: the next command meets "authenticated but not connected".</summary>
    public bool IsNotConnected { get; set; }

    public SelectedView? Selected { get; set; }

    public bool IsEnding { get; set; }

    public async Task RunAsync(CancellationToken ct)
    {
        connection.Output.WriteLine(Greeting());
        while (!IsEnding)
        {
            if (connection.Input.Length == 0)
            {
                await connection.Output.FlushAsync(ct).ConfigureAwait(false);
                if (!await WaitAsync(ct).ConfigureAwait(false))
                {
                    return;
                }
            }

            ImapCommand? command;
            try
            {
                command = await ImapCommand.ReadAsync(connection, Exchange.Options.MaximumMessageSize, Mailbox is not null, ct).ConfigureAwait(false);
            }
            catch (ServerProtocolException)
            {
                Bye("Connection closed. 14");
                break;
            }

            if (command is null)
            {
                connection.Output.WriteLine("* BAD Command Error. 10");
                continue;
            }

            await RunAsync(command, ct).ConfigureAwait(false);
        }

        await connection.Output.FlushAsync(ct).ConfigureAwait(false);
    }

    /// <summary>The client's first use of CONDSTORE: from now on FETCH responses carry MODSEQ (RFC 7162 §3.1).</summary>
    public void EnableModSeq()
    {
        if (!KnowsModSeq && Selected is SelectedView view)
        {
            Out.Raw("* OK [HIGHESTMODSEQ "u8).Number(view.Folder.HighestModSeq).Raw("] Highest\r\n"u8);
        }

        KnowsModSeq = true;
    }

    /// <summary>Moves what <see cref="Out"/> holds to the connection.</summary>
    public void Emit()
    {
        connection.Output.Write(Out.Written.Span);
        Out.Clear();
    }

    /// <summary>Sends what is collected when it has grown to a good size.</summary>
    public ValueTask EmitAsync(CancellationToken ct)
    {
        Emit();
        return connection.Output.Count >= WireOutput.FlushThreshold ? connection.Output.FlushAsync(ct) : default;
    }

    public void Bye(string text)
    {
        Emit();
        connection.Output.WriteLine("* BYE " + text);
        IsEnding = true;
    }

    public async ValueTask DisposeAsync()
    {
        Selected?.Dispose();
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private string Greeting()
    {
        string server = Convert.ToBase64String(Encoding.Unicode.GetBytes(Exchange.HostName));
        return Exchange.Options.ImapProfile switch
        {
            SandboxImapProfile.Standard => $"* OK [CAPABILITY {CapabilityCommand.List(this)}] SANDBOX IMAP server ready.",

            // MailKit #2016
            SandboxImapProfile.ExchangeProxy => $"* OK Microsoft Exchange IMAP4 service ready. {Guid.NewGuid()} (tcpproxy/15.21.0406.000 BACKENDAUTHENTICATE) [{server}] SANDBOX",
            _ => $"* OK The Microsoft Exchange IMAP4 service is ready. [{server}] SANDBOX",
        };
    }

    private async Task<bool> WaitAsync(CancellationToken ct)
    {
        try
        {
            return await connection.Input.TryFillAsync(ct).ConfigureAwait(false);
        }
        catch (ConnectionBrokenException)
        {
            return false;
        }
    }

    private async Task RunAsync(ImapCommand command, CancellationToken ct)
    {
        string status = "OK";
        string text;
        if (Exchange.Faults.Take(OutlookSandboxFault.Slow))
        {
            await Task.Delay(Exchange.Faults.Delay, Exchange.Options.Time, ct).ConfigureAwait(false);
        }

        if (Mailbox is not null && command.Name != "LOGOUT" && Exchange.Faults.Take(OutlookSandboxFault.ImapBye))
        {
            Exchange.Log.Add("IMAP", command.Name, "BYE", Mailbox.Address);
            Bye("Connection is closed. 13");
            return;
        }

        try
        {
            ImapHandler handler = Permit(command);
            text = await handler.Run(this, command, ct).ConfigureAwait(false);

            // RFC 9051 §7.5.1: no EXPUNGE while a client may be counting by sequence numbers.
            Selected?.Report(Out, handler.MayExpunge, KnowsModSeq, IsQuickResync);
        }
        catch (ImapCommandException e)
        {
            // Half a response is none.
            Out.Clear();
            (status, text) = (e.Status, e.Message);
        }
        catch (ServerProtocolException)
        {
            Out.Clear();
            // The grammar is the client's; its exception says where, which Exchange does not.
            (status, text) = ("BAD", "Command Argument Error. 12");
        }

        Exchange.Log.Add("IMAP", command.Name, connection.IsBroken ? "(closed)" : $"{status} {text}", Mailbox?.Address);
        if (connection.IsBroken)
        {
            IsEnding = true;
            return;
        }

        Emit();
        if (text.Length > 0)
        {
            connection.Output.WriteLine($"{ReplyText.Clean(command.Tag)} {status} {ReplyText.Clean(text)}");
        }

        if (status == "BAD" && text.StartsWith("Request is throttled", StringComparison.Ordinal))
        {
            Bye("Connection closed. 14");
        }
    }

    private ImapHandler Permit(ImapCommand command)
    {
        if (!Handlers.TryGetValue(command.Name, out ImapHandler? handler))
        {
            throw new ImapCommandException("BAD", "Command Error. 12");
        }

        if (handler.State == ImapState.Any)
        {
            return handler;
        }

        if (IsNotConnected)
        {
            // MailKit #1494, email-oauth2-proxy #74: the first command after OK, then the connection is closed.
            IsEnding = true;
            connection.Output.WriteLine($"{command.Tag} BAD User is authenticated but not connected.");
            connection.Output.WriteLine("* BYE Connection closed. 14");
            throw new ImapCommandException("BAD", "");
        }

        bool isAllowed = handler.State switch
        {
            ImapState.NotAuthenticated => Mailbox is null,
            ImapState.Authenticated => Mailbox is not null,
            _ => Selected is not null,
        };
        if (!isAllowed)
        {
            throw new ImapCommandException("BAD", "Command received in Invalid state.");
        }

        if (handler.State != ImapState.NotAuthenticated && command.Name is not ("NOOP" or "CLOSE" or "UNSELECT") && Exchange.Faults.Take(OutlookSandboxFault.Throttle))
        {
            throw new ImapCommandException("BAD", $"Request is throttled. Suggested Backoff Time: {Exchange.Faults.ThrottleBackoffMilliseconds} milliseconds");
        }

        return handler;
    }
}
