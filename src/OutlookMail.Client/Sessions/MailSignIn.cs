using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Smtp;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>Opens connections to the mail servers and signs in to them, once more with a fresh token when the first is refused.</summary>
internal static class MailSignIn
{
    // Delegated tokens, as the field measures it and against Microsoft's page (facts 4.1): IMAP names the mailbox, SMTP
    // the token's own user, whose right to send as the mailbox is then checked against MAIL FROM. An app without a person
    // names the mailbox to both (facts 4.2).
    public static string ImapUser(LiveSession session) => session.Handle.Mailbox;

    public static string SmtpUser(LiveSession session) => session.SmtpUser ??= session.Plan.Request.SmtpUser
        ?? (session.Tokens.IsAppOnly ? session.Handle.Mailbox : session.Handle.Account);

    /// <param name="freshToken">True: Entra is asked even if the kept token is in time.</param>
    public static async Task<ImapConnection> OpenImapAsync(LiveSession session, bool freshToken, CancellationToken cancellationToken)
    {
        for (var isFresh = freshToken && session.Tokens.CanRenew; ; isFresh = true)
        {
            var token = await session.Tokens.GetMailTokenAsync(isFresh, cancellationToken);
            var connection = await Reach(ImapConnection.ConnectAsync(session.Plan.Imap, session.Wire, cancellationToken), session.Plan.Imap);
            try
            {
                await connection.AuthenticateAsync(ImapUser(session), token, cancellationToken);
                await connection.UseOfferedAsync(isSlowLine: !session.Plan.Imap.IsLoopback, cancellationToken);
                return connection;
            }
            catch (ImapRefusedException refused) when (session.Tokens.CanRenew && !isFresh && !ImapErrorMapper.IsThrottle(refused))
            {
                await connection.DisposeAsync();
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>
    /// Signs in to SMTP. Where a shared mailbox is meant and the token's user is refused (535 5.7.3) although the token is
    /// fresh, the mailbox is tried as the user once, as Microsoft's page has it, and what worked is remembered.
    /// </summary>
    public static async Task<SmtpConnection> OpenSmtpAsync(LiveSession session, CancellationToken cancellationToken)
    {
        var user = SmtpUser(session);
        try
        {
            return await OpenSmtpOnceAsync(session, cancellationToken);
        }
        catch (SmtpRefusedException refused) when (IsTokenTrouble(refused) && session.Plan.Request.SmtpUser is null && !session.SmtpUserIsSettled && user != session.Handle.Mailbox)
        {
            session.SmtpUser = session.Handle.Mailbox;
            try
            {
                var connection = await OpenSmtpOnceAsync(session, cancellationToken);
                session.SmtpUserIsSettled = true;
                return connection;
            }
            catch (SmtpRefusedException)
            {
                session.SmtpUser = user;
                session.SmtpUserIsSettled = true;
                throw refused;
            }
        }
    }

    private static async Task<SmtpConnection> OpenSmtpOnceAsync(LiveSession session, CancellationToken cancellationToken)
    {
        for (var freshToken = false; ; freshToken = true)
        {
            var token = await session.Tokens.GetMailTokenAsync(freshToken, cancellationToken);
            var connection = await Reach(SmtpConnection.ConnectAsync(session.Plan.Smtp, session.Wire, cancellationToken), session.Plan.Smtp);
            try
            {
                await connection.AuthenticateAsync(SmtpUser(session), token, cancellationToken);
                return connection;
            }
            catch (SmtpRefusedException refused) when (session.Tokens.CanRenew && !freshToken && IsTokenTrouble(refused))
            {
                await connection.DisposeAsync();
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
    }

    // A server that never answered is another trouble than one that went away in the middle of the work.
    private static async Task<T> Reach<T>(Task<T> connecting, WireEndpoint server)
    {
        try
        {
            return await connecting;
        }
        catch (ConnectionBrokenException e)
        {
            throw MailErrors.ConnectionFailed(server.ToString(), e);
        }
    }

    // 5.7.3 (Exchange) and 5.7.8 (RFC 4954 §6) speak of the credentials; 5.7.139 speaks of a policy that no new token changes.
    private static bool IsTokenTrouble(SmtpRefusedException refused) =>
        refused.Reply.Code == 535 && refused.Reply.EnhancedCode is (null or "5.7.3" or "5.7.8");
}
