using System;
using OutlookMail.PowerShell.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Runtime;

public class HostInteractionTests
{
    [Theory]
    [InlineData(true, "pwsh")]
    [InlineData(true, "pwsh", "-NoProfile", "-NoLogo")]
    [InlineData(false, "pwsh", "-NonInteractive")]
    [InlineData(false, "pwsh", "-noni")]
    [InlineData(false, "pwsh", "--noninteractive")]
    [InlineData(false, "pwsh", "/NonInt")]
    [InlineData(false, "pwsh", "-NoProfile", "-noninteractive", "-File", "a.ps1")]
    [InlineData(true, "pwsh", "-File", "a.ps1", "-NonInteractive")]
    [InlineData(true, "pwsh", "-c", "Do-It -noni")]
    [InlineData(true, "pwsh", "a-noni.ps1")]
    public void The_command_line_of_pwsh_says_whether_somebody_is_there(bool possible, params string[] commandLine) =>
        Assert.Equal(possible, HostInteraction.IsPossible(commandLine, userInteractive: true, _ => null));

    [Fact]
    public void A_service_and_Azure_Automation_have_nobody()
    {
        Assert.False(HostInteraction.IsPossible(["pwsh"], userInteractive: false, _ => null));
        Assert.False(HostInteraction.IsPossible(["pwsh"], userInteractive: true, name => name == "AZUREPS_HOST_ENVIRONMENT" ? "AzureAutomation/" : null));
    }

    [Theory]
    [InlineData("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")]
    [InlineData("DISPLAY", "")]
    public void A_browser_that_nobody_would_see_is_none(string name, string value)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Displays are variables on Linux only.");
        }

        Assert.False(HostInteraction.HasBrowser(asked => asked == name ? value : asked == "DISPLAY" && name != "DISPLAY" ? ":0" : null));
    }

    [Fact]
    public void A_display_has_a_browser() => Assert.True(HostInteraction.HasBrowser(name => name == "DISPLAY" ? ":0" : null));
}
