using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>From a path as PowerShell writes it to one that System.IO understands. Only on the pipeline thread.</summary>
internal static class FileSystemPaths
{
    /// <summary>Existing files, wildcards expanded unless literal. A name without wildcards that is not there comes back
    /// as it stands: whoever reads it then says why it cannot be read.</summary>
    internal static IEnumerable<string> ExistingFiles(PSCmdlet cmdlet, string path, bool literal) =>
        literal || !HasWildcard(path) ? new[] { One(cmdlet, path) } : Expand(cmdlet, path);

    /// <summary>A path that need not exist yet; wildcards must then name exactly one that does.</summary>
    internal static string Target(PSCmdlet cmdlet, string path, bool literal)
    {
        if (literal || !HasWildcard(path))
        {
            return One(cmdlet, path);
        }

        Collection<string> found = Expand(cmdlet, path);
        return found.Count == 1 ? found[0] : throw CmdletErrors.PathInvalid(path, $"it names {found.Count} items instead of one.");
    }

    /// <summary>The folder that relative paths begin in; null while the location is on no file system.</summary>
    internal static string? Current(PSCmdlet cmdlet)
    {
        try
        {
            return One(cmdlet, ".");
        }
        catch (Model.OutlookMailException)
        {
            return null;
        }
    }

    private static string One(PSCmdlet cmdlet, string path) => Resolve(path, () =>
    {
        string resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        RequireFileSystem(path, provider);
        return resolved;
    });

    private static Collection<string> Expand(PSCmdlet cmdlet, string path) => Resolve(path, () =>
    {
        Collection<string> resolved = cmdlet.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
        RequireFileSystem(path, provider);
        return resolved.Count > 0 ? resolved : throw CmdletErrors.PathInvalid(path, "it matches nothing.");
    });

    private static T Resolve<T>(string path, Func<T> resolve)
    {
        try
        {
            return resolve();
        }
        catch (SessionStateException e)
        {
            throw CmdletErrors.PathInvalid(path, e.Message, e);
        }
    }

    private static void RequireFileSystem(string path, ProviderInfo provider)
    {
        if (provider.Name != "FileSystem")
        {
            throw CmdletErrors.PathInvalid(path, $"it belongs to the {provider.Name} provider.");
        }
    }

    private static bool HasWildcard(string path) => path.Any(c => c is '*' or '?' or '[');
}
