using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;

namespace System.Management.Automation;

public sealed class SessionState
{
    public PathIntrinsics Path { get; } = new();
}

public class ProviderInfo
{
    internal ProviderInfo(string name) => Name = name;

    public string Name { get; }
}

public class PSDriveInfo
{
    internal PSDriveInfo()
    {
    }
}

/// <summary>Knows the file system and one other drive, Env:, which is enough to be wrong in the ways a user can be.</summary>
public sealed class PathIntrinsics
{
    private const string ProviderPrefix = "FileSystem::";

    internal PathIntrinsics()
    {
    }

    internal string Location { get; set; } = Directory.GetCurrentDirectory();

    public string GetUnresolvedProviderPathFromPSPath(string path) => GetUnresolvedProviderPathFromPSPath(path, out _, out _);

    public string GetUnresolvedProviderPathFromPSPath(string path, out ProviderInfo provider, out PSDriveInfo drive)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        drive = new PSDriveInfo();
        int prefix = path.IndexOf(ProviderPrefix, StringComparison.OrdinalIgnoreCase);
        if (prefix >= 0)
        {
            provider = new ProviderInfo("FileSystem");
            return path[(prefix + ProviderPrefix.Length)..];
        }

        int colon = path.IndexOf(':');
        if (colon > 1)
        {
            provider = path.StartsWith("Env:", StringComparison.OrdinalIgnoreCase)
                ? new ProviderInfo("Environment")
                : throw new DriveNotFoundException($"Cannot find drive. A drive with the name '{path[..colon]}' does not exist.");
            return path[(colon + 1)..];
        }

        provider = new ProviderInfo("FileSystem");
        return System.IO.Path.GetFullPath(path, Location);
    }

    public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider)
    {
        string full = GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        if (!full.AsSpan().ContainsAny('*', '?', '['))
        {
            return File.Exists(full) || Directory.Exists(full)
                ? [full]
                : throw new ItemNotFoundException($"Cannot find path '{full}' because it does not exist.");
        }

        var found = new Collection<string>();
        string folder = System.IO.Path.GetDirectoryName(full)!;
        IEnumerable<string> entries = Directory.Exists(folder)
            ? Directory.EnumerateFileSystemEntries(folder, System.IO.Path.GetFileName(full))
            : [];
        foreach (string entry in entries)
        {
            found.Add(entry);
        }

        return found;
    }
}
