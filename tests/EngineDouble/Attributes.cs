using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

// The engine's own types, as far as the cmdlets use them, with their real behaviour: the reference assembly that the
// cmdlets compile against runs, but does nothing. EngineParityTests keeps every public signature inside the reference's.
namespace System.Management.Automation
{
    public enum ConfirmImpact
    {
        None,
        Low,
        Medium,
        High,
    }

    public abstract class CmdletCommonMetadataAttribute : Internal.CmdletMetadataAttribute
    {
        public string? DefaultParameterSetName { get; set; }

        public bool SupportsShouldProcess { get; set; }

        public bool SupportsPaging { get; set; }

        public ConfirmImpact ConfirmImpact { get; set; } = ConfirmImpact.Medium;

        public string? HelpUri { get; set; }
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class CmdletAttribute : CmdletCommonMetadataAttribute
    {
        public CmdletAttribute(string verbName, string nounName)
        {
            VerbName = verbName;
            NounName = nounName;
        }

        public string VerbName { get; }

        public string NounName { get; }
    }

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public sealed class OutputTypeAttribute : Internal.CmdletMetadataAttribute
    {
        private readonly Type[] types;

        public OutputTypeAttribute(params Type[] type) => types = type;

        public string[]? ParameterSetName { get; set; }

        internal IReadOnlyList<Type> Types => types;
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = true)]
    public sealed class ParameterAttribute : Internal.ParsingBaseAttribute
    {
        public const string AllParameterSets = "__AllParameterSets";

        public int Position { get; set; } = int.MinValue;

        public string ParameterSetName { get; set; } = AllParameterSets;

        public bool Mandatory { get; set; }

        public bool ValueFromPipeline { get; set; }

        public bool ValueFromPipelineByPropertyName { get; set; }

        public bool ValueFromRemainingArguments { get; set; }

        public bool DontShow { get; set; }

        public string? HelpMessage { get; set; }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Class)]
    public sealed class AliasAttribute : Internal.ParsingBaseAttribute
    {
        public AliasAttribute(params string[] aliasNames) => AliasNames = aliasNames;

        public IList<string> AliasNames { get; }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public abstract class ValidateArgumentsAttribute : Internal.CmdletMetadataAttribute
    {
        internal abstract void Check(object? value);
    }

    public abstract class ValidateEnumeratedArgumentsAttribute : ValidateArgumentsAttribute
    {
        internal override void Check(object? value)
        {
            foreach (object? element in value is IEnumerable many and not string ? many.Cast<object?>() : [value])
            {
                CheckElement(element);
            }
        }

        internal abstract void CheckElement(object? element);
    }

    public abstract class NullValidationAttributeBase : ValidateArgumentsAttribute
    {
        internal override void Check(object? value)
        {
            if (value is null || (value is IEnumerable many and not string && many.Cast<object?>().Contains(null)))
            {
                throw new ValidationMetadataException("The argument is null.");
            }
        }
    }

    public sealed class AllowNullAttribute : Internal.CmdletMetadataAttribute
    {
    }

    public sealed class AllowEmptyStringAttribute : Internal.CmdletMetadataAttribute
    {
    }

    public sealed class ValidateNotNullAttribute : NullValidationAttributeBase
    {
    }

    public sealed class ValidateNotNullOrEmptyAttribute : NullValidationAttributeBase
    {
        internal override void Check(object? value)
        {
            base.Check(value);
            if (value is string { Length: 0 } || (value is IEnumerable many and not string && many.Cast<object?>().All(e => e is string { Length: 0 })))
            {
                throw new ValidationMetadataException("The argument is empty.");
            }
        }
    }

    public sealed class ValidateSetAttribute : ValidateEnumeratedArgumentsAttribute
    {
        public ValidateSetAttribute(params string[] validValues) => ValidValues = validValues;

        public IList<string> ValidValues { get; }

        internal override void CheckElement(object? element)
        {
            if (!ValidValues.Contains(element?.ToString() ?? "", StringComparer.OrdinalIgnoreCase))
            {
                throw new ValidationMetadataException($"'{element}' is not one of {string.Join(", ", ValidValues)}.");
            }
        }
    }

    public sealed class ValidatePatternAttribute : ValidateEnumeratedArgumentsAttribute
    {
        public ValidatePatternAttribute(string regexPattern) => RegexPattern = regexPattern;

        public string RegexPattern { get; }

        public RegexOptions Options { get; set; } = RegexOptions.IgnoreCase;

        internal override void CheckElement(object? element)
        {
            if (!Regex.IsMatch(element?.ToString() ?? "", RegexPattern, Options))
            {
                throw new ValidationMetadataException($"'{element}' does not match {RegexPattern}.");
            }
        }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class SupportsWildcardsAttribute : Internal.ParsingBaseAttribute
    {
    }

    public sealed class ValidateRangeAttribute : ValidateEnumeratedArgumentsAttribute
    {
        public ValidateRangeAttribute(object minRange, object maxRange)
        {
            MinRange = minRange;
            MaxRange = maxRange;
        }

        public object MinRange { get; }

        public object MaxRange { get; }

        internal override void CheckElement(object? element)
        {
            if (Comparer.Default.Compare(element, MinRange) < 0 || Comparer.Default.Compare(element, MaxRange) > 0)
            {
                throw new ValidationMetadataException($"{element} is not within {MinRange} and {MaxRange}.");
            }
        }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public class ArgumentCompleterAttribute : Attribute
    {
        public ArgumentCompleterAttribute(Type type) => Type = type;

        public Type Type { get; }
    }
}

namespace System.Management.Automation.Internal
{
    public abstract class CmdletMetadataAttribute : Attribute
    {
    }

    public abstract class ParsingBaseAttribute : CmdletMetadataAttribute
    {
    }

    public abstract class InternalCommand
    {
    }
}
