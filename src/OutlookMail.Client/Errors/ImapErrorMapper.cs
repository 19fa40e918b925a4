using System;
using System.Globalization;
using System.Text.RegularExpressions;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>Turns what IMAP threw into a catalogue entry, in the light of the session it happened to.</summary>
internal static class ImapErrorMapper
{
    public static OutlookMailException Map(Exception e, LiveSession session, object? target) => e switch
    {
        ImapRefusedException refused => MapRefusal(refused, session, target),
        ImapByeException bye when IsThrottle(bye.ServerText, out var wait) => MailErrors.Throttled(bye.ServerText, wait, target, bye),
        FolderRenumberedException renumbered => target is OutlookMessage message
            ? MailErrors.MessageStale(message, renumbered.New, renumbered)
            : MailErrors.FolderRenumbered(renumbered.Folder, renumbered),
        BodyChangedException changed => MailErrors.ConnectionLost(target, changed),
        _ => WireErrorMapper.Map(e, session.Plan.Imap, target),
    };

    /// <summary>Exchange names its pause: "Request is throttled. Suggested Backoff Time: 299961 milliseconds" (imapsync #198).</summary>
    internal static bool IsThrottle(string text, out TimeSpan? wait)
    {
        wait = null;
        var match = Regex.Match(text, @"Suggested Backoff Time: (\d{1,9}) milliseconds", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (match.Success)
        {
            wait = TimeSpan.FromMilliseconds(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        return match.Success || text.IndexOf("throttled", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    internal static bool IsThrottle(Exception e) =>
        (e is ImapByeException bye && IsThrottle(bye.ServerText, out _)) || (e is ServerRefusedException refused && IsThrottle(refused.ServerText, out _));

    /// <summary>MailKit #1494: the first command after a good AUTHENTICATE is answered with this BAD.</summary>
    internal static bool IsNotConnected(string text) => text.IndexOf("authenticated but not connected", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Refusals behind which Exchange says BYE (imapsync #198, MailKit #1494).</summary>
    internal static bool EndsConnection(Exception e) => IsThrottle(e) || (e is ServerRefusedException refused && IsNotConnected(refused.ServerText));

    private static OutlookMailException MapRefusal(ImapRefusedException refused, LiveSession session, object? target)
    {
        var text = refused.ServerText;
        if (IsThrottle(text, out var wait))
        {
            return MailErrors.Throttled(text, wait, target, refused);
        }

        if (IsNotConnected(text))
        {
            return SignInErrors.AuthenticatedNotConnected(MailSignIn.ImapUser(session), text, refused);
        }

        if (refused.Command.StartsWith("AUTHENTICATE", StringComparison.OrdinalIgnoreCase))
        {
            return TokenErrorMapper.Map("IMAP", MailSignIn.ImapUser(session), text, session, refused);
        }

        var opensFolder = refused.Command is "SELECT" or "EXAMINE" or "STATUS";
        // RFC 5530 §3: NONEXISTENT. Exchange sends no code, only "… doesn't exist."
        return opensFolder && refused.Status == ImapStatus.No && target is string folder
            ? MailErrors.FolderNotFound(folder, refused)
            : MailErrors.ServerRefused(refused.Command, text, target, refused);
    }
}
