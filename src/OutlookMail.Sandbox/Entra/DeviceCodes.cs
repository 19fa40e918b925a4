using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace OutlookMail.Sandbox.Entra;

/// <summary>The device codes that are out; device_code is a secret and is kept as its hash.</summary>
internal sealed class DeviceCodes
{
    // No vowels and nothing that looks like something else: RFC 8628 §6.1.
    private const string UserCodeAlphabet = "BCDFGHJKLMNPQRSTVWXZ23456789";
    private const int UserCodeLength = 9;

    // A forgotten code stays to answer expired_token; beyond this many the oldest are let go.
    private const int Kept = 1000;

    private readonly object gate = new();
    private readonly Dictionary<string, DeviceCode> byDeviceCode = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>Codes still to be answered, for the page.</summary>
    public IReadOnlyList<DeviceCode> Pending
    {
        get
        {
            lock (gate)
            {
                return byDeviceCode.Values.Where(c => c.State == DeviceCodeState.Pending).ToArray();
            }
        }
    }

    public static string NewUserCode() => RandomNumberGenerator.GetString(UserCodeAlphabet, UserCodeLength);

    /// <returns>The device_code.</returns>
    public string Add(DeviceCode code)
    {
        string deviceCode = Base64Text.Url(RandomNumberGenerator.GetBytes(96));
        IssuedSecrets.Note(deviceCode);
        lock (gate)
        {
            string key = Key(deviceCode);
            byDeviceCode.Add(key, code);
            order.Enqueue(key);
            if (order.Count > Kept)
            {
                byDeviceCode.Remove(order.Dequeue());
            }
        }

        return deviceCode;
    }

    public DeviceCode? FindByDeviceCode(string deviceCode)
    {
        lock (gate)
        {
            return byDeviceCode.GetValueOrDefault(Key(deviceCode));
        }
    }

    public DeviceCode? FindByUserCode(string userCode)
    {
        string wanted = userCode.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        lock (gate)
        {
            return byDeviceCode.Values.FirstOrDefault(c => c.UserCode.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>Moves a code from one state to another; false when it was not in the first.</summary>
    public bool TryMove(DeviceCode code, DeviceCodeState from, DeviceCodeState to, SandboxUser? user = null)
    {
        lock (gate)
        {
            if (code.State != from)
            {
                return false;
            }

            code.State = to;
            code.User = user ?? code.User;
            return true;
        }
    }

    private static string Key(string deviceCode) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(deviceCode)));
}
