/* SPDX-License-Identifier: MIT */

/*
 * A channel of a 3x3 depthwise convolution, for RV32IM. Columns of outputs are computed from above: the sums of up to three are
 * under way, so each row of the plane is loaded once, and everything that an output needs stays in the 28 registers.
 *
 * An output with a stride of 1 takes 30 instructions, 3.3 a multiply-accumulate: three loads, nine multiplications, nine additions,
 * five to requantise, a store, three of addresses and loop; with a stride of 2 down the column, three loads and an
 * address more. A column begins with 33, or 19.
 */

#include "rv32.h"
#include "offset.h"

#if TML_RV32_ASSEMBLY

/* The assembly reads the plane by these offsets. */
TML_OFFSET(tml_rv32_plane, stream, 0);
TML_OFFSET(tml_rv32_plane, plane, 4);
TML_OFFSET(tml_rv32_plane, width, 8);
TML_OFFSET(tml_rv32_plane, output, 12);
TML_OFFSET(tml_rv32_plane, pixel, 16);
TML_OFFSET(tml_rv32_plane, row, 20);
TML_OFFSET(tml_rv32_plane, columns, 24);
TML_OFFSET(tml_rv32_plane, rows, 28);
TML_OFFSET(tml_rv32_plane, results.low, 32);
TML_OFFSET(tml_rv32_plane, results.high, 36);
TML_OFFSET(tml_rv32_plane, results.factors, 40);
TML_OFFSET(tml_rv32_plane, results.shift, 44);
TML_OFFSET(tml_rv32_plane, stride, 48);

/*
 * s0 to s8 weights, s9 initial sum; upper segment s10 least sum, s11 end, a6 multiplier, a7 addend; t6 shift, ra lower limit; a1
 * row of the plane, a4 its width; a2 output, a3 end of the column, a5 bytes to the next row. Sums: a0 of this output, t4 and t5
 * of the next ones. t0 to t2 inputs, t3 scratch.
 */
#define LOAD_ROW                                                                                                       \
    "lb t0, 0(a1)\n"                                                                                                   \
    "lb t1, 1(a1)\n"                                                                                                   \
    "lb t2, 2(a1)\n"                                                                                                   \
    "add a1, a1, a4\n"

/* to = from + the inputs times a row of the filter. */
#define ADD_ROW(to, from, w0, w1, w2)                                                                                  \
    "mul t3, t0, " w0 "\n"                                                                                             \
    "add " to ", " from ", t3\n"                                                                                       \
    "mul t3, t1, " w1 "\n"                                                                                             \
    "add " to ", " to ", t3\n"                                                                                         \
    "mul t3, t2, " w2 "\n"                                                                                             \
    "add " to ", " to ", t3\n"

#define ROW_0(to)       ADD_ROW(to, "s9", "s0", "s1", "s2")
#define ROW_1(to, from) ADD_ROW(to, from, "s3", "s4", "s5")
#define ROW_2(to, from) ADD_ROW(to, from, "s6", "s7", "s8")

/* The output of a0, and the next one of its column. What lies beside the upper segment goes another way and comes back. */
#define OUTPUT                                                                                                         \
    "blt a0, s10, 4f\n"                                                                                                \
    "bge a0, s11, 6f\n"                                                                                                \
    "mulhsu a0, a0, a6\n"                                                                                              \
    "add a0, a0, a7\n"                                                                                                 \
    "sra a0, a0, t6\n"                                                                                                 \
    "3: sb a0, 0(a2)\n"                                                                                                \
    "add a2, a2, a5\n"                                                                                                 \
    "bne a2, a3, 2b\n"

/* Frame: 0 upper limit, 4 least sum of the lower segment, 8 factors, 12 plane, 16 columns left, 20 and 24 where one begins. */
#define BESIDE                                                                                                         \
    "4: lw t3, 4(sp)\n"                                                                                                \
    "bge a0, t3, 5f\n"                                                                                                 \
    "mv a0, ra\n"                                                                                                      \
    "j 3b\n"                                                                                                           \
    "5: lw t3, 8(sp)\n"                                                                                                \
    "lw t0, 20(t3)\n"                                                                                                  \
    "lw t1, 24(t3)\n"                                                                                                  \
    "lw t2, 28(t3)\n"                                                                                                  \
    "add a0, a0, t0\n"                                                                                                 \
    "mulhsu a0, a0, t1\n"                                                                                              \
    "add a0, a0, t2\n"                                                                                                 \
    "sra a0, a0, t6\n"                                                                                                 \
    "j 3b\n"                                                                                                           \
    "6: lw a0, 0(sp)\n"                                                                                                \
    "j 3b\n"

