using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Trouble below every protocol, as .NET, curl and OpenSSL word it.</summary>
internal static class NetworkTextTable
{
    public static IReadOnlyList<DiagnosisRow> All { get; } = new[]
    {
        Row("proxy not reached", @"No connection to the proxy", ErrorIds.ConnectionFailed,
            "The proxy cannot be reached.", "Check the proxy's address (-Proxy, OUTLOOKMAIL_PROXY, HTTPS_PROXY, ALL_PROXY); -Proxy none goes without one."),
        Row("proxy sign-in", @"proxy .*(?:\b407\b|wants a user name|takes no user name|does not take the user name)|SOCKS server did not return a suitable authentication method|Failed to authenticate with the SOCKS server", ErrorIds.ConnectionFailed,
            "The proxy wants a user name and a password, or other ones.", "Write them into the proxy's address, percent-encoded: http://user:password@host:port, given with -Proxy or in OUTLOOKMAIL_PROXY."),
        Row("proxy refuses", @"The proxy \S+ did not connect|proxy tunnel request .* failed|SOCKS server failed to connect|[Pp]roxy .* was lost before", ErrorIds.ConnectionFailed,
            "The proxy does not let this connection through.", "Have it allow CONNECT to login.microsoftonline.com:443, graph.microsoft.com:443, outlook.office365.com:993 and smtp.office365.com:587, or take another one."),
        Row("name not found", @"No such host is known|HostNotFound|Name or service not known|nodename nor servname|Could not resolve host|NXDOMAIN", ErrorIds.ConnectionFailed,
            "The server's name is not known to DNS here.", "Check the name (IMAP outlook.office365.com, SMTP smtp.office365.com) and this machine's DNS."),
        Row("connection refused", @"Connection ?refused|actively refused", ErrorIds.ConnectionFailed,
            "Nothing listens there, or a firewall answers in its place.", "Check host and port: IMAP 993, SMTP 587; port 25 is for servers."),
        Row("timed out", @"connection attempt failed because the connected party did not properly respond|Connection timed out|Operation timed out|No answer within|No connection to \S+ within|The server was silent for", ErrorIds.ConnectionFailed,
            "No answer came: a firewall or a proxy drops the packets.", "Have ports 993 and 587 opened towards Microsoft 365's addresses; a plain HTTP proxy does not carry them."),
        Row("certificate not trusted", @"UntrustedRoot|InvalidChain|root is not trusted|self[- ]signed certificate|unable to get local issuer certificate|PartialChain", ErrorIds.TlsFailed,
            "The server's certificate leads to a CA that this machine does not trust: usually a proxy that re-signs TLS.", "Give that CA with -CertificateAuthority, or have the mail servers excepted from inspection."),
        Row("certificate name", @"RemoteCertificateNameMismatch|the certificate is for another name|certificate.*(?:does not match|name mismatch)", ErrorIds.TlsFailed,
            "The server's certificate is for another name.", "Use the name that the certificate holds: outlook.office365.com, smtp.office365.com."),
        Row("certificate time", @"certificate (?:has expired|is not (?:yet valid|valid yet))|certificate of the chain has expired|NotTimeValid", ErrorIds.TlsFailed,
            "The certificate is not valid at this machine's time.", "Set the machine's clock; if it is right, the server's certificate has expired."),
        Row("no STARTTLS", @"does not offer STARTTLS|\bNotOffered\b", ErrorIds.TlsFailed,
            "The server offers no STARTTLS: it is another server than Microsoft's, or something in between takes it out.", "Check host and port, and have the mail servers excepted from inspection."),
        Row("handshake", @"the handshake did not complete|nothing newer than TLS 1\.1|AuthenticationException", ErrorIds.TlsFailed,
            "TLS could not be made: what answers there speaks something else, or only an old TLS.", "Check the port (IMAP 993 speaks TLS at once, SMTP 587 after STARTTLS)."),
    };

    private static DiagnosisRow Row(string code, string pattern, string errorId, string cause, string fix) =>
        new("Network", code, pattern, errorId, OutlookFixer.NetworkAdministrator, OutlookConfidence.High, cause, fix);
}
