namespace OutlookMail.Client;

/// <summary>What is still to be left out and to be given; counts down, so that several queries can share it.</summary>
public sealed class MailPaging
{
    public MailPaging(ulong skip, ulong first)
    {
        Skip = skip;
        First = first;
    }

    public ulong Skip { get; set; }

    public ulong First { get; set; }
}
