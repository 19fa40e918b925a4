using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace OutlookMail.PowerShell.Tests;

/// <summary>What the build told the test assembly of itself.</summary>
internal static class Build
{
    internal static string ReferenceAssembly => Value("ReferenceAssembly");

    internal static string Repository => Value("RepositoryRoot");

    /// <summary>What Windows PowerShell's framework holds, as reference assemblies.</summary>
    internal static string FrameworkReferences => Value("FrameworkReferences");

    internal static string Version => Value("ModuleVersion");

    /// <summary>The staged module. A build of one library flavour stages none: the test is then skipped.</summary>
    internal static string StagedModule
    {
        get
        {
            Assert.SkipWhen(Value("LibraryFlavor").Length > 0, "A flavour build stages no module.");
            return Path.Combine(Repository, "out", "OutlookMail.PowerShell", Version);
        }
    }

    private static string Value(string key) => typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == key).Value ?? throw new InvalidOperationException($"The build set no {key}.");
}
