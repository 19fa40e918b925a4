using System.IO;
using System.Reflection;
using OutlookMail.PowerShell.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Loader;

public class PrivateAssembliesTests
{
    [Theory]
    [InlineData("OutlookMail.Client", true)]
    [InlineData("outlookmail.client", true)]
    [InlineData("OutlookMail.Sandbox, Version=9.9.9.9", true)]
    [InlineData("OutlookMail.Client.resources, Culture=de", false)]
    [InlineData("OutlookMail.Client, Culture=de", false)]
    [InlineData("OutlookMail.Model", false)]
    [InlineData("OutlookMail.Imap", false)]
    [InlineData("Microsoft.Identity.Client", false)]
    [InlineData("System.Management.Automation", false)]
    public void Only_the_two_names_that_cmdlets_reference_are_answered(string requested, bool ours) =>
        Assert.Equal(ours, PrivateAssemblies.IsEntryPoint(new AssemblyName(requested)));

    [Theory]
    [InlineData("A", "A, Version=1.0.0.0", true)]
    [InlineData("A, Version=1.0.0.0", "A, Version=1.0.0.0", true)]
    [InlineData("A, Version=1.0.0.0", "A, Version=1.2.0.0", true)]
    [InlineData("A, Version=2.0.0.0", "A, Version=1.9.9.9", false)]
    [InlineData("A, Version=1.0.0.0", "B, Version=1.0.0.0", false)]
    [InlineData("A, Version=1.0.0.0, Culture=de", "A, Version=1.0.0.0", false)]
    [InlineData("A, PublicKeyToken=b03f5f7f11d50a3a", "A, PublicKeyToken=b03f5f7f11d50a3a", true)]
    [InlineData("A, PublicKeyToken=b03f5f7f11d50a3a", "A, PublicKeyToken=cc7b13ffcd2ddd51", false)]
    [InlineData("A, PublicKeyToken=b03f5f7f11d50a3a", "A", false)]
    [InlineData("A", "A, PublicKeyToken=cc7b13ffcd2ddd51", true)]
    public void A_file_satisfies_a_request_of_its_name_key_and_at_most_its_version(string requested, string available, bool satisfied) =>
        Assert.Equal(satisfied, PrivateAssemblies.Satisfies(new AssemblyName(requested), new AssemblyName(available)));

    [Theory]
    [InlineData("A", "A.dll")]
    [InlineData("A, Culture=de", null)]
    [InlineData("../A", null)]
    public void A_name_leads_to_one_file_of_the_folder(string requested, string? file) =>
        Assert.Equal(
            file is null ? null : Path.Combine("folder", file),
            PrivateAssemblies.PathFor("folder", new AssemblyName { Name = requested.Split(',')[0], CultureName = requested.Contains("de") ? "de" : "" }));
}
