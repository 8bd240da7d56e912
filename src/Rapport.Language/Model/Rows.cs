using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rapport.Language.Model;

/// <summary>Arithmetic over rows of numbers, eight at a time. Rows are padded with zeros to a multiple of eight.</summary>
static class Rows
{
    public const int Lane = 8;

    public static int Padded(int length) => (length + Lane - 1) / Lane * Lane;

    /// <summary>Σ a · b.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(b[..a.Length]);
        var sum = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)a.Length; i += Lane) sum = Plus(sum, Vector256.LoadUnsafe(ref left, i), Vector256.LoadUnsafe(ref right, i));
        return Vector256.Sum(sum);
    }

    /// <summary>Four rows that follow one another, each with <paramref name="x"/> and with <paramref name="z"/>: what was read once is used for both.</summary>
    public static void Dot4(ReadOnlySpan<float> rows, ReadOnlySpan<float> x, ReadOnlySpan<float> z, Span<float> intoX, Span<float> intoZ)
    {
        var stride = (nuint)x.Length;
        ref var row = ref MemoryMarshal.GetReference(rows[..(4 * x.Length)]);
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(z[..x.Length]);
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (e, f, g, h) = (a, b, c, d);
        for (nuint i = 0; i < stride; i += Lane)
        {
            var (v, u) = (Vector256.LoadUnsafe(ref left, i), Vector256.LoadUnsafe(ref right, i));
            var first = Vector256.LoadUnsafe(ref row, i);
            var second = Vector256.LoadUnsafe(ref row, i + stride);
            var third = Vector256.LoadUnsafe(ref row, i + 2 * stride);
            var fourth = Vector256.LoadUnsafe(ref row, i + 3 * stride);
            (a, b, c, d) = (Plus(a, first, v), Plus(b, second, v), Plus(c, third, v), Plus(d, fourth, v));
            (e, f, g, h) = (Plus(e, first, u), Plus(f, second, u), Plus(g, third, u), Plus(h, fourth, u));
        }
        Sums(a, b, c, d).CopyTo(intoX);
        Sums(e, f, g, h).CopyTo(intoZ);
    }

    static Vector256<float> Plus(Vector256<float> sum, Vector256<float> by, Vector256<float> times) => Fma.IsSupported ? Fma.MultiplyAdd(by, times, sum) : sum + by * times;

    static Vector128<float> Sums(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        if (!Avx.IsSupported) return Vector128.Create(Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));
        var sums = Avx.HorizontalAdd(Avx.HorizontalAdd(a, b), Avx.HorizontalAdd(c, d));
        return sums.GetLower() + sums.GetUpper();
    }

    /// <summary>to = the larger of both, number by number.</summary>
    public static void Max(Span<float> to, ReadOnlySpan<float> what)
    {
        ref var most = ref MemoryMarshal.GetReference(to);
        ref var other = ref MemoryMarshal.GetReference(what[..to.Length]);
        for (nuint i = 0; i < (nuint)to.Length; i += Lane) Vector256.Max(Vector256.LoadUnsafe(ref most, i), Vector256.LoadUnsafe(ref other, i)).StoreUnsafe(ref most, i);
    }

    /// <summary>to += times · what.</summary>
    public static void Add(Span<float> to, float times, ReadOnlySpan<float> what)
    {
        ref var sum = ref MemoryMarshal.GetReference(to);
        ref var part = ref MemoryMarshal.GetReference(what[..to.Length]);
        for (nuint i = 0; i < (nuint)to.Length; i += Lane) (Vector256.LoadUnsafe(ref sum, i) + Vector256.LoadUnsafe(ref part, i) * times).StoreUnsafe(ref sum, i);
    }
}
