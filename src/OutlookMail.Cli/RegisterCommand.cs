using System;
using System.CommandLine;
using System.Linq;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Cli;

/// <summary><c>outlookmail register</c>: makes an app registration what it shall be, line by line.</summary>
internal static class RegisterCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The app's display name." };
        var bootstrap = new Option<string?>("--bootstrap-client-id") { Description = "A public client that may make registrations; else OUTLOOKMAIL_BOOTSTRAP_CLIENT_ID." };
        var serves = new Option<OutlookAppSignIn[]>("--serves") { Description = "The sign-ins that the app must serve; DeviceCode when not given.", AllowMultipleArgumentsPerToken = true };
        var audience = new Option<OutlookAppAudience?>("--audience") { Description = "Whose accounts may sign in." };
        var redirect = new Option<string[]>("--redirect-uri") { Description = "Addresses for the sign-ins Interactive and Web.", AllowMultipleArgumentsPerToken = true };
        var permissions = new Option<string[]>("--permission") { Description = "In place of the five that a mailbox needs.", AllowMultipleArgumentsPerToken = true };
        var consent = new Option<OutlookAppConsent?>("--consent") { Description = "Who consents: nobody, the person who registers, or the tenant." };
        var whatIf = new Option<bool>("--what-if") { Description = "Says line by line what would be done; changes nothing." };
        var options = new SignInOptions();
        return CommandBuilder.Create(
            "register",
            "Registers an app in Microsoft Entra, or adds what it lacks. Its secret is kept encrypted for this user and never printed.",
            [name, bootstrap, serves, audience, redirect, permissions, consent, whatIf, .. options.AtGraph],
            async (parsed, report, events, cancellationToken) =>
            {
                var request = new RegisterAppRequest
                {
                    Name = parsed.GetValue(name),
                    SignIn = parsed.GetValue(serves) is { Length: > 0 } named ? named.Aggregate((all, one) => all | one) : OutlookAppSignIn.DeviceCode,
                    Audience = parsed.GetValue(audience),
                    RedirectUris = parsed.GetValue(redirect) ?? [],
                    Permissions = parsed.GetValue(permissions) is { Length: > 0 } asked ? asked : null,
                    Consent = parsed.GetValue(consent),
                };
                using var work = await OutlookClient.Shared.Apps.PrepareAsync(options.Apps(parsed, parsed.GetValue(bootstrap)), request, events, cancellationToken);
                if (parsed.GetValue(whatIf))
                {
                    foreach (var line in work.Lines)
                    {
                        report.Write(new { app = work.Name, change = line }, line);
                    }

                    return;
                }

                var app = await work.ApplyAsync(cancellationToken);
                report.Write(
                    new { app.Name, app.ClientId, app.Tenant, app.Audience, app.SignIn, app.RedirectUris, app.Permissions, app.Changes, app.Notes },
                    string.Join(Environment.NewLine, new[] { $"{app.Name}: client id {app.ClientId}, tenant {app.Tenant}" }.Concat(app.Changes.Select(change => "  " + change)).Concat(app.Notes.Select(note => "  note: " + note))));
            });
    }
}
