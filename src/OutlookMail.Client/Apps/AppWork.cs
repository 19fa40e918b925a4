using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Work on one app, looked at and not yet done: the lines say what it would change.</summary>
public sealed class AppWork : IDisposable
{
    private readonly AppPlace place;
    private readonly GraphSession session;
    private readonly AppPlan plan;
    private readonly RegisterAppRequest request;
    private readonly IAppEvents events;
    private readonly SignInErrorMapper errors;

    internal AppWork(AppPlace place, GraphSession session, AppPlan plan, RegisterAppRequest request, (bool Secret, bool Certificate) makes, IAppEvents events, SignInErrorMapper errors)
    {
        this.place = place;
        this.session = session;
        this.plan = plan;
        this.request = request;
        this.events = events;
        this.errors = errors;
        MakesSecret = makes.Secret;
        MakesCertificate = makes.Certificate;
        Lines = plan.Changes.Select(c => c.ToString()).Concat(Credentials()).ToArray();
    }

    /// <summary>The app's name.</summary>
    public string Name => plan.Shape.Name;

    /// <summary>What would change, a line each; empty when the app is as it shall be.</summary>
    public IReadOnlyList<string> Lines { get; }

    private bool MakesSecret { get; }

    private bool MakesCertificate { get; }

    /// <summary>Does it. Running the command again goes on where this stopped.</summary>
    public Task<OutlookApp> ApplyAsync(CancellationToken cancellationToken) => AppErrorMapper.GuardAsync(
        async () =>
        {
            var done = await new AppRegistrar(session.Graph, events.Progress).ApplyAsync(plan, cancellationToken);
            var kept = await KeepAsync(done, cancellationToken);
            if (MakesSecret)
            {
                events.Progress("Creating and proving the client secret");
                await OutlookAppClient.Maker(place, session, done.Application, events)
                    .RotateAsync(done.Application, session.Tenant, request.SecretTitle, request.SecretLifetime, TimeSpan.Zero, cancellationToken);
                done = await new AppReader(session.Graph).GetAsync(done.Application.AppId, null, cancellationToken);
                kept = await place.Apps.FindAsync(place.Authority, done.Application.AppId!, cancellationToken);
            }

            if (MakesCertificate)
            {
                events.Progress("Adding and proving the certificate");
                await OutlookAppCertificates.Maker(place, session, done.Application, events)
                    .RotateAsync(done.Application, session.Tenant, request.Certificate!, cancellationToken);
            }

            var app = AppView.App(done, await new AppReader(session.Graph).CatalogueAsync(cancellationToken), session.Tenant, kept, place.Settings.Time.GetUtcNow());
            app.Changes = Lines.ToArray();
            app.Notes = Notes(app).ToArray();
            return app;
        },
        errors,
        Array.Empty<string>());

    public void Dispose() => session.Dispose();

    private Task<KeptApp> KeepAsync(AppRegistration done, CancellationToken cancellationToken) => place.Apps.ChangeAsync(
        place.Authority,
        done.Application.AppId!,
        session.Tenant,
        (apps, kept) =>
        {
            kept.Name = done.Application.DisplayName;
            kept.SignInTenant = plan.Audience switch
            {
                OutlookAppAudience.AzureADMultipleOrgs => "organizations",
                OutlookAppAudience.AzureADandPersonalMicrosoftAccount => "common",
                OutlookAppAudience.PersonalMicrosoftAccount => "consumers",
                _ => session.Tenant,
            };
            kept.RedirectUris = done.Application.Web?.RedirectUris ?? new List<string>();
            kept.SignIn = AppReader.SignInsOf(done.Application) & (kept.SignIn | plan.Shape.SignIn);
            kept.ServicePrincipalId = done.Principal?.Id;
            kept.BootstrapClientId = place.Request.Sandbox is null && place.Request.AccessToken is null ? place.Settings.ClientId : kept.BootstrapClientId;
            kept.IsFederated |= plan.Shape.Federation is not null;

            // An app of a web site elsewhere is no use to Connect-OutlookMailbox.
            if (request.MakeDefault && IsForThisMachine(kept))
            {
                apps.MakeDefault(kept);
            }

            return kept;
        },
        cancellationToken);

    private IEnumerable<string> Credentials()
    {
        if (MakesSecret)
        {
            yield return $"add client secret: {request.SecretTitle} for {FormattableString.Invariant($"{request.SecretLifetime.TotalDays:0}")} days, kept in the store";
        }

        if (MakesCertificate)
        {
            yield return request.Certificate switch
            {
                { Path: { } path } => $"add certificate: {path}, kept in the store",
                { Thumbprint: { } thumbprint } => $"add certificate: {thumbprint}",
                { } made => $"add certificate: {made.Name}, made here for {FormattableString.Invariant($"{made.Lifetime.TotalDays:0}")} days, kept in the store",
                _ => "",
            };
        }
    }

    private static bool IsForThisMachine(KeptApp kept) =>
        (kept.SignIn & ~OutlookAppSignIn.Web) != 0 || kept.RedirectUris.Any(r => Uri.TryCreate(r, UriKind.Absolute, out var uri) && uri.IsLoopback);

    private IEnumerable<string> Notes(OutlookApp app)
    {
        foreach (var note in plan.Notes)
        {
            yield return note;
        }

        if ((plan.Shape.SignIn & OutlookAppSignIn.AppOnly) != 0)
        {
            yield return "Exchange Online must be told of the app before it can open a mailbox. Run there: "
                + string.Join("; ", ExchangeCommands.ForApp(app.ClientId, app.ServicePrincipalId, app.Name, Array.Empty<string>()));
        }
    }
}
