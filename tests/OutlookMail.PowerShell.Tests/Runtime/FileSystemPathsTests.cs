using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Runtime;

public sealed class FileSystemPathsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-paths");
    private readonly SampleCmdlet cmdlet = new();

    public FileSystemPathsTests()
    {
        CmdletRun.Prepare(cmdlet).SessionState.Path.Location = folder.FullName;
        File.WriteAllText(Path.Combine(folder.FullName, "a.txt"), "");
        File.WriteAllText(Path.Combine(folder.FullName, "b.txt"), "");
    }

    [Fact]
    public void A_relative_path_is_relative_to_PowerShells_location() =>
        Assert.Equal(Path.Combine(folder.FullName, "new"), FileSystemPaths.Target(cmdlet, "new", literal: false));

    [Fact]
    public void Wildcards_are_expanded() =>
        Assert.Equal(["a.txt", "b.txt"], FileSystemPaths.ExistingFiles(cmdlet, "*.txt", literal: false).Select(Path.GetFileName).Order());

    [Fact]
    public void A_literal_path_has_no_wildcards() =>
        Assert.Equal(Path.Combine(folder.FullName, "[a].txt"), Assert.Single(FileSystemPaths.ExistingFiles(cmdlet, "[a].txt", literal: true)));

    [Theory]
    [InlineData("Env:PATH")]
    [InlineData("Nowhere:file")]
    [InlineData("*.none")]
    public void What_is_not_in_the_file_system_is_PathInvalid(string path)
    {
        var error = Assert.Throws<OutlookMailException>(() => FileSystemPaths.ExistingFiles(cmdlet, path, literal: false).ToList());

        Assert.Equal("PathInvalid", error.ErrorId);
        Assert.Equal(path, error.Target);
    }

    [Fact]
    public void A_target_with_wildcards_must_be_one_that_exists()
    {
        Assert.Equal(Path.Combine(folder.FullName, "a.txt"), FileSystemPaths.Target(cmdlet, "a.*", literal: false));
        Assert.Equal("PathInvalid", Assert.Throws<OutlookMailException>(() => FileSystemPaths.Target(cmdlet, "*.txt", literal: false)).ErrorId);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
