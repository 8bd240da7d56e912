using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Rapport.Town.Line;

/// <summary>The same name gives the same id, today and in the next run: RFC 9562, version 5.</summary>
public static class StableId
{
    static readonly Guid Space = new("7b0f9c0e-5d0b-5e6a-9a57-3f0c1d2e4b60");

    public static Guid For(string name)
    {
        var bytes = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        Space.TryWriteBytes(bytes, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(16));
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // version 5 is defined on SHA-1; nothing is protected by it
        SHA1.HashData(bytes, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>A number from 0 up to (not including) the given one, the same for the same name.</summary>
    public static int Pick(string name, int below)
    {
        Span<byte> bytes = stackalloc byte[16];
        For(name).TryWriteBytes(bytes, bigEndian: true, out _);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) % (uint)below);
    }
}
