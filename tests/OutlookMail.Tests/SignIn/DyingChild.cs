using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Identity;

namespace OutlookMail.Tests.SignIn;

/// <summary>A process that refreshes a kept sign-in and kills itself (SIGKILL) at one moment of it.</summary>
internal static class DyingChild
{
    private const string Prefix = "OUTLOOKMAIL_TEST_DYING_";

    public static Process Start(KeptSignIn kept, SandboxSession world, DyingMoment moment) => ChildProcess.Start(typeof(DyingChild), new Dictionary<string, string>
    {
        [Prefix + "FOLDER"] = kept.Folder,
        [Prefix + "AUTHORITY"] = world.Sandbox.Info.Authority,
        [Prefix + "TENANT"] = world.Sandbox.Info.Tenant,
        [Prefix + "CLIENT"] = world.Sandbox.Info.ClientId,
        [Prefix + "CA"] = kept.CertificateAuthorityPath,
        [Prefix + "MOMENT"] = moment.ToString(),
    });

    public static async Task RunAsync()
    {
        static string Variable(string name) => Environment.GetEnvironmentVariable(Prefix + name)!;
        var moment = Enum.Parse<DyingMoment>(Variable("MOMENT"));
        var folder = Variable("FOLDER");
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Variable("CA"));
        using var signIn = new EntraSignIn(new SignInSettings
        {
            ClientId = Variable("CLIENT"),
            Tenant = Variable("TENANT"),
            Cloud = new CloudEndpoints { Authority = Variable("AUTHORITY"), Graph = null },
            Store = new DyingStore(TokenStore.File(folder, LibraryFlavour.Protection), folder, moment),
            Transport = new DyingHandler(EntraHttpHandlers.Create(authority, null), moment),
        });
        await signIn.SilentAsync(MailScopes.Delegated(new CloudEndpoints()), null, true, CancellationToken.None);
    }

    private static void DieAt(DyingMoment here, DyingMoment moment)
    {
        if (here == moment)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            self.WaitForExit();
        }
    }

    private sealed class DyingHandler(HttpMessageHandler inner, DyingMoment moment) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            DieAt(DyingMoment.Answered, moment);
            return response;
        }
    }

    private sealed class DyingStore(TokenStore inner, string folder, DyingMoment moment) : TokenStore
    {
        public override async Task<TokenStoreLease> OpenAsync(CancellationToken ct) => new DyingLease(await inner.OpenAsync(ct), folder, moment);
    }

    private sealed class DyingLease(TokenStoreLease inner, string folder, DyingMoment moment) : TokenStoreLease
    {
        private bool written;

        public override byte[]? Read() => inner.Read();

        public override void Write(byte[] content)
        {
            DieAt(DyingMoment.BeforeWriting, moment);
            if (moment == DyingMoment.HalfWritten)
            {
                // The form of a leftover is AtomicFile's own.
                File.WriteAllBytes(Path.Combine(folder, "tokens.bin." + Guid.NewGuid().ToString("N") + ".new"), content.AsSpan(0, content.Length / 2).ToArray());
                DieAt(DyingMoment.HalfWritten, moment);
            }

            inner.Write(content);
            written = true;
            DieAt(DyingMoment.Written, moment);
        }

        public override void SetAside(string reason) => inner.SetAside(reason);

        public override void Dispose()
        {
            inner.Dispose();
            if (written)
            {
                DieAt(DyingMoment.Released, moment);
            }
        }
    }
}
