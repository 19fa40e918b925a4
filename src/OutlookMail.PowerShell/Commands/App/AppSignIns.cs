using OutlookMail.Model;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Several values of -SignIn as the one that the client takes.</summary>
internal static class AppSignIns
{
    internal static OutlookAppSignIn Join(OutlookAppSignIn[]? values, OutlookAppSignIn otherwise)
    {
        if (values is null)
        {
            return otherwise;
        }

        OutlookAppSignIn joined = OutlookAppSignIn.None;
        foreach (OutlookAppSignIn value in values)
        {
            joined |= value;
        }

        return joined;
    }
}
