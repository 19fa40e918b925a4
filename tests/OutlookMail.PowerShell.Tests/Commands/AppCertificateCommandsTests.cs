using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public class AppCertificateCommandsTests
{
    [Fact]
    public Task A_certificate_is_made_rotated_listed_and_removed() => SandboxRunspace.InAsync(_ =>
    {
        OutlookApp app = AppCommandsTests.Register("Certified", ("SignIn", new[] { OutlookAppSignIn.AppOnly }), ("NoSecret", true));
        OutlookAppCertificate made = Single<NewOutlookAppCertificateCommand>(("ClientId", app.ClientId), ("Lifetime", 20));
        OutlookAppCertificate rotated = Single<UpdateOutlookAppCertificateCommand>(("ClientId", app.ClientId), ("Overlap", 7));
        Assert.NotEqual(made.Thumbprint, rotated.Thumbprint);
        Assert.True(rotated.IsStored);

        Assert.Equal(new[] { made.KeyId, rotated.KeyId }.Order(), Listed(app).Select(c => c.KeyId).Order());
        Assert.Equal(made.KeyId, Single<GetOutlookAppCertificateCommand>(("ClientId", app.ClientId), ("ExpiringWithin", 30)).KeyId);

        // Its overlap is not over: nothing is retired yet.
        Assert.Empty(CmdletRun.Of<UpdateOutlookAppCertificateCommand>(("ClientId", app.ClientId), ("RetireOnly", true)).Errors);
        Assert.Equal(2, Listed(app).Length);

        SandboxRunspace.Output<object>(CmdletRun.Of<RemoveOutlookAppCertificateCommand>(("ClientId", app.ClientId), ("KeyId", made.KeyId), ("Force", true)));
        Assert.Equal(rotated.KeyId, Assert.Single(Listed(app)).KeyId);
    });

    [Fact]
    public Task WhatIf_makes_replaces_and_removes_nothing() => SandboxRunspace.InAsync(_ =>
    {
        OutlookApp app = AppCommandsTests.Register("Certified", ("SignIn", new[] { OutlookAppSignIn.AppOnly }), ("Certificate", true));
        string keyId = Assert.Single(Listed(app)).KeyId;
        EngineRun[] runs =
        [
            CmdletRun.Of<NewOutlookAppCertificateCommand>(("ClientId", app.ClientId), ("WhatIf", true)),
            CmdletRun.Of<UpdateOutlookAppCertificateCommand>(("ClientId", app.ClientId), ("WhatIf", true)),
            CmdletRun.Of<UpdateOutlookAppCertificateCommand>(("ClientId", app.ClientId), ("RetireOnly", true), ("WhatIf", true)),
            CmdletRun.Of<RemoveOutlookAppCertificateCommand>(("ClientId", app.ClientId), ("KeyId", keyId), ("WhatIf", true)),
        ];

        Assert.All(runs, run => Assert.True(run.Output.Count == 0 && run.Errors.Count == 0));
        Assert.Equal(keyId, Assert.Single(Listed(app)).KeyId);
    });

    [Fact]
    public Task A_certificate_that_the_app_does_not_have_is_CertificateUnknown() => SandboxRunspace.InAsync(_ =>
    {
        OutlookApp app = AppCommandsTests.Register("Certified");

        EngineRun run = CmdletRun.Of<RemoveOutlookAppCertificateCommand>(("ClientId", app.ClientId), ("KeyId", Guid.NewGuid().ToString()), ("Force", true));

        Assert.Equal("CertificateUnknown,OutlookMail.PowerShell.Commands.RemoveOutlookAppCertificateCommand", run.Errors.Single().FullyQualifiedErrorId);
    });

    private static OutlookAppCertificate Single<T>(params (string Name, object? Value)[] parameters)
        where T : Cmdlet, new() => Assert.Single(SandboxRunspace.Output<OutlookAppCertificate>(CmdletRun.Of<T>(parameters)));

    private static OutlookAppCertificate[] Listed(OutlookApp app) => SandboxRunspace.Output<OutlookAppCertificate>(CmdletRun.Of<GetOutlookAppCertificateCommand>(("ClientId", app.ClientId)));
}
