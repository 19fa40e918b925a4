using System;
using System.Collections.Generic;

namespace OutlookMail.Sandbox.Exchange.Administration;

/// <summary>What administrators have set, as it is kept on disk.</summary>
internal sealed record ExchangeState(bool SmtpClientAuthenticationDisabled, List<ExchangePrincipal> Principals, List<ManagementScope> Scopes, List<RoleAssignment> Assignments);

internal sealed record ExchangePrincipal(Guid AppId, Guid ObjectId, string DisplayName);

internal sealed record ManagementScope(string Name, string Filter);

/// <param name="ObjectId">The app's service principal.</param>
/// <param name="Scope">Null: every mailbox.</param>
internal sealed record RoleAssignment(Guid ObjectId, string Role, string? Scope);
