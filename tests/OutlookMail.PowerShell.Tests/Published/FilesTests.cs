using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using OutlookMail.PowerShell.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Published;

public class FilesTests
{
    // A new dependency shows up in review, because the list it changes is checked in.
    [Theory]
    [InlineData("net8.0")]
    [InlineData("net472")]
    public void The_files_of_each_edition_are_those_of_the_checked_in_list(string edition)
    {
        string bin = Path.Combine(Build.StagedModule, "bin", edition);
        IEnumerable<string> files = Directory.GetFiles(bin, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(bin, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

        Assert.Equal(File.ReadAllLines(List(edition)), files);
    }

    [Fact]
    public void Beside_the_editions_lie_only_manifest_root_views_and_help()
    {
        IEnumerable<string> files = Directory.GetFiles(Build.StagedModule, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Build.StagedModule, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

        Assert.Equal(File.ReadAllLines(List("module")), files);
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net472")]
    public void Neither_the_engine_nor_a_second_Model_is_shipped(string edition)
    {
        string[] names = Directory.GetFiles(Path.Combine(Build.StagedModule, "bin", edition), "*.dll", SearchOption.AllDirectories)
            .Select(Path.GetFileName).ToArray()!;

        Assert.DoesNotContain("System.Management.Automation.dll", names);
        Assert.Single(names, n => n == "OutlookMail.Model.dll");
    }

    // Windows PowerShell has no binding redirects for a module: what a DLL asks for must be in the folder, new enough,
    // or in the framework.
    [Theory]
    [InlineData("net8.0")]
    [InlineData("net472")]
    public void Every_reference_is_satisfied_by_the_folder_or_the_framework(string edition)
    {
        string bin = Path.Combine(Build.StagedModule, "bin", edition);
        // A Windows build under runtimes/ stands in for the file of its name beside it, and refers to the same.
        string[] shipped = Directory.GetFiles(bin, "*.dll", SearchOption.AllDirectories)
            .Where(f => !f.Replace('\\', '/').Contains("/runtimes/", StringComparison.Ordinal))
            .ToArray();
        Dictionary<string, AssemblyName> available = shipped.Select(AssemblyName.GetAssemblyName)
            .GroupBy(n => n.Name!, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
        HashSet<string> framework = Framework(edition);
        var missing = new List<string>();
        using var context = new MetadataLoadContext(new PathAssemblyResolver(
            shipped.Append(Build.ReferenceAssembly).Concat(Directory.GetFiles(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"))
                .GroupBy(Path.GetFileName).Select(g => g.First())));
        foreach (string dll in shipped)
        {
            foreach (AssemblyName wanted in context.LoadFromAssemblyPath(dll).GetReferencedAssemblies())
            {
                bool satisfied = available.TryGetValue(wanted.Name!, out AssemblyName? file)
                    ? PrivateAssemblies.Satisfies(wanted, file)
                    : framework.Contains(wanted.Name!) || wanted.Name == "System.Management.Automation";
                if (!satisfied)
                {
                    missing.Add($"{Path.GetFileName(dll)} wants {wanted}");
                }
            }
        }

        Assert.Empty(missing);
    }

    private static HashSet<string> Framework(string edition)
    {
        IEnumerable<string> files = edition == "net472"
            ? Directory.GetFiles(Build.FrameworkReferences, "*.dll", SearchOption.AllDirectories)
            : Directory.GetFiles(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "*.dll");
        return files.Select(f => Path.GetFileNameWithoutExtension(f)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static string List(string name) =>
        Path.Combine(Build.Repository, "tests", "OutlookMail.PowerShell.Tests", "Published", $"files.{name}.txt");
}
