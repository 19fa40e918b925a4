using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Published;

public class ManifestTests
{
    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_of_the_DLL()
    {
        using var module = new StagedModule();

        Assert.Equal(module.Cmdlets.Select(StagedModule.Name).Order(), module.ManifestValues("CmdletsToExport").Order());
    }

    [Fact]
    public void The_manifest_exports_exactly_the_aliases_of_the_cmdlets()
    {
        using var module = new StagedModule();
        IEnumerable<string> aliases = module.Cmdlets.SelectMany(c => c.GetCustomAttributesData())
            .Where(a => a.AttributeType.FullName == StagedModule.Engine + "AliasAttribute")
            .SelectMany(a => (IEnumerable<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)
            .Select(a => (string)a.Value!);

        Assert.Equal(aliases.Order(), module.ManifestValues("AliasesToExport").Order());
    }

    [Fact]
    public void The_manifest_has_the_build_s_version()
    {
        using var module = new StagedModule();

        Assert.Equal([Build.Version], module.ManifestValues("ModuleVersion"));
    }

    [Fact]
    public void Every_file_that_the_manifest_names_is_there()
    {
        using var module = new StagedModule();
        foreach (string file in new[] { "RootModule", "TypesToProcess", "FormatsToProcess" }.SelectMany(module.ManifestValues))
        {
            Assert.True(File.Exists(Path.Combine(module.Folder, file)), file);
        }
    }

    // A conditional or computed value would break Import-PowerShellDataFile and the gallery, which read it statically.
    [Fact]
    public void The_manifest_holds_no_expression()
    {
        using var module = new StagedModule();

        Assert.DoesNotContain("$", module.Manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("*'", module.Manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_root_module_is_one_line() =>
        Assert.Single(File.ReadAllLines(Path.Combine(Build.StagedModule, "OutlookMail.PowerShell.psm1")));
}
