using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>An app that was registered for web sites or services signs in with what is kept of it, when the command names nothing else.</summary>
internal static class KeptCredential
{
    /// <returns>Null where a person signs in through a public client.</returns>
    public static AppCredential? Of(ConnectPlan plan)
    {
        if (plan is not { Kept: { } kept, SignIn: OutlookAppSignIn.Web or OutlookAppSignIn.AppOnly })
        {
            return null;
        }

        // A certificate is the better proof: it never leaves this machine.
        return kept switch
        {
            { Certificate: { Pfx.Length: > 0 } certificate } => AppCredential.Certificate(AppCertificate.FromBase64(new SecretValue(certificate.Pfx))),
            { Certificate: { } certificate } => AppCredential.Certificate(AppCertificate.FromStore(certificate.Thumbprint)),
            { Secret: { } secret } => AppCredential.Secret(new SecretValue(secret.Value)),
            _ => null,
        };
    }

    /// <returns>The loopback address of a web app, with a free port where it names none; null for every other app.</returns>
    public static string? RedirectOf(ConnectPlan plan)
    {
        if (plan is not { Kept: { } kept, SignIn: OutlookAppSignIn.Web })
        {
            return null;
        }

        return kept.RedirectUris.FirstOrDefault(IsHere) is not { } here ? null
            : new Uri(here) is { IsDefaultPort: true } loopback ? WithFreePort(loopback)
            : here;
    }

    /// <summary>Whether an answer to this address comes to this machine.</summary>
    public static bool IsHere(string redirect) =>
        Uri.TryCreate(redirect, UriKind.Absolute, out var uri) && uri is { IsLoopback: true } && uri.Scheme == Uri.UriSchemeHttp;

    // Entra leaves the port of localhost out when it compares (facts 1.2), and port 80 is not anybody's to listen on.
    private static string WithFreePort(Uri loopback)
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return new UriBuilder(loopback) { Port = port }.Uri.ToString();
    }
}
