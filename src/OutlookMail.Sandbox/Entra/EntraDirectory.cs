using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Sandbox.State;

namespace OutlookMail.Sandbox.Entra;

/// <summary>The tenant: its people, apps, service principals and consents. One lock guards all of it.</summary>
internal sealed class EntraDirectory
{
    private readonly object gate = new();
    private readonly List<SandboxUser> users = [];
    private readonly List<AppRegistration> apps = [];
    private readonly List<ServicePrincipal> principals = [];
    private readonly List<DelegatedGrant> grants = [];
    private readonly List<AppRoleAssignment> assignments = [];
    private readonly ApiCatalogue catalogue;

    public EntraDirectory(Guid tenantId, string domain, ApiCatalogue catalogue, DateTimeOffset now)
    {
        TenantId = tenantId;
        Domain = domain;
        this.catalogue = catalogue;
        foreach (ApiResource resource in catalogue.All)
        {
            principals.Add(new ServicePrincipal { AppId = resource.AppId, DisplayName = resource.DisplayName, CreatedOn = now });
        }
    }

    public Guid TenantId { get; }

    /// <summary>The verified domain; the domains of all work users are verified too.</summary>
    public string Domain { get; }

    public IReadOnlyList<SandboxUser> Users => Copy(users);

    public IReadOnlyList<AppRegistration> Apps => Copy(apps);

    public IReadOnlyList<ServicePrincipal> ServicePrincipals => Copy(principals);

    public IReadOnlyList<DelegatedGrant> Grants => Copy(grants);

    public IReadOnlyList<AppRoleAssignment> RoleAssignments => Copy(assignments);

    public void Add(SandboxUser user) => Locked(() => users.Add(user));

    public void Add(AppRegistration app) => Locked(() => apps.Add(app));

    public SandboxUser? FindUser(string address) =>
        Locked(() => users.Find(u => u.Address.Equals(address, StringComparison.OrdinalIgnoreCase)));

    public SandboxUser? FindUser(Guid objectId) => Locked(() => users.Find(u => u.ObjectId == objectId));

    public AppRegistration? FindApp(string? clientId) =>
        Guid.TryParse(clientId, out Guid id) ? Locked(() => apps.Find(a => a.AppId == id)) : null;

