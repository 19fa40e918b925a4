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

    internal AppWork(AppPlace place, GraphSession session, AppPlan plan, RegisterAppRequest request, bool makesSecret, IAppEvents events, SignInErrorMapper errors)
    {
        this.place = place;
        this.session = session;
        this.plan = plan;
        this.request = request;
        this.events = events;
        this.errors = errors;
        MakesSecret = makesSecret;
        Lines = makesSecret
            ? plan.Changes.Select(c => c.ToString()).Append($"add client secret: {SecretName} for {FormattableString.Invariant($"{request.SecretLifetime.TotalDays:0}")} days, kept in the store").ToArray()
            : plan.Changes.Select(c => c.ToString()).ToArray();
    }

    /// <summary>The app's name.</summary>
    public string Name => plan.Shape.Name;

    /// <summary>What would change, a line each; empty when the app is as it shall be.</summary>
    public IReadOnlyList<string> Lines { get; }

    private bool MakesSecret { get; }

    private string SecretName => request.SecretName ?? "OutlookMail";

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
                    .RotateAsync(done.Application, session.Tenant, SecretName, request.SecretLifetime, TimeSpan.Zero, cancellationToken);
                done = await new AppReader(session.Graph).GetAsync(done.Application.AppId, null, cancellationToken);
                kept = (await place.Apps.ReadAsync(cancellationToken)).Find(place.Authority, done.Application.AppId!);
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
        apps =>
        {
            var kept = apps.Ensure(place.Authority, done.Application.AppId!, session.Tenant);
            kept.Name = done.Application.DisplayName;
            kept.SignInTenant = plan.Audience switch
            {
                OutlookAppAudience.AzureADMultipleOrgs => "organizations",
                OutlookAppAudience.AzureADandPersonalMicrosoftAccount => "common",
                OutlookAppAudience.PersonalMicrosoftAccount => "consumers",
                _ => session.Tenant,
            };
            kept.RedirectUris = done.Application.Web?.RedirectUris ?? new List<string>();

            // An app for web sites or services is no use to Connect-OutlookMailbox.
            if (request.MakeDefault && (plan.Shape.SignIn & (OutlookAppSignIn.DeviceCode | OutlookAppSignIn.Interactive)) != 0)
            {
                apps.MakeDefault(kept);
            }

            return kept;
        },
        cancellationToken);

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
