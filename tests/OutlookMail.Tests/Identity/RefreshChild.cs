using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;

namespace OutlookMail.Tests.Identity;

/// <summary>
/// Another process that signs in silently from a shared store, forcing a refresh each time. It says that it is ready, and
/// begins when it is given a line.
/// </summary>
internal static class RefreshChild
{
    private const string Prefix = "OUTLOOKMAIL_TEST_REFRESH_";
    private const string Ready = "ready";

    /// <summary>Started, and waiting for its line.</summary>
    public static async Task<Process> StartAsync(string folder, string authority, string tenant, string clientId, string caPath, int rounds, CancellationToken ct)
    {
        var child = ChildProcess.Start(typeof(RefreshChild), new Dictionary<string, string>
        {
            [Prefix + "FOLDER"] = folder,
            [Prefix + "AUTHORITY"] = authority,
            [Prefix + "TENANT"] = tenant,
            [Prefix + "CLIENT"] = clientId,
            [Prefix + "CA"] = caPath,
            [Prefix + "ROUNDS"] = rounds.ToString(CultureInfo.InvariantCulture),
        });
        if (await child.StandardOutput.ReadLineAsync(ct) != Ready)
        {
            throw new InvalidOperationException("The child did not start: " + await child.StandardError.ReadToEndAsync(ct));
        }

        return child;
    }

    public static void Go(Process child) => child.StandardInput.WriteLine();

    /// <returns>What went wrong; empty when nothing did.</returns>
    public static async Task<string> EndAsync(Process child, CancellationToken ct)
    {
        var said = await child.StandardError.ReadToEndAsync(ct);
        await child.WaitForExitAsync(ct);
        return child.ExitCode == 0 ? "" : $"{child.ExitCode}: {said}";
    }

    public static async Task RunAsync()
    {
        static string Variable(string name) => Environment.GetEnvironmentVariable(Prefix + name)!;
        using var signIn = new EntraSignIn(new SignInSettings
        {
            ClientId = Variable("CLIENT"),
            Tenant = Variable("TENANT"),
            Cloud = new CloudEndpoints { Authority = Variable("AUTHORITY"), Graph = null },
            CertificateAuthority = X509CertificateLoader.LoadCertificateFromFile(Variable("CA")),
            Store = TokenStore.File(Variable("FOLDER"), LibraryFlavour.Protection),
        });
        await Console.Out.WriteLineAsync(Ready);
        await Console.In.ReadLineAsync();
        var rounds = int.Parse(Variable("ROUNDS"), CultureInfo.InvariantCulture);
        for (var i = 0; i < rounds; i++)
        {
            if (await signIn.SilentAsync(MailScopes.Delegated(new CloudEndpoints()), null, true, CancellationToken.None) is not { FromCache: false })
            {
                throw new InvalidOperationException("The store held no account.");
            }
        }
    }
}
