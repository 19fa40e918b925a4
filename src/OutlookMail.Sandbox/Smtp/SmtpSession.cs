using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Exchange;
using OutlookMail.Sandbox.Smtp.Commands;
using OutlookMail.Smtp.Grammar;
using OutlookMail.Wire;

namespace OutlookMail.Sandbox.Smtp;

/// <summary>One client's connection: its state, and the loop that hands each command to its class.</summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    // Longer than RFC 5321's 512: XOAUTH2 tokens are 1.5 to 3 kB and RFC 4954 §4 allows 12,288 octets; Exchange takes more.
    internal const int MaximumLine = 64 * 1024;

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    private readonly WireConnection connection;
    private string lastReply = "";

    public SmtpSession(Stream stream, ExchangeService exchange, SslServerAuthenticationOptions tls)
    {
        Exchange = exchange;
        TlsOptions = tls;
        connection = WireConnection.FromStream(stream, exchange.WireOptions(Idle));
    }

    public ExchangeService Exchange { get; }

    public SslServerAuthenticationOptions TlsOptions { get; }

    public WireConnection Connection => connection;

    public bool IsSecure { get; set; }

    public bool HasGreeted { get; set; }

    /// <summary>The token's claims once AUTH succeeded.</summary>
    public AccessClaims? Claims { get; set; }

    /// <summary>Whose mailbox submits: the token's user, or app-only the mailbox it named.</summary>
    public string? Submitter { get; set; }

    /// <summary>The mail being put together; null between transactions.</summary>
    public SmtpTransaction? Transaction { get; set; }

    /// <summary>Set by what ends the connection after its reply.</summary>
    public bool IsEnding { get; set; }

    public async Task RunAsync(CancellationToken ct)
    {
        Reply(220, null, string.Create(CultureInfo.InvariantCulture,
            $"{Exchange.HostName} Microsoft ESMTP MAIL Service ready at {Exchange.Time.GetUtcNow():ddd, d MMM yyyy HH:mm:ss} +0000 [SANDBOX]"));
        while (!IsEnding)
        {
            // Replies to pipelined commands leave together (RFC 2920 §3.2).
            if (connection.Input.Length == 0)
            {
                await connection.Output.FlushAsync(ct).ConfigureAwait(false);
                if (!await connection.Input.TryFillAsync(ct).ConfigureAwait(false))
                {
                    return;
                }
            }

            string line;
            try
            {
                line = await ReadLineAsync(ct).ConfigureAwait(false);
            }
            catch (ServerProtocolException)
            {
                Reply(500, "5.5.2", "Line too long");
                IsEnding = true;
                break;
            }

            if (Exchange.Faults.Take(OutlookSandboxFault.Slow))
            {
                await Task.Delay(Exchange.Faults.Delay, Exchange.Options.Time, ct).ConfigureAwait(false);
            }

            CommandLine command = CommandLine.Parse(line);
            lastReply = "(closed)";
            // BDAT's octets follow whatever the answer is: it looks for its own.
            if (command.Verb == "BDAT" || !TakeScriptedAnswer(command.Verb))
            {
                await DispatchAsync(command, ct).ConfigureAwait(false);
            }

            Exchange.Log.Add("SMTP", Visible(command.Verb), lastReply, Submitter);
        }

        await connection.Output.FlushAsync(ct).ConfigureAwait(false);
    }

    public async Task<string> ReadLineAsync(CancellationToken ct) =>
        Encoding.UTF8.GetString((await connection.Input.ReadLineAsync(MaximumLine, ct).ConfigureAwait(false)).Span);

    public void Reply(int code, string? enhanced, string text)
    {
        lastReply = string.Create(CultureInfo.InvariantCulture, $"{code} {(enhanced is null ? "" : enhanced + " ")}{ReplyText.Clean(text)}");
        connection.Output.WriteLine(lastReply);
    }

    /// <summary>Gives the answer that somebody asked for to be given in place of the command's own.</summary>
    public bool TakeScriptedAnswer(string command)
    {
        if (Exchange.Faults.TakeSmtpAnswer(command) is not string reply)
        {
            return false;
        }

        lastReply = ReplyText.Clean(reply);
        connection.Output.WriteLine(lastReply);
        // RFC 5321 §3.8: after 421 the channel is closed.
        IsEnding |= reply.StartsWith("421", StringComparison.Ordinal);
        return true;
    }

    public void Reply(int code, IReadOnlyList<string> lines)
    {
        lastReply = string.Create(CultureInfo.InvariantCulture, $"{code} {lines[^1]}");
        for (int i = 0; i < lines.Count; i++)
        {
            connection.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{code}{(i == lines.Count - 1 ? ' ' : '-')}{lines[i]}"));
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Submitter is string submitter)
        {
            Exchange.Limits.Leave(submitter);
        }

        return connection.DisposeAsync();
    }

    private Task DispatchAsync(CommandLine command, CancellationToken ct)
    {
        switch (command.Verb)
        {
            case "EHLO":
            case "HELO":
                EhloCommand.Handle(this, command);
                return Task.CompletedTask;
            case "STARTTLS":
                return StartTlsCommand.HandleAsync(this, ct);
            case "AUTH":
                return AuthCommand.HandleAsync(this, command, ct);
            case "MAIL":
                MailCommand.Handle(this, command);
                return Task.CompletedTask;
            case "RCPT":
                return RcptCommand.HandleAsync(this, command, ct);
            case "DATA":
                return DataCommand.HandleAsync(this, ct);
            case "BDAT":
                return BdatCommand.HandleAsync(this, command, ct);
            case "RSET":
                Transaction = null;
                Reply(250, "2.0.0", "Resetting");
                return Task.CompletedTask;
            case "NOOP":
                Reply(250, "2.0.0", "OK");
                return Task.CompletedTask;
            case "VRFY":
                Reply(252, "2.1.5", "Cannot VRFY user");
                return Task.CompletedTask;
            case "HELP":
                Reply(214, ["This server supports the following commands:", "HELO EHLO STARTTLS RCPT DATA RSET MAIL QUIT HELP AUTH BDAT"]);
                return Task.CompletedTask;
            case "QUIT":
                Reply(221, "2.0.0", "Service closing transmission channel");
                IsEnding = true;
                return Task.CompletedTask;
            default:
                Reply(500, "5.3.3", $"Unrecognized command '{Visible(command.Verb)}'");
                return Task.CompletedTask;
        }
    }

    private static string Visible(string verb) =>
        new(Array.ConvertAll(verb[..Math.Min(verb.Length, 20)].ToCharArray(), c => c is > ' ' and < '\u007F' ? c : '?'));
}
