using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Seals sessions for other machines, opens them there, and calls them back.</summary>
internal sealed class SessionTransfer
{
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(BundleErrors.LongestLifetimeDays);

    private readonly TimeProvider time;

    public SessionTransfer(TimeProvider time) => this.time = time;

    public async Task<OutlookExportedSession> ExportAsync(LiveSession live, ExportSessionRequest request, CancellationToken cancellationToken)
    {
        if (request.Lifetime < ShortestLifetime || request.Lifetime > LongestLifetime)
        {
            throw BundleErrors.LifetimeInvalid(request.Lifetime);
        }

        var (profile, account) = ContentOf(live);
        byte[] sealedSession;
        try
        {
            sealedSession = await SessionBundle.ExportAsync(
                live.SignIn?.Store ?? TokenStore.InMemory(), profile, account, request.Key.Create(opens: false), request.Lifetime, time, cancellationToken, request.RevocationList);
        }
        catch (Exception e) when (e is BundleException or SignInException { Failure: SignInFailure.InvalidSettings })
        {
            throw BundleErrors.KeyUnusable(e);
        }
        catch (SignInException e) when (e.Failure == SignInFailure.RequiresPowerShell7)
        {
            throw MailErrors.RequiresPowerShell7(e.Feature ?? "A sealed session");
        }
        catch (SignInException e)
        {
            throw BundleErrors.NotExportable(live.Handle, e.Description);
        }

        AppTextFile.Write(request.Path, Encoding.ASCII.GetString(sealedSession), request.Overwrite);
        var header = SessionBundle.Describe(sealedSession);
        var known = new KnownExport
        {
            Id = header.Id,
            Account = live.Handle.Account,
            ClientId = profile.ClientId,
            KeyKind = header.KeyKind,
            Path = request.Path,
            RevocationList = request.RevocationList,
            CreatedOn = header.CreatedOn,
            ExpiresOn = header.ExpiresOn,
        };
        if (live.Plan.Request is { Sandbox: null, NoStore: false })
        {
            await Book(live.Plan.Request.StoreFolder).RecordAsync(known, cancellationToken);
        }

        return View(known);
    }

    /// <summary>Opens the bundle. What is needed to connect comes back; tokens stay in memory and go with the session.</summary>
    public async Task<(ConnectRequest Request, Action Check)> OpenAsync(ImportSessionRequest request, CancellationToken cancellationToken)
    {
        var file = Read(request.Path);
        var store = TokenStore.InMemory();
        SessionBundle bundle;
        DateTimeOffset? end = null;
        try
        {
            end = SessionBundle.Describe(file).ExpiresOn;
            bundle = await SessionBundle.ImportAsync(file, request.Key.Create(opens: true), store, time, cancellationToken);
        }
        catch (BundleException e)
        {
            throw e.Failure == BundleFailure.KeyUnusable ? BundleErrors.KeyUnusable(e) : BundleErrors.From(request.Path, e, end);
        }
        catch (SignInException e) when (e.Failure == SignInFailure.InvalidSettings)
        {
            throw BundleErrors.KeyUnusable(e);
        }
        catch (SignInException e) when (e.Failure == SignInFailure.RequiresPowerShell7)
        {
            throw MailErrors.RequiresPowerShell7(e.Feature ?? "A sealed session");
        }

        void Check() => CheckUsable(request.Path, bundle.Header);
        Check();
        var given = request.Connect.Copy();

        // A sandbox of this runspace stands for its own sessions only.
        given.Sandbox = given.Sandbox is { } sandbox && sandbox.Authority == bundle.Profile.Authority ? sandbox : null;
        var filled = await ProfileService.FillAsync(given, bundle.Profile);
        filled.Silent = bundle.HomeAccountId is not null;
        filled.CanInteract = false;
        filled.Account = bundle.HomeAccountId ?? filled.Account;
        filled.NoStore = true;
        filled.Tokens = store;
        return (filled, Check);
    }

    public async Task<IReadOnlyList<OutlookExportedSession>> ListAsync(string? folder, CancellationToken cancellationToken) =>
        (await Book(folder).ListAsync(cancellationToken)).Select(View).ToArray();

    public async Task RevokeAsync(Guid id, string? folder, CancellationToken cancellationToken)
    {
        var book = Book(folder);
        var known = (await book.ListAsync(cancellationToken)).FirstOrDefault(one => one.Id == id) ?? throw BundleErrors.ExportNotFound(id);
        var list = known.RevocationList ?? throw BundleErrors.NotRevocable(id);
        try
        {
            File.AppendAllText(list, id.ToString("D") + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw MailErrors.FileNotWritable(list, e);
        }

        await book.RevokedAsync(id, time.GetUtcNow(), cancellationToken);
    }

    private static (AppProfile Profile, string? Account) ContentOf(LiveSession live)
    {
        var plan = live.Plan;
        var request = plan.Request;
        var account = live.Tokens.LastAnswer is { HomeAccountId.Length: > 0 } answer ? answer.HomeAccountId : null;
        var secret = request.ClientSecret is { } given ? new SecretValue(given) : null;
        if (live.SignIn is null && secret is null)
        {
            throw BundleErrors.NotExportable(live.Handle, $"nothing of its sign-in ({live.Handle.SignIn}) can go along.");
        }

        return (new AppProfile(live.Handle.Mailbox)
        {
            ClientId = plan.ClientId ?? "",
            Tenant = plan.Tenant,
            Authority = plan.Cloud.Authority,
            Graph = plan.Cloud.Graph,
            ImapServer = plan.Cloud.ImapHost,
            ImapPort = plan.Cloud.ImapPort,
            SmtpServer = plan.Cloud.SmtpHost,
            SmtpPort = plan.Cloud.SmtpPort,
            Cloud = plan.CloudName,
            Flow = account is null ? SignInFlow.ClientSecret : request.RedirectUri is null ? SignInFlow.DeviceCode : SignInFlow.WebApp,
            RedirectUri = account is null ? null : request.RedirectUri,
            Mailbox = live.Handle.Mailbox,
            Secret = secret,
        }, account);
    }

    private void CheckUsable(string path, BundleHeader header)
    {
        if (time.GetUtcNow() >= header.ExpiresOn)
        {
            throw BundleErrors.Expired(path, header.ExpiresOn, null);
        }

        if (header.RevocationList is not { } list)
        {
            return;
        }

        string[] revoked;
        try
        {
            revoked = File.ReadAllLines(list);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BundleErrors.RevocationUnknown(path, list, e);
        }

        if (revoked.Any(line => Guid.TryParse(line.Trim(), out var id) && id == header.Id))
        {
            throw BundleErrors.Revoked(path, list);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BundleErrors.NotReadable(path, e);
        }
    }

    private static OutlookExportedSession View(KnownExport known) => new(known.Id)
    {
        Owner = known.Account,
        App = known.ClientId.Length > 0 ? known.ClientId : null,
        Key = known.KeyKind,
        Path = known.Path,
        CreatedOn = known.CreatedOn,
        ExpiresOn = known.ExpiresOn,
        RevocationList = known.RevocationList,
        RevokedOn = known.RevokedOn,
    };

    private ExportBook Book(string? folder) => new(DataFolder.Store(folder, "exports", time));
}
