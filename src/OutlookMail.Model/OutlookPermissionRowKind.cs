namespace OutlookMail.Model;

/// <summary>What a row of Test-OutlookAppPermissions is about.</summary>
public enum OutlookPermissionRowKind
{
    /// <summary>One permission, followed from the registration to the wire.</summary>
    Permission,

    /// <summary>Something beside the permissions that mail depends on: a setting of the app, the tenant or the mailbox.</summary>
    Setting,
}
