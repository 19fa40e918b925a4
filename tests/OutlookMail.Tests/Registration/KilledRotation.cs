using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Identity;

namespace OutlookMail.Tests.Registration;

/// <summary>A process that rotates the secret or the certificate of a kept app and kills itself (SIGKILL) at one of the steps of it.</summary>
internal static class KilledRotation
{
    private const string Prefix = "OUTLOOKMAIL_TEST_ROTATION_";

    private static int steps;

    /// <param name="sandbox">Where the app is.</param>
    /// <param name="folder">Of the store that holds it, and of ca.pem beside it.</param>
    /// <param name="app">The app.</param>
    /// <param name="certificate">That, and not the secret.</param>
    /// <param name="step">Counts from 0: each request that is more than a look, before it is sent and once it is
    /// answered; each write of the store before, in the middle and after.</param>
    public static async Task<Process> StartAsync(SandboxServer sandbox, string folder, OutlookApp app, bool certificate, int step)
    {
        var child = ChildProcess.Start(typeof(KilledRotation), new Dictionary<string, string>
        {
            [Prefix + "FOLDER"] = folder,
            [Prefix + "AUTHORITY"] = sandbox.Info.Authority,
            [Prefix + "GRAPH"] = sandbox.Info.Graph,
            [Prefix + "TENANT"] = app.Tenant,
            [Prefix + "CLIENT"] = app.ClientId,
            [Prefix + "KIND"] = certificate ? "certificate" : "secret",
            [Prefix + "STEP"] = step.ToString(CultureInfo.InvariantCulture),
        });
        await child.StandardInput.WriteLineAsync(sandbox.IssueToken("ada@contoso.test", "https://graph.microsoft.com", ["Application.ReadWrite.All"]));
        return child;
    }

    public static string CertificateAuthorityIn(string folder) => Path.Combine(folder, "ca.pem");

    public static async Task RunAsync()
    {
        static string Variable(string name) => Environment.GetEnvironmentVariable(Prefix + name)!;
        var last = int.Parse(Variable("STEP"), CultureInfo.InvariantCulture);
        var folder = Variable("FOLDER");
        using var authority = X509CertificateLoader.LoadCertificateFromFile(CertificateAuthorityIn(folder));
        var settings = new SignInSettings
        {
            ClientId = Variable("CLIENT"),
            Tenant = Variable("TENANT"),
            Cloud = new CloudEndpoints { Authority = Variable("AUTHORITY"), Graph = Variable("GRAPH"), IsVerified = false },
            Transport = new DyingHandler(EntraHttpHandlers.Create(authority, null), last),
        };
        var token = (await Console.In.ReadLineAsync())!;
        using var graph = new GraphConnection(settings, _ => Task.FromResult(token));
        var store = new AppStore(new DyingStore(Store(folder), folder, last));
        var app = (await new AppReader(graph).GetAsync(settings.ClientId, null, CancellationToken.None)).Application;
        var proof = new SecretProof(settings);
        if (Variable("KIND") == "certificate")
        {
            var maker = new CertificateMaker(graph, store, settings.Cloud.Authority, settings.Time, proof.RunAsync);
            await maker.RotateAsync(app, settings.Tenant, new AppCertificateRequest { Overlap = TimeSpan.Zero }, CancellationToken.None);
        }
        else
        {
            var maker = new SecretMaker(graph, store, settings.Cloud.Authority, settings.Time, proof.RunAsync);
            await maker.RotateAsync(app, settings.Tenant, "OutlookMail", TimeSpan.FromDays(180), TimeSpan.Zero, CancellationToken.None);
        }
    }

    /// <summary>The same files that Update-OutlookAppSecret and Update-OutlookAppCertificate keep apps in.</summary>
    public static TokenStore Store(string folder) => DataFolder.Store(folder, "apps", TimeProvider.System);

    private static void Step(int last)
    {
        if (steps++ == last)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            self.WaitForExit();
        }
    }

    private sealed class DyingHandler(HttpMessageHandler inner, int last) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            Step(last);
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            Step(last);
            return response;
        }
    }

    private sealed class DyingStore(TokenStore inner, string folder, int last) : TokenStore
    {
        public override async Task<TokenStoreLease> OpenAsync(CancellationToken ct) => new DyingLease(await inner.OpenAsync(ct), folder, last);
    }

    private sealed class DyingLease(TokenStoreLease inner, string folder, int last) : TokenStoreLease
    {
        public override byte[]? Read() => inner.Read();

        public override void Write(byte[] content)
        {
            Step(last);
            if (steps == last)
            {
                // The form of a leftover is AtomicFile's own.
                File.WriteAllBytes(Path.Combine(DataFolder.Accounts(folder), "apps.bin." + Guid.NewGuid().ToString("N") + ".new"), content.AsSpan(0, content.Length / 2).ToArray());
            }

            Step(last);
            inner.Write(content);
            Step(last);
        }

        public override void SetAside(string reason) => inner.SetAside(reason);

        public override void Dispose() => inner.Dispose();
    }
}
