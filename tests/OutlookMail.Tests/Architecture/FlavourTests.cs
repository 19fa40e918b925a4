using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Versioning;
using Xunit;

namespace OutlookMail.Tests.Architecture;

/// <summary>That the libraries under test are the build that was asked for: a transitive reference keeps its own target
/// silently unless the whole build is told.</summary>
public class FlavourTests
{
    private static readonly string Flavour = SourceTree.Metadata("LibraryFlavor");

    public static TheoryData<string> Libraries => new(Directory
        .EnumerateFiles(AppContext.BaseDirectory, "OutlookMail.*.dll").Select(Path.GetFileName)
        .Where(name => name != Path.GetFileName(typeof(FlavourTests).Assembly.Location)).Select(name => name!));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Each_library_is_of_the_flavour_the_tests_were_built_for(string file)
    {
        Assembly loaded = Assembly.Load(Path.GetFileNameWithoutExtension(file));
        string expected = Flavour == "netstandard2.0" && file != "OutlookMail.Sandbox.dll"
            ? ".NETStandard,Version=v2.0"
            : ".NETCoreApp,Version=v8.0";
        Assert.Equal(expected, loaded.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName);
    }

    [Fact]
    public void The_flavour_is_one_that_ships() => Assert.Contains(Flavour, new[] { string.Empty, "net8.0", "netstandard2.0" });

    [Fact]
    public void Every_library_is_there() => Assert.Subset(
        Libraries.Select(row => row.Data).ToHashSet(),
        new[] { "Model", "Wire", "Mime", "Imap", "Smtp", "Identity", "Client", "Sandbox" }.Select(n => $"OutlookMail.{n}.dll").ToHashSet());
}
