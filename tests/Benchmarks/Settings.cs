using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Wire;

namespace OutlookMail.Benchmarks;

internal sealed class Settings
{
    public string Host { get; private set; } = "localhost";

    public int Port { get; private set; } = 993;

    public string User { get; private set; } = "";

    public string Token { get; private set; } = "";

    /// <summary>For foreign programs that know no tokens.</summary>
    public string Password { get; private set; } = "";

    public X509Certificate2? Authority { get; private set; }

    public string Folder { get; set; } = "INBOX";

    /// <summary>A folder of message files (or a Maildir), for the operations that need no server; empty: one that is made up.</summary>
    public string Corpus { get; private set; } = "";

    /// <summary>How long to fuzz.</summary>
    public double Minutes { get; private set; } = 1;

    /// <summary>Where fuzzing starts; another seed finds other messages.</summary>
    public int Seed { get; private set; } = 1;

    public int Runs { get; private set; } = 5;

    /// <summary>Where downloads go: a tmpfs, so that the disk is not measured.</summary>
    public string Target { get; private set; } = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    /// <summary>How many messages to make up; null: as many as the operation is meant for.</summary>
    public int? Count { get; private set; }

    /// <summary>The manifest of a staged module; empty: the newest under out/.</summary>
    public string Module { get; private set; } = "";

    /// <summary>An archive that archive-search makes once and keeps; empty: one that goes with the run.</summary>
    public string Archive { get; private set; } = "";

    /// <summary>The folder of eng/test-servers' up.sh, for what is sent to Postfix; empty: a sandbox of this process.</summary>
    public string Servers { get; private set; } = "";

    /// <summary>Octets of each of them; 0: between 1 and 40 KB, as mail is.</summary>
    public long Size { get; private set; }

    public WireEndpoint Endpoint => new(Host, Port, TlsMode.Implicit);

    public WireOptions Options => new() { CertificateAuthority = Authority };

    /// <summary>The sandbox's first user and a token of hers.</summary>
    public static Settings Of(OutlookMail.Sandbox.SandboxServer server) => new()
    {
        Port = server.Info.ImapPort,
        User = server.Info.Users[0],
        Token = server.IssueToken(server.Info.Users[0]),
        Authority = server.CertificateAuthority,
    };

    /// <summary>Signed in.</summary>
    public async Task<ImapConnection> ConnectAsync(int? port = null)
    {
        ImapConnection connection = await ImapConnection.ConnectAsync(new WireEndpoint(Host, port ?? Port, TlsMode.Implicit), Options);
        await connection.AuthenticateAsync(User, Token);
        return connection;
    }

    public static Settings Parse(string[] arguments, List<string> operations)
    {
        var settings = new Settings();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                operations.Add(name);
                continue;
            }

            if (i + 1 == arguments.Length)
            {
                throw new ArgumentException(name + " needs a value.");
            }

            string value = arguments[++i];
            switch (name)
            {
                case "--host": settings.Host = value; break;
                case "--port": settings.Port = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "--user": settings.User = value; break;
                case "--token-file": settings.Token = File.ReadAllText(value).Trim(); break;
                case "--password-file": settings.Password = File.ReadAllText(value).Trim(); break;
                case "--module": settings.Module = value; break;
                case "--ca": settings.Authority = X509Certificate2.CreateFromPem(File.ReadAllText(value)); break;
                case "--folder": settings.Folder = value; break;
                case "--corpus": settings.Corpus = value; break;
                case "--minutes": settings.Minutes = double.Parse(value, CultureInfo.InvariantCulture); break;
                case "--seed": settings.Seed = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "--runs": settings.Runs = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "--archive": settings.Archive = value; break;
                case "--count": settings.Count = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "--size": settings.Size = long.Parse(value, CultureInfo.InvariantCulture); break;
                case "--servers": settings.Servers = value; break;
                case "--target": settings.Target = value; break;
                default: throw new ArgumentException("Unknown option " + name);
            }
        }

        return settings;
    }
}