#define BEGIN                                                                                                          \
    "addi sp, sp, -80\n"                                                                                               \
    "sw ra, 28(sp)\n"                                                                                                  \
    "sw s0, 32(sp)\n"                                                                                                  \
    "sw s1, 36(sp)\n"                                                                                                  \
    "sw s2, 40(sp)\n"                                                                                                  \
    "sw s3, 44(sp)\n"                                                                                                  \
    "sw s4, 48(sp)\n"                                                                                                  \
    "sw s5, 52(sp)\n"                                                                                                  \
    "sw s6, 56(sp)\n"                                                                                                  \
    "sw s7, 60(sp)\n"                                                                                                  \
    "sw s8, 64(sp)\n"                                                                                                  \
    "sw s9, 68(sp)\n"                                                                                                  \
    "sw s10, 72(sp)\n"                                                                                                 \
    "sw s11, 76(sp)\n"                                                                                                 \
    "sw a0, 12(sp)\n"                                                                                                  \
    "lw t0, 0(a0)\n"                                                                                                   \
    "lb s0, 0(t0)\n"                                                                                                   \
    "lb s1, 1(t0)\n"                                                                                                   \
    "lb s2, 2(t0)\n"                                                                                                   \
    "lb s3, 3(t0)\n"                                                                                                   \
    "lb s4, 4(t0)\n"                                                                                                   \
    "lb s5, 5(t0)\n"                                                                                                   \
    "lb s6, 6(t0)\n"                                                                                                   \
    "lb s7, 7(t0)\n"                                                                                                   \
    "lb s8, 8(t0)\n"                                                                                                   \
    "lw s9, 12(t0)\n"                                                                                                  \
    "lw s10, 16(t0)\n"                                                                                                 \
    "lw s11, 20(t0)\n"                                                                                                 \
    "lw a6, 24(t0)\n"                                                                                                  \
    "lw a7, 28(t0)\n"                                                                                                  \
    "addi t0, t0, 16\n"                                                                                                \
    "sw t0, 8(sp)\n"                                                                                                   \
    /* Without a lower segment no sum below the upper one reaches its least sum. */                                    \
    "lui t1, 0x80000\n"                                                                                                \
    "addi t1, t1, -1\n"                                                                                                \
    "lw t2, 40(a0)\n"                                                                                                  \
    "addi t2, t2, -4\n"                                                                                                \
    "beqz t2, 10f\n"                                                                                                   \
    "lw t1, 16(t0)\n"                                                                                                  \
    "10: sw t1, 4(sp)\n"                                                                                               \
    "lw ra, 32(a0)\n"                                                                                                  \
    "lw t0, 36(a0)\n"                                                                                                  \
    "sw t0, 0(sp)\n"                                                                                                   \
    "lw t6, 44(a0)\n"                                                                                                  \
    "lw a4, 8(a0)\n"                                                                                                   \
    "lw a5, 20(a0)\n"                                                                                                  \
    "lw a1, 4(a0)\n"                                                                                                   \
    "lw a2, 12(a0)\n"                                                                                                  \
    "lw t0, 28(a0)\n"                                                                                                  \
    "mul a3, t0, a5\n"                                                                                                 \
    "add a3, a3, a2\n"                                                                                                 \
    "lw t0, 24(a0)\n"                                                                                                  \
    "1: sw t0, 16(sp)\n"                                                                                               \
    "sw a1, 20(sp)\n"                                                                                                  \
    "sw a2, 24(sp)\n"

/* To the next column. */
#define END                                                                                                            \
    "lw t0, 12(sp)\n"                                                                                                  \
    "lw t1, 48(t0)\n"                                                                                                  \
    "lw t0, 16(t0)\n"                                                                                                  \
    "lw a2, 24(sp)\n"                                                                                                  \
    "lw a1, 20(sp)\n"                                                                                                  \
    "add a2, a2, t0\n"                                                                                                 \
    "add a3, a3, t0\n"                                                                                                 \
    "add a1, a1, t1\n"                                                                                                 \
    "lw t0, 16(sp)\n"                                                                                                  \
    "addi t0, t0, -1\n"                                                                                                \
    "bnez t0, 1b\n"                                                                                                    \
    "lw ra, 28(sp)\n"                                                                                                  \
    "lw s0, 32(sp)\n"                                                                                                  \
    "lw s1, 36(sp)\n"                                                                                                  \
    "lw s2, 40(sp)\n"                                                                                                  \
    "lw s3, 44(sp)\n"                                                                                                  \
    "lw s4, 48(sp)\n"                                                                                                  \
    "lw s5, 52(sp)\n"                                                                                                  \
    "lw s6, 56(sp)\n"                                                                                                  \
    "lw s7, 60(sp)\n"                                                                                                  \
    "lw s8, 64(sp)\n"                                                                                                  \
    "lw s9, 68(sp)\n"                                                                                                  \
    "lw s10, 72(sp)\n"                                                                                                 \
    "lw s11, 76(sp)\n"                                                                                                 \
    "addi sp, sp, 80\n"                                                                                                \
    "ret\n"

/* Row y + 2 ends output y, is the middle of y + 1 and begins y + 2. */
__attribute__((naked, noinline)) void tml_rv32_run_plane_1(const tml_rv32_plane *plane)
{
    (void)plane;
    __asm__(BEGIN
            LOAD_ROW
            ROW_0("t4")
            LOAD_ROW
            ROW_1("t4", "t4")
            ROW_0("t5")
            "2:\n"
            LOAD_ROW
            ROW_2("a0", "t4")
            ROW_1("t4", "t5")
            ROW_0("t5")
            OUTPUT
            END
            BESIDE);
}

/* Row 2 y + 2 ends output y and begins y + 1. */
__attribute__((naked, noinline)) void tml_rv32_run_plane_2(const tml_rv32_plane *plane)
{
    (void)plane;
    __asm__(BEGIN
            LOAD_ROW
            ROW_0("t4")
            "2:\n"
            LOAD_ROW
            ROW_1("t5", "t4")
            LOAD_ROW
            ROW_2("a0", "t5")
            ROW_0("t4")
            OUTPUT
            END
            BESIDE);
}

#else
typedef int tml_rv32_plane_is_plain_c;
#endif
