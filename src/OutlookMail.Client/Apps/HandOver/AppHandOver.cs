using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// What Register-OutlookApp would do, for an administrator who reads it and runs it without this module: the same
/// requests to Graph, written as a script or as they are, and what is to be said after them.
/// </summary>
internal sealed class AppHandOver
{
    // A new object can stay unknown for more than five minutes (msgraph-bicep-types #193): 36 tries with the pause between.
    public const int MostTries = 36;
    public const int PauseSeconds = 10;

    /// <summary>What Graph says of something that Entra does not know everywhere yet, as a regular expression of PowerShell and of grep -E.</summary>
    public const string NotYet = "NoBackingApplicationObject|Request_ResourceNotFound|does not reference a valid application object|does not exist|was not found";

    private AppHandOver(AppShape shape, AppRequest where, AppSteps steps)
    {
        Shape = shape;
        Where = where;
        Cloud = CloudEndpoints.For(where.Cloud);
        Steps = steps;
        Then = Say().Select(steps.Read).ToArray();
    }

    public AppShape Shape { get; }

    public AppRequest Where { get; }

    public CloudEndpoints Cloud { get; }

    public AppSteps Steps { get; }

    /// <summary>Lines for whoever sent the requests.</summary>
    public IReadOnlyList<StepText> Then { get; }

    /// <summary>Scheme and host of Graph and its version.</summary>
    public string Graph => Cloud.Graph + "/v1.0";

    public string Title => $"Registers the app '{Shape.Name}' for Outlook mail ({Shape.SignIn}).";

    /// <param name="what">The app. By default nobody's consent is recorded but the tenant's for application permissions: whoever runs the script would else consent for herself.</param>
    /// <param name="where">Cloud and tenant.</param>
    /// <param name="format">The form.</param>
    /// <param name="now">From which a secret's lifetime counts.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="OutlookMailException">AppInvalid or PermissionUnknown.</exception>
    public static async Task<string> WriteAsync(RegisterAppRequest what, AppRequest where, OutlookAppExportFormat format, DateTimeOffset now, CancellationToken ct)
    {
        PastedValues.Refuse(where.Tenant is null ? null : PastedValues.Tenant(where.Tenant), "Tenant");
        if (where.Cloud == OutlookCloud.Custom)
        {
            throw AppErrors.AppInvalid("Cloud", "A script can only be written for one of Microsoft's clouds.", null);
        }

        var shape = what.ToShape(what.SignIn.HasFlag(OutlookAppSignIn.AppOnly) ? OutlookAppConsent.Tenant : OutlookAppConsent.None);
        if (what.Certificate is { } certificate)
        {
            shape = shape with { Certificate = Public(certificate) };
        }

        var secret = what.NoSecret || what.Certificate is not null || shape.Federation is not null || !shape.IsConfidential
            ? null
            : new GraphPassword { DisplayName = what.SecretTitle, EndDateTime = now + what.SecretLifetime };
        var handOver = new AppHandOver(shape, where, await AppSteps.RecordAsync(shape, CloudEndpoints.For(where.Cloud), secret, ct));
        return format switch
        {
            OutlookAppExportFormat.PowerShell => PowerShellHandOver.Write(handOver),
            OutlookAppExportFormat.AzureCli => AzureCliHandOver.Write(handOver),
            OutlookAppExportFormat.GraphJson => GraphJsonHandOver.Write(handOver),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    private static GraphKey Public(AppCertificateRequest request)
    {
        using var certificate = request.Thumbprint is { } thumbprint
            ? AppCertificate.FromStore(thumbprint)
            : AppCertificate.PublicFromFile(request.Path!, request.Password is { } password ? new SecretValue(password) : null);
        return AppKeys.Describe(certificate, CertificateMaker.TitleOf(certificate, request.Name));
    }

    private IEnumerable<string> Say()
    {
        var app = Steps.Made.Application.AppId!;
        var principal = Steps.Made.Principal!.Id!;
        yield return "Client ID: " + app;
        yield return "Enterprise application object id: " + principal;
        if (Steps.Secret is { } secret)
        {
            yield return "Client secret (the Value, shown this once): " + secret;
        }

        if (Shape.Consent != OutlookAppConsent.Tenant && Shape.Audience != OutlookAppAudience.PersonalMicrosoftAccount)
        {
            yield return "Consent for the tenant: " + ConsentUrls.For(Cloud, Where.Tenant ?? "", app, null, appOnly: false)[0].Url;
        }

        foreach (var note in Steps.Notes)
        {
            yield return note;
        }

        if (Shape.IsAppOnly)
        {
            yield return "Then in Exchange Online PowerShell, for each mailbox:";
            foreach (var command in ExchangeCommands.ForApp(app, principal, Shape.Name, Array.Empty<string>()))
            {
                yield return command;
            }
        }
    }
}
