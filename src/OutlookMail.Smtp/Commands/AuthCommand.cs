using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Commands;

/// <summary>AUTH XOAUTH2 or OAUTHBEARER, RFC 4954 §4 and RFC 7628 §3.</summary>
internal static class AuthCommand
{
    // RFC 4954 §4: the longest line of an authentication exchange, CRLF included.
    private const int MaxLine = 12288;

    public static async Task RunAsync(CommandChannel channel, SmtpCapabilities offered, WireEndpoint server, string user, string accessToken, CancellationToken cancellationToken)
    {
        if (channel.Wire.Endpoint is not null && !channel.Wire.IsSecure)
        {
            throw new InvalidOperationException("A token is not sent without TLS.");
        }

        // Exchange knows only XOAUTH2 and it is what its users' admins see in the sign-in logs; RFC 7628 is for the rest.
        bool xoauth2 = offered.HasAuth("XOAUTH2");
        if (!xoauth2 && !offered.HasAuth("OAUTHBEARER"))
        {
            throw new SmtpNotOfferedException(offered.AuthMechanisms);
        }

        byte[] response = xoauth2
            ? Sasl.XOAuth2(user, accessToken)
            : Sasl.OAuthBearer(user, server.Host, server.Port, accessToken);
        byte[] encoded = Encoding.ASCII.GetBytes(Convert.ToBase64String(response));
        Array.Clear(response, 0, response.Length);

        string verb = xoauth2 ? "AUTH XOAUTH2" : "AUTH OAUTHBEARER";
        SmtpReply reply;
        if (verb.Length + 1 + encoded.Length + 2 <= MaxLine)
        {
            reply = await channel.SendSecretAsync(verb + " ", encoded, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            reply = await channel.SendAsync(verb, cancellationToken).ConfigureAwait(false);
            if (reply.Code == 334)
            {
                reply = await channel.SendSecretAsync(string.Empty, encoded, cancellationToken).ConfigureAwait(false);
            }
        }

        Array.Clear(encoded, 0, encoded.Length);
        string? challenge = null;
        if (reply.Code == 334)
        {
            challenge = DecodeChallenge(reply.Text);
            // The server wants one more line before it says no: nothing for XOAUTH2, one %x01 for OAUTHBEARER (RFC 7628 §3.2.3).
            string answer = xoauth2 ? string.Empty : Convert.ToBase64String(Sasl.OAuthBearerDummy.ToArray());
            reply = await channel.SendAsync(answer, cancellationToken).ConfigureAwait(false);
        }

        if (reply.Code / 100 == 3)
        {
            throw channel.Unexpected(reply, "in AUTH");
        }

        if (!reply.IsPositive)
        {
            throw new SmtpRefusedException("AUTH", reply) { Challenge = challenge };
        }
    }

    private static string? DecodeChallenge(string base64)
    {
        try
        {
            return base64.Length == 0 ? null : ReplyText.Decode(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
