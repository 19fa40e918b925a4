namespace OutlookMail.Identity.Registration;

/// <summary>A property in the answer to an earlier step.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Property">As Graph names it, for example appId.</param>
public sealed record StepAnswer(string Step, string Property)
{
    public override string ToString() => Step + "." + Property;
}