    public bool IsVerifiedDomain(string domain) =>
        domain.Equals(Domain, StringComparison.OrdinalIgnoreCase)
        || Locked(() => users.Exists(u => !u.IsPersonal && u.Address.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Takes over what was kept; the two resources' own service principals keep the ids they had.</summary>
    public void Restore(SandboxState state) => Locked(() =>
    {
        apps.AddRange(state.Apps);
        principals.RemoveAll(p => state.ServicePrincipals.Exists(s => s.AppId == p.AppId));
        principals.AddRange(state.ServicePrincipals);
        grants.AddRange(state.Grants.Select(g => new DelegatedGrant
        {
            Id = g.Id, ClientId = g.ClientId, PrincipalId = g.PrincipalId, ResourceId = g.ResourceId, Scopes = new(g.Scopes, StringComparer.OrdinalIgnoreCase),
        }));
        assignments.AddRange(state.RoleAssignments);
    });

    /// <summary>The service principal of an app; consent makes it where it is missing.</summary>
    public ServicePrincipal EnsureServicePrincipal(AppRegistration app, DateTimeOffset now) => Locked(() =>
    {
        ServicePrincipal? found = principals.Find(p => p.AppId == app.AppId);
        if (found is null)
        {
            found = new ServicePrincipal { AppId = app.AppId, DisplayName = app.DisplayName, CreatedOn = now };
            principals.Add(found);
        }

        return found;
    });

    public ServicePrincipal? FindServicePrincipal(Guid appId) => Locked(() => principals.Find(p => p.AppId == appId));

    /// <summary>Records a consent, merged into the one that is there.</summary>
    /// <param name="user">Null: for everybody.</param>
    public void Consent(AppRegistration app, SandboxUser? user, ApiResource resource, IEnumerable<string> scopes, DateTimeOffset now)
    {
        Guid client = EnsureServicePrincipal(app, now).ObjectId;
        Guid target = FindServicePrincipal(resource.AppId)!.ObjectId;
        Locked(() =>
        {
            DelegatedGrant? grant = grants.Find(g => g.ClientId == client && g.ResourceId == target && g.PrincipalId == user?.ObjectId);
            if (grant is null)
            {
                grant = new DelegatedGrant { ClientId = client, ResourceId = target, PrincipalId = user?.ObjectId };
                grants.Add(grant);
            }

            grant.Scopes.UnionWith(scopes);
        });
    }

    /// <summary>What the user, or an administrator for everybody, has let the app do at the resource.</summary>
    public IReadOnlySet<string> ConsentedScopes(AppRegistration app, SandboxUser user, ApiResource resource)
    {
        var scopes = new HashSet<string>(resource == catalogue.Graph ? app.PreAuthorized : [], StringComparer.OrdinalIgnoreCase);
        if (FindServicePrincipal(app.AppId) is not ServicePrincipal client)
        {
            return scopes;
        }

        Guid target = FindServicePrincipal(resource.AppId)!.ObjectId;
        Locked(() =>
        {
            foreach (DelegatedGrant grant in grants)
            {
                if (grant.ClientId == client.ObjectId && grant.ResourceId == target
                    && (grant.PrincipalId == user.ObjectId || grant.PrincipalId is null))
                {
                    scopes.UnionWith(grant.Scopes);
                }
            }
        });
        return scopes;
    }

    /// <summary>Gives an app an application permission; giving it twice changes nothing.</summary>
    public AppRoleAssignment Assign(AppRegistration app, ApiResource resource, Guid roleId, DateTimeOffset now) =>
        Assign(EnsureServicePrincipal(app, now).ObjectId, FindServicePrincipal(resource.AppId)!.ObjectId, roleId, now);

    public AppRoleAssignment Assign(Guid principalId, Guid resourceId, Guid roleId, DateTimeOffset now) => Locked(() =>
    {
        AppRoleAssignment? found = assignments.Find(a => a.PrincipalId == principalId && a.ResourceId == resourceId && a.AppRoleId == roleId);
        if (found is null)
        {
            found = new AppRoleAssignment { PrincipalId = principalId, ResourceId = resourceId, AppRoleId = roleId, CreatedOn = now };
            assignments.Add(found);
        }

        return found;
    });

    /// <summary>The values of the application permissions that an app has at a resource.</summary>
    public IReadOnlyList<string> AssignedRoles(ServicePrincipal principal, ApiResource resource)
    {
        Guid target = FindServicePrincipal(resource.AppId)!.ObjectId;
        return [.. RoleAssignments.Where(a => a.PrincipalId == principal.ObjectId && a.ResourceId == target)
            .Select(a => resource.Roles.FirstOrDefault(r => r.Id == a.AppRoleId)?.Value).OfType<string>()];
    }

    /// <summary>Delegated permissions that the registration declares, by resource; mail scopes may be declared under either resource.</summary>
    public IReadOnlyList<(ApiResource Resource, ApiPermission Permission)> DeclaredScopes(AppRegistration app) =>
        Declared(app, "Scope", r => r.Scopes);

    /// <summary>Application permissions that the registration declares, by resource.</summary>
    public IReadOnlyList<(ApiResource Resource, ApiPermission Permission)> DeclaredRoles(AppRegistration app) =>
        Declared(app, "Role", r => r.Roles);

    public void Remove(AppRegistration app) => Locked(() => apps.Remove(app));

    public void Add(DelegatedGrant grant) => Locked(() => grants.Add(grant));

    public bool Remove(DelegatedGrant grant) => Locked(() => grants.Remove(grant));

    public bool Remove(AppRoleAssignment assignment) => Locked(() => assignments.Remove(assignment));

    public void Remove(ServicePrincipal principal) => Locked(() =>
    {
        principals.Remove(principal);
        grants.RemoveAll(g => g.ClientId == principal.ObjectId);
        assignments.RemoveAll(a => a.PrincipalId == principal.ObjectId);
    });

    private List<(ApiResource Resource, ApiPermission Permission)> Declared(AppRegistration app, string type, Func<ApiResource, IReadOnlyList<ApiPermission>> list) =>
    [
        .. from declared in app.RequiredResourceAccess
           let resource = catalogue.Find(declared.Key)
           where resource is not null
           from entry in declared.Value
           where entry.Type == type
           let permission = list(resource).FirstOrDefault(s => s.Id == entry.Id)
           where permission is not null
           select (resource, permission),
    ];

    private List<T> Copy<T>(List<T> list) => Locked(() => list.ToList());

    private T Locked<T>(Func<T> read)
    {
        lock (gate)
        {
            return read();
        }
    }

    private void Locked(Action write)
    {
        lock (gate)
        {
            write();
        }
    }
}
