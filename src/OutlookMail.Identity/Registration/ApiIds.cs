namespace OutlookMail.Identity.Registration;

/// <summary>The app ids of the two APIs whose permissions mail needs: the same in every tenant and cloud.</summary>
public static class ApiIds
{
    public const string Graph = "00000003-0000-0000-c000-000000000000";

    public const string ExchangeOnline = "00000002-0000-0ff1-ce00-000000000000";

    public static string NameOf(string appId) => appId switch
    {
        Graph => "Microsoft Graph",
        ExchangeOnline => "Office 365 Exchange Online",
        _ => appId,
    };
}
