using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
#if !NETFRAMEWORK
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
#endif

namespace OutlookMail.PowerShell.Shims;

/// <summary>What can be changed and looked at in a sandbox that runs. Windows PowerShell has none.</summary>
internal static class SandboxControl
{
#if NETFRAMEWORK
    private static OutlookMailException Refusal => MailErrors.RequiresPowerShell7("The sandbox");

    internal static void Change(OutlookSandboxInfo sandbox, SandboxChange change) => throw Refusal;

    internal static IEnumerable<OutlookSandboxRequest> Requests(OutlookSandboxInfo sandbox) => throw Refusal;

    internal static IEnumerable<OutlookSandboxUser> Users(OutlookSandboxInfo sandbox) => throw Refusal;

    internal static IEnumerable<OutlookSandboxMailbox> Mailboxes(OutlookSandboxInfo sandbox) => throw Refusal;

    internal static IEnumerable<OutlookSandboxApp> Apps(OutlookSandboxInfo sandbox) => throw Refusal;

    internal static string ExchangeCommands(OutlookSandboxInfo sandbox) => throw Refusal;

    internal static string? ExchangeCommandsRemoval(OutlookSandboxInfo sandbox) => throw Refusal;
#else
    internal static void Change(OutlookSandboxInfo sandbox, SandboxChange change)
    {
        SandboxServer server = SandboxHost.Find(sandbox);
        if (change.SignInError is int unknown and not 0 && !SandboxServer.SignInErrors.Any(e => e.Code == unknown))
        {
            throw CmdletErrors.SignInErrorUnknown(unknown);
        }

        if (change.ClearFaults)
        {
            server.Faults.Clear();
        }

        foreach (OutlookSandboxFault fault in change.Faults)
        {
            if (change.Share is double share)
            {
                server.Faults.Share(fault, share);
            }
            else
            {
                server.Faults.Next(fault, change.Next);
            }
        }

        if (change.Users.Count > 0)
        {
            ChangeUsers(server, change);
        }
        else if (change.SignInError is int code and not 0)
        {
            server.Faults.NextSignInError(code, change.Next);
        }

        ChangeMailboxes(server, change);

        server.Clock.Advance(change.Advance);
        server.ReplicationDelay = change.ReplicationDelay ?? server.ReplicationDelay;
        server.UserConsentAllowed = !(change.BlockUserConsent ?? !server.UserConsentAllowed);
        Change(server.ConditionalAccess, change);
    }

    internal static IEnumerable<OutlookSandboxUser> Users(OutlookSandboxInfo sandbox) => SandboxHost.Find(sandbox).Users
        .Select(u => new OutlookSandboxUser(u.Address)
        {
            DisplayName = u.DisplayName,
            ObjectId = u.ObjectId,
            IsPersonal = u.IsPersonal,
            IsAdministrator = u.IsAdministrator,
            IsEnabled = u.IsEnabled,
            SignInError = u.SignInError,
        });

    internal static IEnumerable<OutlookSandboxMailbox> Mailboxes(OutlookSandboxInfo sandbox)
    {
        SandboxServer server = SandboxHost.Find(sandbox);
        return server.Store.Mailboxes.OrderBy(m => m.Address, StringComparer.OrdinalIgnoreCase).Select(m => new OutlookSandboxMailbox(m.Address)
        {
            IsShared = !server.Users.Any(u => u.Address.Equals(m.Address, StringComparison.OrdinalIgnoreCase)),
            Messages = m.Folders.Sum(f => f.Count),
            FullAccess = m.FullAccess.ToArray(),
            SendAs = m.SendAs.ToArray(),
            ImapEnabled = m.ImapEnabled,
            SmtpClientAuthenticationDisabled = m.SmtpClientAuthenticationDisabled,
        });
    }

    internal static IEnumerable<OutlookSandboxApp> Apps(OutlookSandboxInfo sandbox) => SandboxHost.Find(sandbox).Apps;

    internal static string ExchangeCommands(OutlookSandboxInfo sandbox) => SandboxHost.Find(sandbox).ExchangeCommands;

    /// <returns>Null for a sandbox that is gone already.</returns>
    internal static string? ExchangeCommandsRemoval(OutlookSandboxInfo sandbox) =>
        SandboxHost.Running.Any(s => s.Id == sandbox.Id) ? SandboxHost.Find(sandbox).ExchangeCommandsRemoval : null;

    internal static IEnumerable<OutlookSandboxRequest> Requests(OutlookSandboxInfo sandbox) => SandboxHost.Find(sandbox).Requests
        .Select(r => new OutlookSandboxRequest(r.Time, r.Service, r.Request, r.Answer, r.User));

    private static void ChangeUsers(SandboxServer server, SandboxChange change)
    {
        foreach (string address in change.Users)
        {
            SandboxUser user = AddressOrRefuse(() => server.AddUser(address), address);
            user.SignInError = change.SignInError switch { null => user.SignInError, 0 => null, int code => code };
            user.IsEnabled = !(change.Disabled ?? !user.IsEnabled);
            if (change.RevokeSignIns)
            {
                server.RevokeSignIns(address);
            }
        }
    }

    private static void ChangeMailboxes(SandboxServer server, SandboxChange change)
    {
        foreach (string address in change.SharedMailboxes)
        {
            SandboxMailbox mailbox = AddressOrRefuse(() => server.AddSharedMailbox(address), address);
            foreach (string trustee in change.FullAccess)
            {
                mailbox.GrantFullAccess(trustee);
            }

            foreach (string trustee in change.SendAs)
            {
                mailbox.GrantSendAs(trustee);
            }
        }
    }

    private static T AddressOrRefuse<T>(Func<T> make, string address)
    {
        try
        {
            return make();
        }
        catch (ArgumentException e)
        {
            throw CmdletErrors.SandboxAddressInvalid(address, e);
        }
    }

    private static void Change(SandboxConditionalAccess rules, SandboxChange change)
    {
        rules.BlockAll = change.BlockAll ?? rules.BlockAll;
        rules.BlockDeviceCode = change.BlockDeviceCode ?? rules.BlockDeviceCode;
        rules.RequireManagedDevice = change.RequireManagedDevice ?? rules.RequireManagedDevice;
        rules.RequireMfa = change.RequireMfa ?? rules.RequireMfa;
        rules.SecurityDefaults = change.SecurityDefaults ?? rules.SecurityDefaults;
        if (change.SignInFrequency is TimeSpan frequency)
        {
            rules.SignInFrequency = frequency == TimeSpan.Zero ? null : frequency;
        }
    }
#endif
}
