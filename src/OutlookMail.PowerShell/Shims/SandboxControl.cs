using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
#if !NETFRAMEWORK
using OutlookMail.Sandbox;
#endif

namespace OutlookMail.PowerShell.Shims;

/// <summary>What can be changed and looked at in a sandbox that runs. Windows PowerShell has none.</summary>
internal static class SandboxControl
{
#if NETFRAMEWORK
    private static OutlookMailException Refusal => MailErrors.RequiresPowerShell7("The sandbox");

    internal static void Change(OutlookSandboxInfo sandbox, SandboxChange change) => throw Refusal;

    internal static IEnumerable<OutlookSandboxRequest> Requests(OutlookSandboxInfo sandbox) => throw Refusal;
#else
    internal static void Change(OutlookSandboxInfo sandbox, SandboxChange change)
    {
        SandboxServer server = SandboxHost.Find(sandbox);
        if (change.SignInError is int unknown && !SandboxServer.SignInErrors.Any(e => e.Code == unknown))
        {
            throw CmdletErrors.SignInErrorUnknown(unknown);
        }

        if (change.ClearFaults)
        {
            server.Faults.Clear();
        }

        foreach (OutlookSandboxFault named in change.Faults)
        {
            var fault = Enum.Parse<SandboxFault>(named.ToString());
            if (change.Share is double share)
            {
                server.Faults.Share(fault, share);
            }
            else
            {
                server.Faults.Next(fault, change.Next);
            }
        }

        if (change.SignInError is int code)
        {
            server.Faults.NextSignInError(code, change.Next);
        }

        server.Clock.Advance(change.Advance);
        server.ReplicationDelay = change.ReplicationDelay ?? server.ReplicationDelay;
        Change(server.ConditionalAccess, change);
    }

    internal static IEnumerable<OutlookSandboxRequest> Requests(OutlookSandboxInfo sandbox) => SandboxHost.Find(sandbox).Requests
        .Select(r => new OutlookSandboxRequest(r.Time, r.Service, r.Request, r.Answer, r.User));

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
