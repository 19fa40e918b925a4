using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Identity.Registration;

/// <summary>The way from what an app is to what it shall be: lines for people, and the bodies that would be sent. Nothing has been changed yet.</summary>
public sealed class AppPlan
{
    internal AppPlan(AppShape shape, OutlookAppAudience audience, GraphApplication? current)
    {
        Shape = shape;
        Audience = audience;
        Current = current;
    }

    public AppShape Shape { get; }

    public OutlookAppAudience Audience { get; }

    /// <summary>The app as it is; null when it will be made.</summary>
    public GraphApplication? Current { get; }

    /// <summary>The app's service principal; null when it will be made.</summary>
    public GraphServicePrincipal? Principal { get; internal set; }

    /// <summary>Empty: the app is as it shall be.</summary>
    public IReadOnlyList<AppChange> Changes => ChangeList;

    /// <summary>What a person should know although nothing is changed for it.</summary>
    public IReadOnlyList<string> Notes => NoteList;

    /// <summary>What the app shall declare, each once.</summary>
    public IReadOnlyList<ApiPermission> Permissions { get; internal set; } = Array.Empty<ApiPermission>();

    internal List<AppChange> ChangeList { get; } = new();

    internal List<string> NoteList { get; } = new();

    /// <summary>The body of POST or PATCH; null when the application object stays.</summary>
    internal GraphApplication? Write { get; set; }

    /// <summary>Grants to be made or widened. clientId is filled in when the service principal is known.</summary>
    internal List<GraphGrant> Grants { get; } = new();

    /// <summary>Application permissions to be consented to. principalId is filled in when the service principal is known.</summary>
    internal List<GraphRoleAssignment> Roles { get; } = new();

    /// <summary>Grants to be narrowed; one without a scope is deleted.</summary>
    internal List<GraphGrant> Narrowed { get; } = new();

    /// <summary>Consents to application permissions that are to be taken back.</summary>
    internal List<GraphRoleAssignment> Revoked { get; } = new();

    internal List<string> Owners { get; } = new();

    internal GraphFederatedCredential? Federation { get; set; }
}
