using System;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;

namespace OutlookMail.Tests.Permissions;

/// <summary>One way to break it, and what the test must say about it.</summary>
/// <param name="Name">In words.</param>
/// <param name="Break">Makes the world, and breaks it.</param>
/// <param name="Row">Which row shows it.</param>
/// <param name="Status">Its state.</param>
/// <param name="Cause">Part of its cause.</param>
/// <param name="Fixer">Who can fix it.</param>
internal sealed record Breakage(string Name, Func<AppWorld, Task> Break, string Row, OutlookPermissionStatus Status, string Cause, OutlookFixer Fixer)
{
    public SandboxOptions? Options { get; init; }

    public PermissionTestRequest? Request { get; init; }

    /// <summary>For a test without a session.</summary>
    public string? Mailbox { get; init; }

    /// <summary>What an administrator does on the page that the row links to; null where commands do it.</summary>
    public Action<AppWorld>? ByHand { get; init; }

    /// <summary>Where the row has another name once it is right.</summary>
    public Func<AppWorld, string>? After { get; init; }

    public string RowAfter(AppWorld world) => After?.Invoke(world) ?? Row;
}
