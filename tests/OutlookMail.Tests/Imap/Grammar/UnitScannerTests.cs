using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap.Grammar;

public class UnitScannerTests
{
    public static TheoryData<string[]> Responses => new()
    {
        new[] { "* OK ready\r\n" },
        new[] { "* OK a text that ends in {5}\r\n", "* 3 EXISTS\r\n" },
        new[] { "A1 NO no {12}\r\n", "A2 OK done\r\n" },
        new[] { "* LIST () \"/\" {5}\r\nA\r\nBC\r\n", "* LIST () \"/\" \"quoted{5}\"\r\n" },
        new[] { "* LIST () \"/\" {0}\r\n\r\n" },
        new[] { "* 1 FETCH (ENVELOPE (NIL {3}\r\nabc NIL {2+}\r\n)\r) UID 4)\r\n", "+ go on {1}\r\n" },
        new[] { "* BAD bare line feed\n", "* 1 EXISTS\n" },
        new[] { "* [ALERT] a code without OK {3}\r\n", "A1 OK\r\n" },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public void Units_end_in_the_same_places_however_they_arrive(string[] units)
    {
        byte[] sample = Encoding.Latin1.GetBytes(string.Concat(units));
        foreach (int[] pieces in Splits.Of(sample))
        {
            Assert.Equal(units, Scan(sample, pieces, streamBodies: true).Select(u => u.Text));
        }
    }

    [Theory]
    [InlineData("BODY[]")]
    [InlineData("BODY[1.2.MIME]<0>")]
    [InlineData("BINARY[1]")]
    [InlineData("RFC822")]
    [InlineData("body[]")]
    public void A_body_stops_the_scan_at_its_marker(string item)
    {
        string head = $"* 9 FETCH (UID 7 {item} {{300}}\r\n";
        byte[] sample = Encoding.Latin1.GetBytes(head);
        foreach (int[] pieces in Splits.Of(sample))
        {
            (string text, ScanResult result, long body) = Assert.Single(Scan(sample, pieces, streamBodies: true));
            Assert.Equal(head, text);
            Assert.Equal(ScanResult.Body, result);
            Assert.Equal(300, body);
        }
    }

    [Fact]
    public void Behind_a_body_the_response_goes_on_and_may_hold_more_literals()
    {
        var scanner = new UnitScanner();
        Assert.Equal(ScanResult.Body, scanner.TryScan("* 1 FETCH (BODY[] {1}\r\n"u8, true, out int length));
        Assert.Equal(23, length);
        Assert.True(scanner.IsInsideResponse);
        Assert.Equal(ScanResult.Body, scanner.TryScan(" BODY[1] {2}\r\n"u8, true, out _));
        Assert.Equal(ScanResult.NeedMore, scanner.TryScan(" X-Y {3}\r\na"u8, true, out _));
        Assert.Equal(ScanResult.Unit, scanner.TryScan(" X-Y {3}\r\nabc UID 5)\r\n* 1"u8, true, out length));
        Assert.Equal(22, length);
        Assert.False(scanner.IsInsideResponse);
    }

    [Fact]
    public void A_line_without_end_meets_the_limit()
    {
        byte[] endless = new byte[UnitScanner.MaxUnit + 1];
        endless.AsSpan().Fill((byte)'a');
        Assert.Throws<ServerProtocolException>(() => new UnitScanner().TryScan(endless, true, out _));
    }

    [Theory]
    [InlineData("* LIST () \"/\" {1048577}\r\n")]
    [InlineData("* 1 FETCH (ENVELOPE ({99999999999}\r\n")]
    public void A_literal_outside_a_body_meets_the_limit(string text)
    {
        Assert.Throws<ServerProtocolException>(() => new UnitScanner().TryScan(Encoding.ASCII.GetBytes(text), true, out _));
    }

    [Theory]
    [InlineData("abc {5}", 5, true, 4)]
    [InlineData("abc {5+}", 5, false, 4)]
    [InlineData("abc {5-}", 5, false, 4)]
    [InlineData("abc ~{5}", 5, true, 4)]
    [InlineData("{9223372036854775807}", long.MaxValue, true, 0)]
    public void Markers_are_read(string line, long length, bool synchronizing, int start)
    {
        Assert.True(LiteralMarker.TryParse(Encoding.ASCII.GetBytes(line), out LiteralMarker marker));
        Assert.Equal((length, synchronizing, start), (marker.Length, marker.IsSynchronizing, marker.Start));
    }

    [Theory]
    [InlineData("abc {}")]
    [InlineData("abc {+}")]
    [InlineData("abc {-5}")]
    [InlineData("abc {+5}")]
    [InlineData("abc {5x}")]
    [InlineData("abc {9223372036854775808}")]
    [InlineData("abc 5}")]
    [InlineData("{5} ")]
    public void What_is_not_a_marker_is_text(string line)
    {
        Assert.False(LiteralMarker.TryParse(Encoding.ASCII.GetBytes(line), out _));
    }

    private static List<(string Text, ScanResult Result, long Body)> Scan(byte[] sample, int[] pieces, bool streamBodies)
    {
        var found = new List<(string, ScanResult, long)>();
        var scanner = new UnitScanner();
        int start = 0;
        int end = 0;
        foreach (int piece in pieces)
        {
            end += piece;
            ScanResult result;
            while ((result = scanner.TryScan(sample.AsSpan(start, end - start), streamBodies, out int length)) != ScanResult.NeedMore)
            {
                found.Add((Encoding.Latin1.GetString(sample, start, length), result, scanner.BodyLength));
                start += length;
            }
        }

        Assert.Equal(sample.Length, start);
        return found;
    }
}
