using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Sandbox.Entra;

/// <summary>
/// The two resources of a mail client, with Microsoft's own ids: permissions.json of microsoftgraph/microsoft-graph-devx-content
/// for Graph, published manifests for Exchange Online.
/// </summary>
internal sealed class ApiCatalogue
{
    public static readonly Guid GraphAppId = new("00000003-0000-0000-c000-000000000000");
    public static readonly Guid ExchangeAppId = new("00000002-0000-0ff1-ce00-000000000000");

    /// <param name="graphAddress">Where this sandbox's Graph answers, which names the resource too.</param>
    public ApiCatalogue(string graphAddress)
    {
        Graph = new ApiResource
        {
            AppId = GraphAppId,
            DisplayName = "Microsoft Graph",
            Identifiers = ["https://graph.microsoft.com", "https://graph.microsoft.us", "https://dod-graph.microsoft.us", "https://microsoftgraph.chinacloudapi.cn", graphAddress],
            Scopes = GraphScopes,
            Roles = GraphRoles,
        };
        Exchange = new ApiResource
        {
            AppId = ExchangeAppId,
            DisplayName = "Office 365 Exchange Online",
            Identifiers =
            [
                "https://outlook.office365.com", "https://outlook.office.com", "https://ps.outlook.com", "https://outlook.office365.us",
                "https://outlook-dod.office365.us", "https://partner.outlook.cn",
            ],
            Scopes = ExchangeScopes,
            Roles = ExchangeRoles,
        };
    }

    public ApiResource Graph { get; }

    public ApiResource Exchange { get; }

    public IEnumerable<ApiResource> All => [Graph, Exchange];

    /// <summary>The resource that a scope's prefix, or an <c>aud</c>, means.</summary>
    public ApiResource? Find(string identifier) => All.FirstOrDefault(
        r => r.Identifiers.Contains(identifier.TrimEnd('/'), StringComparer.OrdinalIgnoreCase)
            || (Guid.TryParse(identifier, out Guid id) && id == r.AppId));

    public ApiResource? Find(Guid appId) => All.FirstOrDefault(r => r.AppId == appId);

    private static readonly ApiPermission[] GraphScopes =
    [
        new("openid", new("37f7f235-527c-4136-accd-4a02d197296e"), false),
        new("profile", new("14dad69e-099b-42c9-810b-d002981feec1"), false),
        new("email", new("64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0"), false),
        new("offline_access", new("7427e0e9-2fba-42fe-b0c0-848c9e6a8182"), false),
        new("User.Read", new("e1fe6dd8-ba31-4d61-89e7-88639da4683d"), false),
        new("IMAP.AccessAsUser.All", new("652390e4-393a-48de-9484-05f9b1212954"), false),
        new("SMTP.Send", new("258f6531-6087-4cc4-bb90-092c5fb3ed3f"), false),
        new("POP.AccessAsUser.All", new("d7b7f2d9-0f45-4ea1-9d42-e50810c06991"), false),
        new("Mail.Read", new("570282fd-fa5c-430d-a7fd-fc8dc98a9dca"), false),
        new("Mail.ReadWrite", new("024d486e-b451-40bb-833d-3e66d98c5c73"), false),
        new("Mail.Send", new("e383f46e-2787-4529-855e-0e479a3ffac0"), false),
        new("Mail.ReadBasic", new("a4b8392a-d8d1-4954-a029-8e668a39a170"), false),
        new("Mail.Read.Shared", new("7b9103a5-4610-446b-9670-80643382c1fa"), false),
        new("Mail.ReadWrite.Shared", new("5df07973-7d5d-46ed-9847-1271055cbd51"), false),
        new("Mail.Send.Shared", new("a367ab51-6b49-43bf-a716-a1fb06d2a174"), false),
        new("MailboxSettings.Read", new("87f447af-9fa4-4c32-9dfa-4a57a73d18ce"), false),
        new("MailboxSettings.ReadWrite", new("818c620a-27a9-40bd-a6a5-d96f7d610b4b"), false),
        new("Application.ReadWrite.All", new("bdfbf15f-ee85-4955-8675-146e8e5296b5"), true),
        new("Application.Read.All", new("c79f8feb-a9db-4090-85f9-90d820caa0eb"), true),
        new("DelegatedPermissionGrant.ReadWrite.All", new("41ce6ca6-6826-4807-84f1-1c82854f7ee5"), true),
        new("AppRoleAssignment.ReadWrite.All", new("84bccea3-f856-4a8a-967b-dbe0a3d53a64"), true),
        new("Directory.Read.All", new("06da0dbc-49e2-44d2-8312-53f166ab848a"), true),
        new("Directory.AccessAsUser.All", new("0e263e50-5827-48a4-b97c-d940288653c7"), true),
        new("Organization.Read.All", new("4908d5b9-3fb2-4b1e-9336-1888b7937185"), true),
        new("Policy.Read.All", new("572fea84-0151-49b2-9301-11cb16974376"), true),
    ];

