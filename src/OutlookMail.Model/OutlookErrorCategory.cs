namespace OutlookMail.Model;

/// <summary>What kind of trouble an error is. Each value has the name of the PowerShell ErrorCategory it becomes.</summary>
public enum OutlookErrorCategory
{
    NotSpecified,
    OpenError,
    ConnectionError,
    AuthenticationError,
    PermissionDenied,
    SecurityError,
    NotEnabled,
    ObjectNotFound,
    ResourceExists,
    ResourceUnavailable,
    QuotaExceeded,
    LimitsExceeded,
    InvalidArgument,
    InvalidData,
    InvalidOperation,
    NotImplemented,
    ProtocolError,
    OperationTimeout,
    ReadError,
    WriteError,
}
