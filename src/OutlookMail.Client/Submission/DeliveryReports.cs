using System.Linq;
using System.Net.Mail;
using OutlookMail.Smtp;

namespace OutlookMail.Client;

/// <summary>From what .NET calls delivery notifications to what is asked of the server (RFC 3461).</summary>
internal static class DeliveryReports
{
    // RFC 3461 §4.4.
    private const int MaximumEnvelopeId = 100;

    /// <summary>Null leaves it to the server. Where one is asked for, the Message-ID comes back as the envelope's id.</summary>
    public static SmtpDeliveryReport? For(DeliveryNotificationOptions options, string messageId)
    {
        if (options == DeliveryNotificationOptions.None)
        {
            return null;
        }

        var isId = messageId.Length is > 0 and <= MaximumEnvelopeId && messageId.All(c => c is >= '!' and <= '~');
        return new SmtpDeliveryReport
        {
            Notify = options.HasFlag(DeliveryNotificationOptions.Never) ? SmtpNotify.Never
                : Flag(options, DeliveryNotificationOptions.OnSuccess, SmtpNotify.Success)
                | Flag(options, DeliveryNotificationOptions.OnFailure, SmtpNotify.Failure)
                | Flag(options, DeliveryNotificationOptions.Delay, SmtpNotify.Delay),
            ReturnsMessage = false,
            EnvelopeId = isId ? messageId : null,
        };
    }

    private static SmtpNotify Flag(DeliveryNotificationOptions options, DeliveryNotificationOptions asked, SmtpNotify notify) =>
        options.HasFlag(asked) ? notify : SmtpNotify.Default;
}
