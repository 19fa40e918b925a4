using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public class PermissionCommandsTests
{
    [Fact]
    public Task Each_sign_in_of_the_app_has_rows_and_one_can_be_picked() => SandboxRunspace.InAsync(_ =>
    {
        OutlookApp app = AppCommandsTests.Register("Both", ("SignIn", new[] { OutlookAppSignIn.DeviceCode, OutlookAppSignIn.Interactive, OutlookAppSignIn.AppOnly }));
        SandboxRunspace.Connect();

        Assert.Equal(["DeviceCode", "Interactive", "AppOnly"], Rows().Where(r => r.Kind == OutlookPermissionRowKind.Permission).Select(r => r.SignIn).Distinct());
        OutlookPermissionResult own = Assert.Single(Rows(("SignIn", new[] { OutlookAppSignIn.AppOnly }), ("Permission", new[] { "SMTP.SendAsApp" })));
        Assert.Equal(("AppOnly", OutlookPermissionStatus.Failed, OutlookFixer.ExchangeAdministrator), (own.SignIn, own.Status, own.WhoCanFix!.Value));

        // Without a session, by the app's id: the same by what is kept.
        Assert.Contains(
            Rows(("ClientId", app.ClientId), ("Mailbox", "bob@contoso.test"), ("SignIn", new[] { OutlookAppSignIn.AppOnly })),
            r => r is { Permission: "IMAP.AccessAsApp", Proved: false });
    });

    [Fact]
    public Task Connect_takes_the_sign_in_that_is_named() => SandboxRunspace.InAsync(_ =>
    {
        AppCommandsTests.Register("Both", ("SignIn", new[] { OutlookAppSignIn.DeviceCode, OutlookAppSignIn.Web }), ("RedirectUri", new[] { "http://localhost/signin" }));

        Assert.Equal("DeviceCode", SandboxRunspace.Connect().SignIn);
        Assert.Equal("WebApp", SandboxRunspace.Connect(("SignIn", OutlookAppSignIn.Web)).SignIn);
        Assert.IsType<ValidationMetadataException>(CmdletRun.Of<ConnectOutlookMailboxCommand>(("SignIn", OutlookAppSignIn.None)).Thrown);
        Assert.Equal(
            "MailboxRequired,OutlookMail.PowerShell.Commands.ConnectOutlookMailboxCommand",
            CmdletRun.Of<ConnectOutlookMailboxCommand>(("SignIn", OutlookAppSignIn.AppOnly)).Terminating?.FullyQualifiedErrorId);
    });

    [Fact]
    public Task Strict_ends_in_an_error_after_the_rows_and_a_report_is_a_file() => SandboxRunspace.ConnectedAsync(_ =>
    {
        EngineRun strict = CmdletRun.Of<TestOutlookAppPermissionsCommand>(("Strict", true));
        Assert.True(strict.Output.Count > 5);
        Assert.StartsWith("PermissionsNotProved,", (strict.Terminating ?? strict.Errors.Single()).FullyQualifiedErrorId, StringComparison.Ordinal);

        DirectoryInfo folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            string path = Path.Combine(folder.FullName, "report.html");
            Assert.Empty(CmdletRun.Of<TestOutlookAppPermissionsCommand>(("AsHtml", true), ("Path", path), ("WhatIf", true)).Output);
            Assert.False(File.Exists(path));
            Assert.Equal(path, Assert.Single(SandboxRunspace.Output<FileInfo>(CmdletRun.Of<TestOutlookAppPermissionsCommand>(("AsHtml", true), ("Path", path)))).FullName);
            Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });

    [Fact]
    public Task The_way_is_gone_stage_by_stage_and_Quiet_says_whether_it_is_open() => SandboxRunspace.ConnectedAsync(_ =>
    {
        OutlookConnectionResult[] rows = SandboxRunspace.Output<OutlookConnectionResult>(CmdletRun.Of<TestOutlookConnectionCommand>(("Service", new[] { OutlookConnectionService.Imap })));

        Assert.Equal(["DNS", "TCP", "TLS", "Capability", "Auth", "Mailbox"], rows.Select(r => r.Stage));
        Assert.All(rows, row => Assert.Equal(OutlookPermissionStatus.Passed, row.Status));
        Assert.Equal([true], SandboxRunspace.Output<bool>(CmdletRun.Of<TestOutlookConnectionCommand>(("Quiet", true))));
        Assert.Equal([false], SandboxRunspace.Output<bool>(CmdletRun.Of<TestOutlookConnectionCommand>(("Service", new[] { OutlookConnectionService.Smtp }), ("Proxy", "http://localhost:1"), ("Quiet", true))));
    });

    [Fact]
    public Task A_proxy_whose_address_is_none_is_ProxyInvalid() => SandboxRunspace.InAsync(_ =>
    {
        EngineRun run = CmdletRun.Of<TestOutlookConnectionCommand>(("Proxy", "ftp://proxy:1"));

        Assert.StartsWith("ProxyInvalid,", (run.Terminating ?? run.Errors.Single()).FullyQualifiedErrorId, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_support_bundle_holds_the_last_errors_and_WhatIf_writes_none() => SandboxRunspace.ConnectedAsync(_ =>
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-bundle-");
        string path = Path.Combine(folder.FullName, "support.zip");

        CmdletRun.Of<ExportOutlookSupportBundleCommand>(("Path", path), ("WhatIf", true));
        Assert.False(File.Exists(path));
        OutlookSupportBundle bundle = Assert.Single(SandboxRunspace.Output<OutlookSupportBundle>(
            CmdletRun.Of<ExportOutlookSupportBundleCommand>(("Path", path), ("NoConnectionTest", true))));
        EngineRun again = CmdletRun.Of<ExportOutlookSupportBundleCommand>(("Path", path), ("NoConnectionTest", true));

        Assert.Equal(["about.txt", "environment.json", "assemblies.tsv", "session.json", "errors.json"], bundle.Files);
        Assert.StartsWith("FileExists,", (again.Terminating ?? again.Errors.Single()).FullyQualifiedErrorId, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    });

    private static OutlookPermissionResult[] Rows(params (string Name, object? Value)[] parameters) =>
        SandboxRunspace.Output<OutlookPermissionResult>(CmdletRun.Of<TestOutlookAppPermissionsCommand>(parameters));
}
