using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Sandbox.Beside;

/// <summary>A bare socket to whichever server: sends octets, reads whole responses, knows literals and multi-line replies and nothing else.</summary>
internal sealed partial class ScriptWire : IAsyncDisposable
{
    private readonly TcpClient client = new();
    private readonly X509Certificate2 authority;
    private Stream stream = Stream.Null;

    private ScriptWire(X509Certificate2 authority) => this.authority = authority;

    public static async Task<ScriptWire> ConnectAsync(int port, X509Certificate2 authority, bool implicitTls)
    {
        var wire = new ScriptWire(authority);
        await wire.client.ConnectAsync("127.0.0.1", port);
        wire.stream = wire.client.GetStream();
        if (implicitTls)
        {
            await wire.StartTlsAsync();
        }

        return wire;
    }

    public async Task StartTlsAsync()
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { authority },
            },
        });
        stream = tls;
    }

    /// <summary>What the server has closed takes nothing: the answer is then missing, which is compared too.</summary>
    public async Task SendAsync(string text)
    {
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
            await stream.FlushAsync();
        }
        catch (IOException)
        {
            stream = Stream.Null;
        }
    }

    /// <summary>One IMAP response with its literals, without the last CRLF; null at the end.</summary>
    public async Task<string?> ResponseAsync()
    {
        var response = new StringBuilder();
        while (await LineAsync() is string line)
        {
            response.Append(line);
            Match literal = Literal().Match(line);
            if (!literal.Success)
            {
                return response.ToString();
            }

            byte[] octets = new byte[int.Parse(literal.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(octets);
            response.Append("\r\n").Append(Encoding.Latin1.GetString(octets));
        }

        return response.Length == 0 ? null : response.ToString();
    }

    /// <summary>Every line of one SMTP reply.</summary>
    public async Task<IReadOnlyList<string>> ReplyAsync()
    {
        var lines = new List<string>();
        while (await LineAsync() is string line)
        {
            lines.Add(line);
            if (line.Length < 4 || line[3] == ' ')
            {
                break;
            }
        }

        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        client.Dispose();
    }

    private async Task<string?> LineAsync()
    {
        var line = new MemoryStream();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
            {
                return Encoding.Latin1.GetString(line.ToArray()).TrimEnd('\r');
            }

            line.WriteByte(one[0]);
        }

        return line.Length == 0 ? null : Encoding.Latin1.GetString(line.ToArray());
    }

    [GeneratedRegex(@"\{(\d+)\}$")]
    private static partial Regex Literal();
}
