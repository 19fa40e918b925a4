namespace OutlookMail.Identity.Registration;

/// <summary>An app and its presence in the tenant, after the work.</summary>
public sealed class AppRegistration
{
    internal AppRegistration(GraphApplication application, GraphServicePrincipal? principal)
    {
        Application = application;
        Principal = principal;
    }

    public GraphApplication Application { get; }

    /// <summary>Null when the tenant has none.</summary>
    public GraphServicePrincipal? Principal { get; }
}
