using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace OutlookMail.Client;

/// <summary>Which DLLs this process has loaded from where; of two modules that bring the same library, one can break the other.</summary>
internal static class LoadedAssemblies
{
    /// <summary>One line each, tab-separated: name, version, "twice" where the name is loaded more than once, file.</summary>
    public static IEnumerable<string> Lines()
    {
        var loaded = AppDomain.CurrentDomain.GetAssemblies().Where(one => !one.IsDynamic).Select(one => (Name: one.GetName(), File: FileOf(one))).ToArray();
        var twice = new HashSet<string?>(loaded.GroupBy(one => one.Name.Name).Where(group => group.Count() > 1).Select(group => group.Key));
        return loaded
            .OrderBy(one => one.Name.Name, StringComparer.Ordinal)
            .ThenBy(one => one.Name.Version)
            .Select(one => string.Join("\t", one.Name.Name, one.Name.Version, twice.Contains(one.Name.Name) ? "twice" : "", one.File));
    }

    private static string FileOf(Assembly assembly)
    {
        try
        {
            return assembly.Location;
        }
        catch (NotSupportedException)
        {
            return "";
        }
    }
}
