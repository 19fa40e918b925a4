namespace OutlookMail.Client;

/// <summary>What one AADSTS number means and what to do about it.</summary>
public sealed class AadstsRow
{
    internal AadstsRow(int code, string errorId, AadstsFixer fixer, bool retryable, string cause, string fix)
    {
        Code = code;
        ErrorId = errorId;
        Fixer = fixer;
        IsRetryable = retryable;
        Cause = cause;
        Fix = fix;
    }

    /// <summary>The number after <c>AADSTS</c>.</summary>
    public int Code { get; }

    /// <summary>The entry of the error catalogue it belongs to.</summary>
    public string ErrorId { get; }

    public AadstsFixer Fixer { get; }

    /// <summary>True when the same request can succeed later with nothing changed.</summary>
    public bool IsRetryable { get; }

    public string Cause { get; }

    public string Fix { get; }

    public override string ToString() => $"AADSTS{Code}: {Cause}";
}
