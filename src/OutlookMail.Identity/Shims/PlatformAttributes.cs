#if NETSTANDARD2_0
namespace System.Runtime.Versioning;

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class SupportedOSPlatformAttribute(string platformName) : Attribute
{
    public string PlatformName => platformName;
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
internal sealed class SupportedOSPlatformGuardAttribute(string platformName) : Attribute
{
    public string PlatformName => platformName;
}
#endif
