using System;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>Turns trouble below the protocols (TCP, TLS, grammar) into catalogue entries.</summary>
internal static class WireErrorMapper
{
    public static OutlookMailException Map(Exception e, WireEndpoint server, object? target)
    {
        var name = server.ToString();
        return e switch
        {
            TlsFailedException tls => MailErrors.TlsFailed(name, $"{tls.Description} ({tls.Reason})", tls),
            ServerProtocolException protocol => MailErrors.ServerProtocolError(name, protocol),
            ConnectionBrokenException broken => MailErrors.ConnectionLost(target, broken),
            _ => ErrorMapper.Map(e, target),
        };
    }
}
