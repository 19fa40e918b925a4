using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Identity.Registration;

/// <summary>
/// Permission ids of the global cloud (microsoftgraph/microsoft-graph-devx-content permissions; Exchange Online's from
/// public app manifests), for where the tenant cannot be asked: a live answer always goes before them.
/// </summary>
public static class KnownPermissions
{
    public static IReadOnlyList<ApiPermission> All { get; } = Array.AsReadOnly(new[]
    {
        GraphScope("openid", "37f7f235-527c-4136-accd-4a02d197296e"),
        GraphScope("profile", "14dad69e-099b-42c9-810b-d002981feec1"),
        GraphScope("email", "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0"),
        GraphScope("offline_access", "7427e0e9-2fba-42fe-b0c0-848c9e6a8182"),
        GraphScope("User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d"),
        GraphScope("IMAP.AccessAsUser.All", "652390e4-393a-48de-9484-05f9b1212954"),
        GraphScope("SMTP.Send", "258f6531-6087-4cc4-bb90-092c5fb3ed3f"),
        GraphScope("POP.AccessAsUser.All", "d7b7f2d9-0f45-4ea1-9d42-e50810c06991"),
        GraphScope("Mail.Read", "570282fd-fa5c-430d-a7fd-fc8dc98a9dca"),
        GraphScope("Mail.ReadWrite", "024d486e-b451-40bb-833d-3e66d98c5c73"),
        GraphScope("Mail.Send", "e383f46e-2787-4529-855e-0e479a3ffac0"),
        GraphScope("Mail.ReadBasic", "a4b8392a-d8d1-4954-a029-8e668a39a170"),
        GraphScope("Mail.Read.Shared", "7b9103a5-4610-446b-9670-80643382c1fa"),
        GraphScope("Mail.ReadWrite.Shared", "5df07973-7d5d-46ed-9847-1271055cbd51"),
        GraphScope("Mail.Send.Shared", "a367ab51-6b49-43bf-a716-a1fb06d2a174"),
        GraphScope("MailboxSettings.Read", "87f447af-9fa4-4c32-9dfa-4a57a73d18ce"),
        GraphScope("MailboxSettings.ReadWrite", "818c620a-27a9-40bd-a6a5-d96f7d610b4b"),
        GraphRole("Mail.Read", "810c84a8-4a9e-49e6-bf7d-12d183f40d01"),
        GraphRole("Mail.ReadWrite", "e2a3a72e-5f79-4c64-b1b1-878b674786c9"),
        GraphRole("Mail.Send", "b633e1c5-b582-4048-a93e-9f11b44c7e96"),
        ExchangeScope("IMAP.AccessAsUser.All", "195adc35-e27b-454b-a7ed-1ecdffa1c09f"),
        ExchangeScope("POP.AccessAsUser.All", "fb698133-92fa-453e-a9ed-688e10f2e5ac"),
        ExchangeScope("SMTP.Send", "76faac2a-0f20-42f1-928a-50de5b9dbe52"),
        ExchangeScope("EWS.AccessAsUser.All", "3b5f3d61-589b-4a3c-a359-5dd4b5ee5bd5"),
        ExchangeScope("EAS.AccessAsUser.All", "266d2589-20b5-4f91-9a03-89247d1be8da"),
        ExchangeRole("IMAP.AccessAsApp", "5e5addcd-3e8d-4e90-baf5-964efab2b20a"),
        ExchangeRole("POP.AccessAsApp", "cb842b43-da6e-4506-86fe-bb12199c656d"),
        ExchangeRole("SMTP.SendAsApp", "7146a1f0-8703-45b3-9eae-527a64c00995"),
        ExchangeRole("full_access_as_app", "dc890d15-9560-4a4c-9b7f-a736ec74ec40"),
    });

    public static ApiPermission? Find(string apiAppId, string type, string value) => All.FirstOrDefault(
        p => p.ApiAppId == apiAppId && p.Type == type && string.Equals(p.Value, value, StringComparison.OrdinalIgnoreCase));

    public static ApiPermission? FindById(string apiAppId, string id) => All.FirstOrDefault(
        p => p.ApiAppId == apiAppId && string.Equals(p.Id, id, StringComparison.OrdinalIgnoreCase));

    private static ApiPermission GraphScope(string value, string id) => new(value, id, GraphResourceAccess.Delegated, ApiIds.Graph);

    private static ApiPermission GraphRole(string value, string id) => new(value, id, GraphResourceAccess.Application, ApiIds.Graph);

    private static ApiPermission ExchangeScope(string value, string id) => new(value, id, GraphResourceAccess.Delegated, ApiIds.ExchangeOnline);

    private static ApiPermission ExchangeRole(string value, string id) => new(value, id, GraphResourceAccess.Application, ApiIds.ExchangeOnline);
}
