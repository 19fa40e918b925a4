namespace OutlookMail.Client;

/// <summary>The checksum of zip files (PKWARE APPNOTE 4.4.7), eight octets at a step.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;

    private static readonly uint[][] Tables = MakeTables();

    /// <param name="crc">0 at the beginning.</param>
    public static uint Add(uint crc, byte[] octets, int start, int count)
    {
        crc = ~crc;
        var end = start + count;
        for (; end - start >= Slices; start += Slices)
        {
            crc ^= (uint)(octets[start] | (octets[start + 1] << 8) | (octets[start + 2] << 16) | (octets[start + 3] << 24));
            crc = Tables[7][crc & 0xFF] ^ Tables[6][(crc >> 8) & 0xFF] ^ Tables[5][(crc >> 16) & 0xFF] ^ Tables[4][crc >> 24]
                ^ Tables[3][octets[start + 4]] ^ Tables[2][octets[start + 5]] ^ Tables[1][octets[start + 6]] ^ Tables[0][octets[start + 7]];
        }

        for (; start < end; start++)
        {
            crc = (crc >> 8) ^ Tables[0][(crc ^ octets[start]) & 0xFF];
        }

        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[Slices][];
        for (var slice = 0; slice < Slices; slice++)
        {
            tables[slice] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                var value = slice == 0 ? i : tables[slice - 1][i];
                for (var bit = 0; bit < 8; bit++)
                {
                    value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
                }

                tables[slice][i] = value;
            }
        }

        return tables;
    }
}
