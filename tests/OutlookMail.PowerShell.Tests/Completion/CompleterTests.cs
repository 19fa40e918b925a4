using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.PowerShell.Completion;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Completion;

public class CompleterTests
{
    [Theory]
    [InlineData("", "common", "consumers", "organizations")]
    [InlineData("CON", "consumers")]
    [InlineData("contoso.com")]
    public void Tenants_are_completed_by_their_beginning(string word, params string[] completions) =>
        Assert.Equal(completions, Complete(new TenantCompleter(), word));

    [Theory]
    [InlineData("smtp", "SMTP.Send")]
    [InlineData("x")]
    public void Permissions_are_completed_by_their_beginning(string word, params string[] completions) =>
        Assert.Equal(completions, Complete(new PermissionCompleter(), word));

    [Fact]
    public void The_completed_permissions_are_the_client_s() =>
        Assert.Equal(PermissionTestRequest.DefaultPermissions, PermissionCompleter.Permissions);

    private static IEnumerable<string> Complete(IArgumentCompleter completer, string word) =>
        completer.CompleteArgument("Command", "Parameter", word, null!, new Dictionary<string, object>()).Select(c => c.CompletionText).Order();
}
