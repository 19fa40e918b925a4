using System;

namespace OutlookMail.Sandbox.Entra;

/// <summary>The tenant in a URL: <c>common</c>, <c>organizations</c>, <c>consumers</c>, a GUID or a verified domain.</summary>
internal sealed class TenantSegment
{
    private TenantSegment(string text, Kind kind)
    {
        Text = text;
        Target = kind;
    }

    internal enum Kind
    {
        Common,
        Organizations,
        Consumers,
        Work,
    }

    public string Text { get; }

    public Kind Target { get; }

    public bool AllowsWork => Target != Kind.Consumers;

    public bool AllowsPersonal => Target is Kind.Common or Kind.Consumers;

    /// <exception cref="EntraException">90002 for a tenant that is not there, 900023 for what cannot be one.</exception>
    public static TenantSegment Parse(string text, EntraDirectory directory)
    {
        switch (text.ToLowerInvariant())
        {
            case "common":
                return new(text, Kind.Common);
            case "organizations":
                return new(text, Kind.Organizations);
            case "consumers":
                return new(text, Kind.Consumers);
        }

        if (Guid.TryParse(text, out Guid id))
        {
            return id == SandboxUser.PersonalTenantId ? new(text, Kind.Consumers)
                : id == directory.TenantId ? new(text, Kind.Work)
                : throw NotFound(text);
        }

        if (!text.Contains('.', StringComparison.Ordinal) || Uri.CheckHostName(text) != UriHostNameType.Dns)
        {
            throw new EntraException(900023, $"Specified tenant identifier '{text}' is neither a valid DNS name, nor a valid external domain.");
        }

        return directory.IsVerifiedDomain(text) ? new(text, Kind.Work) : throw NotFound(text);
    }

    /// <summary>Checks the app's audience against the authority it was called with (Microsoft's supported-accounts-validation.md).</summary>
    /// <exception cref="EntraException">9002331, 9002332 or 50194.</exception>
    public void CheckAudience(AppRegistration app)
    {
        if (app.SignInAudience == AppRegistration.PersonalOnly && Target != Kind.Consumers)
        {
            throw new EntraException(9002331, $"Application '{app.AppId}'({app.DisplayName}) is configured for use by Microsoft Account users only. Please use the /consumers endpoint to serve this request.");
        }

        if (!app.AllowsPersonal && Target == Kind.Consumers)
        {
            throw new EntraException(9002332, $"Application '{app.AppId}'({app.DisplayName}) is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request.");
        }

        if (app.SignInAudience == AppRegistration.WorkOneTenant && (Target is Kind.Common or Kind.Organizations))
        {
            throw new EntraException(50194, $"Application '{app.AppId}'({app.DisplayName}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.");
        }
    }

    private static EntraException NotFound(string text) => new(90002,
        $"Tenant '{text}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.");
}
