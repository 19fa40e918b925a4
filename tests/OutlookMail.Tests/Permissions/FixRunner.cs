using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Permissions;

/// <summary>
/// Runs the commands that a row prints, line by line and letter by letter, against the sandbox: a command or parameter
/// that it does not know is a failure. What the shell itself does with them is the Pester suite's to show.
/// </summary>
internal sealed class FixRunner(AppWorld world)
{
    public async Task RunAsync(string commands)
    {
        foreach (var line in commands.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await RunLineAsync(line);
        }
    }

    private async Task RunLineAsync(string line)
    {
        var words = Regex.Matches(line, @"'((?:[^']|'')*)'|[^\s]+").Select(m => m.Groups[1].Success ? m.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal) : m.Value).ToList();
        var given = new Parameters(line, words);
        switch (words[0])
        {
            case "Disconnect-OutlookMailbox":
                await world.Client.DisconnectAsync(world.Session!, given.Switch("Forget"), AppWorld.Ct);
                world.Session = null;
                break;
            case "Connect-OutlookMailbox":
                var (clientId, mailbox, tenant, interactive) = (given.Take("ClientId"), given.Take("Mailbox"), given.Take("Tenant"), given.Switch("Interactive"));
                var sendOnly = given.Switch("SendOnly");
                var kind = given.Take("SignIn") is { } named ? Enum.Parse<OutlookAppSignIn>(named) : OutlookAppSignIn.None;
                await world.ConnectAsync(request => (request.ClientId, request.Mailbox, request.Tenant, request.Interactive, request.SignIn, request.SendOnly) = (clientId, mailbox, tenant, interactive, kind, sendOnly));
                break;
            case "Set-OutlookApp":
                await SetAppAsync(given);
                break;
            case "Register-OutlookApp":
                var name = given.Take("Name")!;
                await world.RegisterAsync(Enum.Parse<OutlookAppSignIn>(given.Take("SignIn")!), what => what.Name = name);
                break;
            case "New-OutlookAppSecret":
                await world.Client.Apps.RotateSecretAsync(world.Where, new SecretRequest { ClientId = given.Take("ClientId") }, world, AppWorld.Ct);
                break;
            case "Update-OutlookAppSecret":
                await world.Client.Apps.RotateSecretAsync(world.Where, new SecretRequest { ClientId = given.Take("ClientId"), Overlap = Days(given.Take("Overlap")) }, world, AppWorld.Ct);
                break;
            case "Update-OutlookAppCertificate":
                await world.Client.Apps.Certificates.RotateAsync(world.Where, new AppCertificateRequest { ClientId = given.Take("ClientId"), Overlap = Days(given.Take("Overlap")) }, world, AppWorld.Ct);
                break;
            case "Remove-OutlookAppSecret":
                given.Switch("Force");
                await world.Client.Apps.RemoveSecretAsync(world.Where, given.Take("ClientId"), null, given.Take("KeyId")!, world, AppWorld.Ct);
                break;
            case "New-ServicePrincipal":
                world.Sandbox.Exchange.NewServicePrincipal(Guid.Parse(given.Take("AppId")!), Guid.Parse(given.Take("ObjectId")!), given.Take("DisplayName"));
                break;
            case "Add-MailboxPermission":
                Assert.Equal("FullAccess", given.Take("AccessRights"));
                world.Sandbox.Exchange.AddMailboxPermission(given.Take("Identity")!, given.Take("User")!);
                break;
            case "Add-RecipientPermission":
                Assert.Equal("SendAs", given.Take("AccessRights"));
                Assert.True(given.Is("Confirm:$false"));
                world.Sandbox.Exchange.AddRecipientPermission(given.Take("Identity")!, given.Take("Trustee")!);
                break;
            case "Set-CASMailbox":
                var box = world.Sandbox.Store.Mailbox(given.Take("Identity")!);
                box.ImapEnabled = given.Take("ImapEnabled") is { } on ? on == "$true" : box.ImapEnabled;
                box.SmtpClientAuthenticationDisabled = given.Take("SmtpClientAuthenticationDisabled") is { } off ? off == "$true" : box.SmtpClientAuthenticationDisabled;
                break;
            default:
                throw new InvalidOperationException($"A fix names a command that nobody knows: {line}");
        }

        given.AllTaken();
    }

    private async Task SetAppAsync(Parameters given)
    {
        var what = new RegisterAppRequest
        {
            ClientId = given.Take("ClientId"),
            MustExist = true,
            SignIn = given.Take("SignIn") is { } signIn ? Enum.Parse<OutlookAppSignIn>(signIn) : OutlookAppSignIn.None,
            Audience = given.Take("Audience") is { } audience ? Enum.Parse<OutlookAppAudience>(audience) : null,
            Permissions = given.List("Permission"),
            RemovePermissions = given.List("RemovePermission") ?? [],
            RedirectUris = given.List("RedirectUri") ?? [],
            Consent = given.Take("Consent") is { } consent ? Enum.Parse<OutlookAppConsent>(consent) : OutlookAppConsent.None,
            NoSecret = true,
            MakeDefault = false,
        };
        using var work = await world.Client.Apps.PrepareAsync(world.Where, what, world, AppWorld.Ct);
        await work.ApplyAsync(AppWorld.Ct);
    }

    private static TimeSpan Days(string? text) => TimeSpan.FromDays(int.Parse(text!, CultureInfo.InvariantCulture));

    /// <summary>The parameters of one line, each to be taken once.</summary>
    private sealed class Parameters(string line, List<string> words)
    {
        private readonly HashSet<int> taken = [0];

        public string? Take(string name)
        {
            var at = words.IndexOf("-" + name);
            if (at < 0)
            {
                return null;
            }

            taken.Add(at);
            taken.Add(at + 1);
            return words[at + 1];
        }

        // A, B, C: the shell's list.
        public List<string>? List(string name)
        {
            var at = words.IndexOf("-" + name);
            if (at < 0)
            {
                return null;
            }

            taken.Add(at);
            var list = new List<string>();
            for (var i = at + 1; i < words.Count; i++)
            {
                taken.Add(i);
                list.Add(words[i].TrimEnd(','));
                if (!words[i].EndsWith(','))
                {
                    break;
                }
            }

            return list;
        }

        public bool Switch(string name) => Is(name);

        public bool Is(string word)
        {
            var at = words.IndexOf("-" + word);
            taken.Add(at);
            return at >= 0;
        }

        public void AllTaken() => Assert.True(Enumerable.Range(0, words.Count).All(taken.Contains), $"A fix names a parameter that nobody knows: {line}");
    }
}
