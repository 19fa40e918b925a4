namespace System.Management.Automation;

public enum ErrorCategory
{
    NotSpecified,
    OpenError,
    CloseError,
    DeviceError,
    DeadlockDetected,
    InvalidArgument,
    InvalidData,
    InvalidOperation,
    InvalidResult,
    InvalidType,
    MetadataError,
    NotImplemented,
    NotInstalled,
    ObjectNotFound,
    OperationStopped,
    OperationTimeout,
    SyntaxError,
    ParserError,
    PermissionDenied,
    ResourceBusy,
    ResourceExists,
    ResourceUnavailable,
    ReadError,
    WriteError,
    FromStdErr,
    SecurityError,
    ProtocolError,
    ConnectionError,
    AuthenticationError,
    LimitsExceeded,
    QuotaExceeded,
    NotEnabled,
}

public class ErrorCategoryInfo
{
    internal ErrorCategoryInfo(ErrorCategory category) => Category = category;

    public ErrorCategory Category { get; }
}

public class ErrorDetails
{
    private readonly string message;

    public ErrorDetails(string message) => this.message = message;

    public string Message => message;

    public string RecommendedAction { get; set; } = "";

    public override string ToString() => message;
}

public class ErrorRecord
{
    private readonly string errorId;

    public ErrorRecord(Exception exception, string errorId, ErrorCategory errorCategory, object? targetObject)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Exception = exception;
        this.errorId = errorId ?? "";
        CategoryInfo = new ErrorCategoryInfo(errorCategory);
        TargetObject = targetObject;
    }

    public Exception Exception { get; }

    public ErrorCategoryInfo CategoryInfo { get; }

    public object? TargetObject { get; }

    public ErrorDetails? ErrorDetails { get; set; }

    /// <summary>The engine appends the type name of the cmdlet that wrote the record.</summary>
    public string FullyQualifiedErrorId => Writer is null ? errorId : errorId + "," + Writer.FullName;

    internal Type? Writer { get; set; }

    public override string ToString() => ErrorDetails?.Message ?? Exception.Message;
}

public class RuntimeException : SystemException
{
    public RuntimeException()
    {
    }

    public RuntimeException(string message)
        : base(message)
    {
    }
}

public class PipelineStoppedException : RuntimeException
{
    public PipelineStoppedException()
        : base("The pipeline has been stopped.")
    {
    }
}

public class PSInvalidOperationException : InvalidOperationException
{
    public PSInvalidOperationException(string message)
        : base(message)
    {
    }
}

public class SessionStateException : RuntimeException
{
    public SessionStateException(string message)
        : base(message)
    {
    }
}

public class ItemNotFoundException : SessionStateException
{
    public ItemNotFoundException(string message)
        : base(message)
    {
    }
}

public class DriveNotFoundException : SessionStateException
{
    public DriveNotFoundException(string message)
        : base(message)
    {
    }
}

public class MetadataException : RuntimeException
{
    public MetadataException(string message)
        : base(message)
    {
    }
}

public class ValidationMetadataException : MetadataException
{
    public ValidationMetadataException(string message)
        : base(message)
    {
    }
}

public class ParameterBindingException : RuntimeException
{
    public ParameterBindingException(string message)
        : base(message)
    {
    }
}
