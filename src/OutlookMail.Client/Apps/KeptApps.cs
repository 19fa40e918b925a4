using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Client;

/// <summary>The whole content of the app store.</summary>
internal sealed class KeptApps
{
    public List<KeptApp> Apps { get; set; } = new();

    public KeptApp? Find(string authority, string clientId) => Apps.FirstOrDefault(
        a => string.Equals(a.Authority, authority, StringComparison.OrdinalIgnoreCase) && string.Equals(a.ClientId, clientId, StringComparison.OrdinalIgnoreCase));

    public KeptApp? Default(string authority) => Apps.FirstOrDefault(
        a => a.IsDefault && string.Equals(a.Authority, authority, StringComparison.OrdinalIgnoreCase));

    public KeptApp Ensure(string authority, string clientId, string tenant)
    {
        var app = Find(authority, clientId);
        if (app is null)
        {
            app = new KeptApp { Authority = authority, ClientId = clientId };
            Apps.Add(app);
        }

        app.Tenant = tenant;
        return app;
    }

    public void MakeDefault(KeptApp app)
    {
        foreach (var other in Apps.Where(a => string.Equals(a.Authority, app.Authority, StringComparison.OrdinalIgnoreCase)))
        {
            other.IsDefault = ReferenceEquals(other, app);
        }
    }
}