    private static readonly ApiPermission[] GraphRoles =
    [
        new("Mail.Read", new("810c84a8-4a9e-49e6-bf7d-12d183f40d01"), true),
        new("Mail.ReadWrite", new("e2a3a72e-5f79-4c64-b1b1-878b674786c9"), true),
        new("Mail.Send", new("b633e1c5-b582-4048-a93e-9f11b44c7e96"), true),
        new("Mail.ReadBasic", new("6be147d2-ea4f-4b5a-a3fa-3eab6f3c140a"), true),
        new("Mail.ReadBasic.All", new("693c5e45-0940-467d-9b8a-1022fb9d42ef"), true),
        new("Application.ReadWrite.All", new("1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"), true),
        new("Application.ReadWrite.OwnedBy", new("18a4783c-866b-4cc7-a460-3d5e5662c884"), true),
        new("Application.Read.All", new("9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30"), true),
        new("AppRoleAssignment.ReadWrite.All", new("06b708a9-e830-4db3-a914-8e69da51d44f"), true),
        new("DelegatedPermissionGrant.ReadWrite.All", new("8e8e4742-1d95-4f68-9d56-6ee75648c72a"), true),
        new("User.Read.All", new("df021288-bdef-4463-88db-98f22de89214"), true),
        new("Directory.Read.All", new("7ab1d382-f21e-4acd-a863-ba3e13f7da61"), true),
        new("Policy.Read.All", new("246dd0d5-5bd0-4def-940b-0421030a5b68"), true),
    ];

    private static readonly ApiPermission[] ExchangeScopes =
    [
        new("IMAP.AccessAsUser.All", new("195adc35-e27b-454b-a7ed-1ecdffa1c09f"), false),
        new("POP.AccessAsUser.All", new("fb698133-92fa-453e-a9ed-688e10f2e5ac"), false),
        new("SMTP.Send", new("76faac2a-0f20-42f1-928a-50de5b9dbe52"), false),
        new("EWS.AccessAsUser.All", new("3b5f3d61-589b-4a3c-a359-5dd4b5ee5bd5"), false),
        new("EAS.AccessAsUser.All", new("266d2589-20b5-4f91-9a03-89247d1be8da"), false),
        new("Mail.Send", new("5eb43c10-865a-4259-960a-83946678f8dd"), false),
    ];

    private static readonly ApiPermission[] ExchangeRoles =
    [
        new("IMAP.AccessAsApp", new("5e5addcd-3e8d-4e90-baf5-964efab2b20a"), true),
        new("POP.AccessAsApp", new("cb842b43-da6e-4506-86fe-bb12199c656d"), true),
        new("SMTP.SendAsApp", new("7146a1f0-8703-45b3-9eae-527a64c00995"), true),
        new("full_access_as_app", new("dc890d15-9560-4a4c-9b7f-a736ec74ec40"), true),
        new("Exchange.ManageAsApp", new("dc50a0fb-09a3-484d-be87-e023b12c6440"), true),
        new("Mail.Read", new("810c84a8-4a9e-49e6-bf7d-12d183f40d01"), true),
        new("Mail.ReadWrite", new("e2a3a72e-5f79-4c64-b1b1-878b674786c9"), true),
        new("Mail.Send", new("b633e1c5-b582-4048-a93e-9f11b44c7e96"), true),
    ];
}
