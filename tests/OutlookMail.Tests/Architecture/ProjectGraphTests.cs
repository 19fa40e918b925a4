using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace OutlookMail.Tests.Architecture;

/// <summary>Which project may use which, and which packages each may bring in.</summary>
public class ProjectGraphTests
{
    private static readonly Dictionary<string, string> Arrows = new()
    {
        ["Cli"] = "Client Sandbox Model",
        ["PowerShell"] = "Client Sandbox Model",
        ["Client"] = "Identity Imap Smtp Mime Store Model",
        ["Sandbox"] = "Wire Mime Imap Smtp Model",
        ["Imap"] = "Wire",
        ["Smtp"] = "Wire",
        ["Identity"] = "Model",
        ["Store"] = "Model",
        ["Wire"] = "",
        ["Mime"] = "",
        ["Model"] = "",
    };

    private static readonly Dictionary<string, string> Packages = new()
    {
        ["Cli"] = "System.CommandLine",
        // Reference assemblies only: nothing of them is shipped.
        ["PowerShell"] = "PowerShellStandard.Library Microsoft.NETFramework.ReferenceAssemblies.net472",
        ["Client"] = "Handlebars.Net Markdig Microsoft.Bcl.AsyncInterfaces Microsoft.Bcl.TimeProvider System.Memory System.Text.Json System.Threading.Channels",
        ["Sandbox"] = "",
        ["Imap"] = "Microsoft.Bcl.AsyncInterfaces Microsoft.Bcl.TimeProvider System.Memory System.Threading.Channels",
        ["Smtp"] = "Microsoft.Bcl.AsyncInterfaces Microsoft.Bcl.TimeProvider System.Memory System.Threading.Channels",
        ["Identity"] = "Microsoft.Identity.Client Microsoft.Identity.Client.Extensions.Msal System.Security.Cryptography.ProtectedData"
            + " Microsoft.Bcl.AsyncInterfaces Microsoft.Bcl.TimeProvider System.Memory System.Text.Json",
        ["Store"] = "Microsoft.Data.Sqlite Microsoft.Data.Sqlite.Core SQLitePCLRaw.bundle_e_sqlite3 Npgsql"
            + " Microsoft.Bcl.AsyncInterfaces Microsoft.Bcl.TimeProvider System.Memory System.Text.Json System.Threading.Channels",
        ["Wire"] = "System.IO.Pipelines Microsoft.Bcl.AsyncInterfaces Microsoft.Bcl.TimeProvider System.Memory System.Threading.Channels",
        ["Mime"] = "AngleSharp System.Text.Encoding.CodePages System.Security.Cryptography.Pkcs"
            + " Microsoft.Bcl.AsyncInterfaces System.Memory System.Threading.Channels",
        ["Model"] = "",
    };

    public static TheoryData<string> Projects => new(Directory
        .EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Select(path => Path.GetFileNameWithoutExtension(path).Substring("OutlookMail.".Length)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_those_below_it(string project) =>
        AssertOnlyAllowed(Arrows, project, References(project, "ProjectReference").Select(include =>
            Path.GetFileNameWithoutExtension(include.Replace('\\', '/')).Substring("OutlookMail.".Length)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_the_packages_listed_for_it(string project) =>
        AssertOnlyAllowed(Packages, project, References(project, "PackageReference"));

    [Fact]
    public void No_version_stands_outside_the_central_list()
    {
        foreach (string path in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(XDocument.Load(path).Descendants("PackageReference"),
                e => e.Attribute("Version") is not null || e.Attribute("VersionOverride") is not null);
        }
    }

    private static IEnumerable<string> References(string project, string element) => XDocument
        .Load(Path.Combine(SourceTree.Root, "src", "OutlookMail." + project, $"OutlookMail.{project}.csproj"))
        .Descendants(element)
        // A project that is only to be built first (a tool of the build) is no arrow.
        .Where(e => e.Attribute("ReferenceOutputAssembly")?.Value != "false")
        .Select(e => e.Attribute("Include")!.Value);

    private static void AssertOnlyAllowed(Dictionary<string, string> allowed, string project, IEnumerable<string> found)
    {
        Assert.True(allowed.TryGetValue(project, out string? names), $"OutlookMail.{project} is not in the design: add it and its arrows here.");
        string[] extra = found.Except(names!.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.True(extra.Length == 0, $"OutlookMail.{project} may not use {string.Join(", ", extra)}.");
    }
}
