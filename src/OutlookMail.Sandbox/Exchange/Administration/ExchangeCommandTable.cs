using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Exchange.Administration;

/// <summary>The commands of the app-only setup and of the switches that turn the protocols on (MicrosoftDocs/office-docs-powershell).</summary>
internal static class ExchangeCommandTable
{
    public static IReadOnlyList<ExchangeCommand> All { get; } =
    [
        new("New-ServicePrincipal", [new("AppId", true), new("ObjectId", true, Alias: "ServiceId"), new("DisplayName")], NewServicePrincipal),
        new("Get-ServicePrincipal", [new("Identity")], GetServicePrincipal),
        new("Remove-ServicePrincipal", [new("Identity", true)], (exchange, given) =>
        {
            exchange.RemoveServicePrincipal(given.Text("Identity"));
            return [];
        }),
        new("Add-MailboxPermission", [new("Identity", true), new("User", true), new("AccessRights", true, "string[]"), new("AutoMapping", false, "bool")], AddMailboxPermission),
        new("Add-RecipientPermission", [new("Identity", true), new("Trustee", true), new("AccessRights", true, "string[]")], AddRecipientPermission),
        new("New-ManagementScope", [new("Name", true), new("RecipientRestrictionFilter", true)], (exchange, given) =>
        {
            exchange.NewManagementScope(given.Text("Name"), given.Text("RecipientRestrictionFilter"));
            return [new JsonObject { ["Name"] = given.Text("Name"), ["RecipientFilter"] = given.Text("RecipientRestrictionFilter") }];
        }),
        new("New-ManagementRoleAssignment", [new("Name"), new("Role", true), new("App", true), new("CustomResourceScope")], (exchange, given) =>
        {
            exchange.NewManagementRoleAssignment(given.Text("App"), given.Text("Role"), given.OptionalText("CustomResourceScope"));
            return [new JsonObject { ["Role"] = given.Text("Role"), ["App"] = given.Text("App"), ["CustomResourceScope"] = given.OptionalText("CustomResourceScope") }];
        }),
        new("Test-ServicePrincipalAuthorization", [new("Identity", true), new("Resource")], TestAuthorization),
        new("Get-CASMailbox", [new("Identity", true)], (exchange, given) => [Write(exchange.FindMailbox(given.Text("Identity")))]),
        new("Set-CASMailbox", [new("Identity", true), new("ImapEnabled", false, "bool"), new("SmtpClientAuthenticationDisabled", false, "Nullable[bool]")], SetCasMailbox),
        new("Get-TransportConfig", [], (exchange, _) => [new JsonObject { ["SmtpClientAuthenticationDisabled"] = exchange.SmtpClientAuthenticationDisabled }]),
        new("Set-TransportConfig", [new("SmtpClientAuthenticationDisabled", true, "bool")], (exchange, given) =>
        {
            exchange.SmtpClientAuthenticationDisabled = given.Flag("SmtpClientAuthenticationDisabled") == true;
            return [];
        }),
    ];

    /// <exception cref="SandboxExchangeException">There is no such command, it takes no such parameter, or Exchange refuses it.</exception>
    public static JsonArray Run(SandboxExchange exchange, string name, JsonObject given)
    {
        ExchangeCommand command = All.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new SandboxExchangeException("CommandNotFoundException", $"The sandbox's Exchange has no command {name}.");
        foreach (string parameter in given.Select(p => p.Key))
        {
            if (!command.Parameters.Any(p => p.Name == parameter))
            {
                throw SandboxExchangeException.Parameter($"{command.Name} has no parameter {parameter} here.");
            }
        }

        return command.Run(exchange, new ExchangeArguments(given));
    }

    private static JsonArray NewServicePrincipal(SandboxExchange exchange, ExchangeArguments given)
    {
        exchange.NewServicePrincipal(given.Id("AppId"), given.Id("ObjectId"), given.OptionalText("DisplayName"));
        return [Write(exchange.FindPrincipal(given.Text("ObjectId"))!)];
    }

    private static JsonArray GetServicePrincipal(SandboxExchange exchange, ExchangeArguments given) => given.OptionalText("Identity") is string identity
        ? [Write(exchange.FindPrincipal(identity) ?? throw SandboxExchangeException.NotFound(identity))]
        : [.. exchange.ServicePrincipals.Select(p => Write(new ExchangePrincipal(p.AppId, p.ObjectId, p.DisplayName)))];

    private static JsonArray AddMailboxPermission(SandboxExchange exchange, ExchangeArguments given)
    {
        given.Expect("AccessRights", "FullAccess");
        exchange.AddMailboxPermission(given.Text("Identity"), given.Text("User"));
        return [new JsonObject { ["Identity"] = given.Text("Identity"), ["User"] = given.Text("User"), ["AccessRights"] = new JsonArray("FullAccess"), ["IsInherited"] = false, ["Deny"] = false }];
    }

    private static JsonArray AddRecipientPermission(SandboxExchange exchange, ExchangeArguments given)
    {
        given.Expect("AccessRights", "SendAs");
        exchange.AddRecipientPermission(given.Text("Identity"), given.Text("Trustee"));
        return [new JsonObject { ["Identity"] = given.Text("Identity"), ["Trustee"] = given.Text("Trustee"), ["AccessControlType"] = "Allow", ["AccessRights"] = new JsonArray("SendAs") }];
    }

    private static JsonArray SetCasMailbox(SandboxExchange exchange, ExchangeArguments given)
    {
        SandboxMailbox mailbox = exchange.FindMailbox(given.Text("Identity"));
        if (given.Has("ImapEnabled"))
        {
            mailbox.ImapEnabled = given.Flag("ImapEnabled") != false;
        }

        if (given.Has("SmtpClientAuthenticationDisabled"))
        {
            mailbox.SmtpClientAuthenticationDisabled = given.Flag("SmtpClientAuthenticationDisabled");
        }

        return [];
    }

    private static JsonArray TestAuthorization(SandboxExchange exchange, ExchangeArguments given)
    {
        string identity = given.Text("Identity");
        ExchangePrincipal principal = exchange.FindPrincipal(identity) ?? throw SandboxExchangeException.NotFound(identity);
        SandboxMailbox? mailbox = given.OptionalText("Resource") is string resource ? exchange.FindMailbox(resource) : null;
        return [.. exchange.AssignmentsOf(principal).Select(a => new JsonObject
        {
            ["RoleName"] = a.Assignment.Role,
            ["GrantedPermissions"] = "SMTP.SendAsApp",
            ["AllowedResourceScope"] = a.Assignment.Scope ?? "Organization",
            ["ScopeType"] = a.Assignment.Scope is null ? "OrganizationScope" : "CustomRecipientScope",
            ["InScope"] = mailbox is null ? "Not Run" : exchange.IsInScope(a.Filter, mailbox).ToString(),
        })];
    }

    private static JsonObject Write(ExchangePrincipal principal) => new()
    {
        ["DisplayName"] = principal.DisplayName, ["ObjectId"] = principal.ObjectId.ToString(), ["AppId"] = principal.AppId.ToString(),
    };

    private static JsonObject Write(SandboxMailbox mailbox) => new()
    {
        ["Name"] = mailbox.Address, ["ImapEnabled"] = mailbox.ImapEnabled, ["SmtpClientAuthenticationDisabled"] = mailbox.SmtpClientAuthenticationDisabled,
    };
}
