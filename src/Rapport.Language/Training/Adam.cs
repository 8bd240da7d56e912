using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Rapport.Language.Model;

namespace Rapport.Language.Training;

/// <summary>Adam's step (Kingma, Ba 2015) for a run of numbers whose gradient was added up; the gradient is empty afterwards.</summary>
sealed class Adam(float[] numbers, float rate)
{
    const float First = 0.9f, Second = 0.999f;

    readonly float[] mean = new float[numbers.Length];
    readonly float[] square = new float[numbers.Length];

    public float[] Gradient { get; } = new float[numbers.Length];

    /// <summary>One step, the <paramref name="n"/>th, for the numbers from <paramref name="first"/> on; their count is a multiple of eight or reaches to the end.</summary>
    public void Step(int n, int first, int count)
    {
        var unbiased = rate * MathF.Sqrt(1 - MathF.Pow(Second, n)) / (1 - MathF.Pow(First, n));
        ref var g = ref MemoryMarshal.GetArrayDataReference(Gradient);
        ref var m = ref MemoryMarshal.GetArrayDataReference(mean);
        ref var s = ref MemoryMarshal.GetArrayDataReference(square);
        ref var w = ref MemoryMarshal.GetArrayDataReference(numbers);
        var i = (nuint)first;
        var end = (nuint)(first + count);
        for (; i + Rows.Lane <= end; i += Rows.Lane)
        {
            var gradient = Vector256.LoadUnsafe(ref g, i);
            var one = Vector256.LoadUnsafe(ref m, i) * First + gradient * (1 - First);
            var two = Vector256.LoadUnsafe(ref s, i) * Second + gradient * gradient * (1 - Second);
            one.StoreUnsafe(ref m, i);
            two.StoreUnsafe(ref s, i);
            (Vector256.LoadUnsafe(ref w, i) - one * unbiased / (Vector256.Sqrt(two) + Vector256.Create(1e-8f))).StoreUnsafe(ref w, i);
            Vector256<float>.Zero.StoreUnsafe(ref g, i);
        }
        for (var k = (int)i; k < (int)end; k++)
        {
            mean[k] = mean[k] * First + Gradient[k] * (1 - First);
            square[k] = square[k] * Second + Gradient[k] * Gradient[k] * (1 - Second);
            numbers[k] -= unbiased * mean[k] / (MathF.Sqrt(square[k]) + 1e-8f);
            Gradient[k] = 0;
        }
    }

    public void Step(int n) => Step(n, 0, numbers.Length);
}
