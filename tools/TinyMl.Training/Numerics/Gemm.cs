using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyMl.Training.Numerics;

/// <summary>
/// The one matrix product behind convolution and dense layers, forward and backward. Blocks of four rows by two vectors stay
/// in registers; the order of the additions depends on the shapes only, so equal inputs give equal bits.
/// </summary>
internal static class Gemm
{
    private const int RowBlock = 4;

    /// <summary>C = A * B, or C += A * B.</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="a">A; element (i, j) at i * aRow + j * aColumn, so a transposed A needs no copy.</param>
    /// <param name="aRow">Distance of A's rows.</param>
    /// <param name="aColumn">Distance of A's columns.</param>
    /// <param name="b">B, row after row of n elements.</param>
    /// <param name="c">C, row after row of n elements.</param>
    /// <param name="accumulate">Add to C in place of overwriting it.</param>
    public static void Multiply<T>(
        int m, int n, int k, ReadOnlySpan<T> a, int aRow, int aColumn, ReadOnlySpan<T> b, Span<T> c, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, ((m - 1) * aRow) + ((k - 1) * aColumn) + 1, nameof(a));
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, k * n, nameof(b));
        ArgumentOutOfRangeException.ThrowIfLessThan(c.Length, m * n, nameof(c));

        int width = Vector<T>.Count;
        int row = 0;
        for (; row + RowBlock <= m; row += RowBlock)
        {
            ref T aBlock = ref Unsafe.AsRef(in a[row * aRow]);
            int column = 0;
            for (; column + (2 * width) <= n; column += 2 * width)
            {
                FourByTwo(k, n, ref aBlock, aRow, aColumn, in b[column], ref c[(row * n) + column], accumulate);
            }

            for (; column + width <= n; column += width)
            {
                for (int i = 0; i < RowBlock; i++)
                {
                    OneByOne(k, n, in a[(row + i) * aRow], aColumn, in b[column], ref c[((row + i) * n) + column], accumulate);
                }
            }

            for (int i = 0; i < RowBlock; i++)
            {
                Tail(column, n, k, in a[(row + i) * aRow], aColumn, b, c.Slice((row + i) * n, n), accumulate);
            }
        }

        for (; row < m; row++)
        {
            int column = 0;
            for (; column + width <= n; column += width)
            {
                OneByOne(k, n, in a[row * aRow], aColumn, in b[column], ref c[(row * n) + column], accumulate);
            }

            Tail(column, n, k, in a[row * aRow], aColumn, b, c.Slice(row * n, n), accumulate);
        }
    }

    private static void FourByTwo<T>(
        int k, int n, ref T a, int aRow, int aColumn, ref readonly T b, ref T c, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector<T>.Count;
        nuint pitch = (nuint)n;
        Vector<T> c00 = default, c01 = default, c10 = default, c11 = default;
        Vector<T> c20 = default, c21 = default, c30 = default, c31 = default;
        if (accumulate)
        {
            c00 = Vector.LoadUnsafe(ref c);
            c01 = Vector.LoadUnsafe(ref c, width);
            c10 = Vector.LoadUnsafe(ref c, pitch);
            c11 = Vector.LoadUnsafe(ref c, pitch + width);
            c20 = Vector.LoadUnsafe(ref c, 2 * pitch);
            c21 = Vector.LoadUnsafe(ref c, (2 * pitch) + width);
            c30 = Vector.LoadUnsafe(ref c, 3 * pitch);
            c31 = Vector.LoadUnsafe(ref c, (3 * pitch) + width);
        }

        nint at = 0;
        nuint bt = 0;
        for (int j = 0; j < k; j++, at += aColumn, bt += pitch)
        {
            Vector<T> b0 = Vector.LoadUnsafe(in b, bt);
            Vector<T> b1 = Vector.LoadUnsafe(in b, bt + width);
            Vector<T> value = new(Unsafe.Add(ref a, at));
            c00 = Simd.MultiplyAdd(value, b0, c00);
            c01 = Simd.MultiplyAdd(value, b1, c01);
            value = new(Unsafe.Add(ref a, at + aRow));
            c10 = Simd.MultiplyAdd(value, b0, c10);
            c11 = Simd.MultiplyAdd(value, b1, c11);
            value = new(Unsafe.Add(ref a, at + (2 * aRow)));
            c20 = Simd.MultiplyAdd(value, b0, c20);
            c21 = Simd.MultiplyAdd(value, b1, c21);
            value = new(Unsafe.Add(ref a, at + (3 * aRow)));
            c30 = Simd.MultiplyAdd(value, b0, c30);
            c31 = Simd.MultiplyAdd(value, b1, c31);
        }

        c00.StoreUnsafe(ref c);
        c01.StoreUnsafe(ref c, width);
        c10.StoreUnsafe(ref c, pitch);
        c11.StoreUnsafe(ref c, pitch + width);
        c20.StoreUnsafe(ref c, 2 * pitch);
        c21.StoreUnsafe(ref c, (2 * pitch) + width);
        c30.StoreUnsafe(ref c, 3 * pitch);
        c31.StoreUnsafe(ref c, (3 * pitch) + width);
    }

    private static void OneByOne<T>(
        int k, int n, ref readonly T a, int aColumn, ref readonly T b, ref T c, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> sum = accumulate ? Vector.LoadUnsafe(ref c) : default;
        ref T factors = ref Unsafe.AsRef(in a);
        nint at = 0;
        nuint bt = 0;
        for (int j = 0; j < k; j++, at += aColumn, bt += (nuint)n)
        {
            sum = Simd.MultiplyAdd(new Vector<T>(Unsafe.Add(ref factors, at)), Vector.LoadUnsafe(in b, bt), sum);
        }

        sum.StoreUnsafe(ref c);
    }

    private static void Tail<T>(
        int from, int n, int k, ref readonly T a, int aColumn, ReadOnlySpan<T> b, Span<T> row, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T factors = ref Unsafe.AsRef(in a);
        ref T matrix = ref MemoryMarshal.GetReference(b);
        for (int column = from; column < n; column++)
        {
            T sum = accumulate ? row[column] : T.Zero;
            for (int j = 0; j < k; j++)
            {
                sum += Unsafe.Add(ref factors, (nint)j * aColumn) * Unsafe.Add(ref matrix, ((nint)j * n) + column);
            }

            row[column] = sum;
        }
    }
}
