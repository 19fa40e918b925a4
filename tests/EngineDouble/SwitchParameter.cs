namespace System.Management.Automation;

public struct SwitchParameter
{
    private readonly bool isPresent;

    public SwitchParameter(bool isPresent) => this.isPresent = isPresent;

    public static SwitchParameter Present => new(true);

    public bool IsPresent => isPresent;

    public bool ToBool() => isPresent;

    public static implicit operator bool(SwitchParameter switchParameter) => switchParameter.isPresent;

    public static implicit operator SwitchParameter(bool value) => new(value);

    public override string ToString() => isPresent.ToString();
}
