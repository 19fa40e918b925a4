using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.2.2
    /// <summary>
    /// XOAUTH2, or OAUTHBEARER where only that is offered; the token goes with the command where SASL-IR is offered.
    /// Reads the capabilities anew. Exchange may say OK here and then refuse the next command with BAD "User is
    /// authenticated but not connected": that command is the CAPABILITY of this method, unless the OK carried them.
    /// </summary>
    /// <exception cref="ImapRefusedException">Refused, or no bearer mechanism is offered.</exception>
    /// <exception cref="ArgumentException">The user or the token holds characters that cannot be sent.</exception>
    public async Task AuthenticateAsync(string user, string accessToken, CancellationToken cancellationToken = default)
    {
        if (_wire.Endpoint is not null && !_wire.IsSecure)
        {
            throw new InvalidOperationException("A token is not sent without TLS.");
        }

        bool bearer = !Capabilities.Has("AUTH=XOAUTH2");
        if (bearer && !Capabilities.Has("AUTH=OAUTHBEARER"))
        {
            // A token is for a server that asks for one; PLAIN and LOGIN want a password, which is never sent.
            string offered = Capabilities.AuthMechanisms.Count == 0 ? "no sign-in at all" : string.Join(", ", Capabilities.AuthMechanisms);
            throw new ImapRefusedException("AUTHENTICATE", Responses.StatusResponse.Local(ImapStatus.No, "CANNOT", $"The server takes no token: it offers {offered}."));
        }

        byte[] secret = bearer
            ? Sasl.OAuthBearer(user, _wire.Endpoint?.Host ?? "localhost", _wire.Endpoint?.Port ?? 143, accessToken)
            : Sasl.XOAuth2(user, accessToken);
        try
        {
            var command = new AuthenticateCommand(bearer, secret, Capabilities.Has("SASL-IR"));
            await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
            IsAuthenticated = true;
            if (!command.CapabilitiesRenewed)
            {
                await ReadCapabilitiesAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Array.Clear(secret, 0, secret.Length);
        }
    }
}

internal sealed class AuthenticateCommand : ImapCommand
{
    private readonly bool _bearer;
    private readonly byte[] _secret;
    private readonly bool _initial;
    private bool _sent;

    public AuthenticateCommand(bool bearer, byte[] secret, bool initial)
    {
        _bearer = bearer;
        _secret = secret;
        _initial = initial;
        _sent = initial;
    }

    public override string Name => "AUTHENTICATE";

    /// <summary>The error challenge, decoded.</summary>
    public string? Challenge { get; private set; }

    public bool CapabilitiesRenewed { get; private set; }

    public override void Write(ImapEncoder encoder)
    {
        encoder.Raw(_bearer ? "AUTHENTICATE OAUTHBEARER" : "AUTHENTICATE XOAUTH2");
        if (_initial)
        {
            encoder.Space().Base64Secret(_secret);
        }
    }

    public override bool Data(Responses.DataKind kind, uint number, ref ImapDecoder decoder)
    {
        CapabilitiesRenewed |= kind == Responses.DataKind.Capability;
        return false;
    }

    public override void Status(Responses.StatusResponse response)
    {
        CapabilitiesRenewed |= response is { Status: ImapStatus.Ok, Code: "CAPABILITY" };
    }

    public override ImapConnection.Reply? Continuation(ReadOnlySpan<byte> text)
    {
        if (!_sent)
        {
            _sent = true;
            return (connection, cancellationToken) =>
            {
                connection.Wire.Output.WriteSecretLine("", Encoding.ASCII.GetBytes(Convert.ToBase64String(_secret)));
                return connection.Wire.Output.FlushAsync(cancellationToken);
            };
        }

        if (Challenge is not null)
        {
            return null;
        }

        Challenge = Decode(text);
        // XOAUTH2 wants an empty answer before its NO, OAUTHBEARER a single kvsep (RFC 7628 §3.2.3).
        string answer = _bearer ? Convert.ToBase64String(Sasl.OAuthBearerDummy.ToArray()) : "";
        return (connection, cancellationToken) =>
        {
            connection.Wire.Output.WriteLine(answer);
            return connection.Wire.Output.FlushAsync(cancellationToken);
        };
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        string encoded = StringPool.Decode(text);
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        }
        catch (FormatException)
        {
            return encoded;
        }
    }
}
