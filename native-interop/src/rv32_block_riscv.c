/* SPDX-License-Identifier: MIT */

/*
 * Four filters over four pixels, for RV32IM. Two pixels share a multiplication: columns are x0 + 2^16 * x1, and two taps give
 * p = c0 * w0 + c1 * w1, whose lower lane is an int16 (2 * 128 * 127 < 2^15). So (p + 2^15) >> 16 is the upper lane. All p and all
 * upper lanes are summed; at the end the lower sum is the difference.
 *
 * Two taps, four filters and four pixels, 32 multiply-accumulates, are 68 instructions: four loads of columns, eight of
 * weights, 16 multiplications, 16 additions and 24 to tell lanes apart. Four taps have 3 for the loop in each eight; of an output
 * 7 to 9 instructions are for the initial sum and requantisation.
 */

#include "rv32.h"
#include "offset.h"

#if TML_RV32_ASSEMBLY

/* The assembly reads the block by these offsets. */
TML_OFFSET(tml_rv32_block, stream, 0);
TML_OFFSET(tml_rv32_block, columns, 4);
TML_OFFSET(tml_rv32_block, taps, 8);
TML_OFFSET(tml_rv32_block, quads, 12);
TML_OFFSET(tml_rv32_block, pixels, 16);
TML_OFFSET(tml_rv32_block, output.low, 32);
TML_OFFSET(tml_rv32_block, output.high, 36);
TML_OFFSET(tml_rv32_block, output.factors, 40);
TML_OFFSET(tml_rv32_block, output.shift, 44);

/*
 * a0 weights, a1 columns, t6 their end, ra 2^15, t0 t1 columns of the first tap, t2 t3 of the second. Of filter i and pixels
 * (0, 1): sum s(2i); of (2, 3): s(2i + 1). Upper lanes: the same order in s8-s11, a4-a7. a2 a3 t4 t5: scratch.
 */
#define FILTER(at, p0, p1, u0, u1)                                                                                     \
    "lb t4, " #at "(a0)\n"                                                                                             \
    "lb t5, " #at "+4(a0)\n"                                                                                           \
    "mul a2, t0, t4\n"                                                                                                 \
    "mul a3, t2, t5\n"                                                                                                 \
    "mul t4, t1, t4\n"                                                                                                 \
    "mul t5, t3, t5\n"                                                                                                 \
    "add a2, a2, a3\n"                                                                                                 \
    "add t4, t4, t5\n"                                                                                                 \
    "add " p0 ", " p0 ", a2\n"                                                                                         \
    "add " p1 ", " p1 ", t4\n"                                                                                         \
    "add a2, a2, ra\n"                                                                                                 \
    "add t4, t4, ra\n"                                                                                                 \
    "srai a2, a2, 16\n"                                                                                                \
    "srai t4, t4, 16\n"                                                                                                \
    "add " u0 ", " u0 ", a2\n"                                                                                         \
    "add " u1 ", " u1 ", t4\n"

#define TWO_TAPS(column, weight)                                                                                       \
    "lw t0, " #column "(a1)\n"                                                                                         \
    "lw t1, " #column "+4(a1)\n"                                                                                       \
    "lw t2, " #column "+8(a1)\n"                                                                                       \
    "lw t3, " #column "+12(a1)\n"                                                                                      \
    FILTER(weight, "s0", "s1", "s8", "s9")                                                                             \
    FILTER(weight + 1, "s2", "s3", "s10", "s11")                                                                       \
    FILTER(weight + 2, "s4", "s5", "a4", "a5")                                                                         \
    FILTER(weight + 3, "s6", "s7", "a6", "a7")

#define BEGIN(at, p0, p1, u0, u1)                                                                                      \
    "lw " u0 ", " at "(a0)\n"                                                                                          \
    "slli " p0 ", " u0 ", 16\n"                                                                                        \
    "add " p0 ", " p0 ", " u0 "\n"                                                                                     \
    "mv " p1 ", " p0 "\n"                                                                                              \
    "mv " u1 ", " u0 "\n"

/* One output by its upper segment; `below` is what a sum below it gets. t0 to t3: factors, t6 the shift. */
#define OUTPUT(sum, to, below)                                                                                         \
    "blt " sum ", t0, 1f\n"                                                                                            \
    "bge " sum ", t1, 2f\n"                                                                                            \
    "mulhsu " sum ", " sum ", t2\n"                                                                                    \
    "add " sum ", " sum ", t3\n"                                                                                       \
    "sra " sum ", " sum ", t6\n"                                                                                       \
    "3: sb " sum ", " to "\n"                                                                                          \
    ".subsection 1\n"                                                                                                  \
    "1:\n" below(sum)                                                                                                  \
    "j 3b\n"                                                                                                           \
    "2: lw " sum ", 4(sp)\n"                                                                                           \
    "j 3b\n"                                                                                                           \
    ".subsection 0\n"

#define LOW(sum) "lw " sum ", 0(sp)\n"

/* The lower segment: a3 has least sum, offset, multiplier and addend one after another. */
#define LOWER(sum)                                                                                                     \
    "lw a3, 16(a0)\n"                                                                                                  \
    "bge " sum ", a3, 4f\n" LOW(sum)                                                                                   \
    "j 3b\n"                                                                                                           \
    "4:\n"                                                                                                             \
    "lw a3, 20(a0)\n"                                                                                                  \
    "add " sum ", " sum ", a3\n"                                                                                       \
    "lw a3, 24(a0)\n"                                                                                                  \
    "mulhsu " sum ", " sum ", a3\n"                                                                                    \
    "lw a3, 28(a0)\n"                                                                                                  \
    "add " sum ", " sum ", a3\n"                                                                                       \
    "sra " sum ", " sum ", t6\n"

/* Four outputs of a filter; a1 a2 t4 t5 are those of the four pixels. */
#define OUTPUTS(filter, p0, p1, u0, u1, below, bytes)                                                                  \
    "lw t0, 0(a0)\n"                                                                                                   \
    "lw t1, 4(a0)\n"                                                                                                   \
    "lw t2, 8(a0)\n"                                                                                                   \
    "lw t3, 12(a0)\n"                                                                                                  \
    "slli a3, " u0 ", 16\n"                                                                                            \
    "sub " p0 ", " p0 ", a3\n"                                                                                         \
    "slli a3, " u1 ", 16\n"                                                                                            \
    "sub " p1 ", " p1 ", a3\n"                                                                                         \
    OUTPUT(p0, filter "(a1)", below)                                                                                   \
    OUTPUT(u0, filter "(a2)", below)                                                                                   \
    OUTPUT(p1, filter "(t4)", below)                                                                                   \
    OUTPUT(u1, filter "(t5)", below)                                                                                   \
    "addi a0, a0, " bytes "\n"

#define ALL_OUTPUTS(below, bytes)                                                                                      \
    OUTPUTS("0", "s0", "s1", "s8", "s9", below, bytes)                                                                 \
    OUTPUTS("1", "s2", "s3", "s10", "s11", below, bytes)                                                               \
    OUTPUTS("2", "s4", "s5", "a4", "a5", below, bytes)                                                                 \
    OUTPUTS("3", "s6", "s7", "a6", "a7", below, bytes)

/* Frame: 0 low, 4 high, 8 block, 12 registers. */
__attribute__((naked, noinline)) void tml_rv32_run_block(tml_rv32_block *block)
{
    (void)block;
    __asm__("addi sp, sp, -64\n"
            "sw ra, 12(sp)\n"
            "sw s0, 16(sp)\n"
            "sw s1, 20(sp)\n"
            "sw s2, 24(sp)\n"
            "sw s3, 28(sp)\n"
            "sw s4, 32(sp)\n"
            "sw s5, 36(sp)\n"
            "sw s6, 40(sp)\n"
            "sw s7, 44(sp)\n"
            "sw s8, 48(sp)\n"
            "sw s9, 52(sp)\n"
            "sw s10, 56(sp)\n"
            "sw s11, 60(sp)\n"
            "sw a0, 8(sp)\n"
            "lw t0, 32(a0)\n"
            "lw t1, 36(a0)\n"
            "sw t0, 0(sp)\n"
            "sw t1, 4(sp)\n"
            "10:\n" /* four filters */
            "lw t0, 8(sp)\n"
            "lw a0, 0(t0)\n"
            "lw a1, 4(t0)\n"
            "lw t1, 8(t0)\n"
            "slli t6, t1, 3\n"
            "add t6, t6, a1\n"
            "lui ra, 8\n"
            BEGIN("0", "s0", "s1", "s8", "s9")
            BEGIN("4", "s2", "s3", "s10", "s11")
            BEGIN("8", "s4", "s5", "a4", "a5")
            BEGIN("12", "s6", "s7", "a6", "a7")
            "addi a0, a0, 16\n"
            /* An odd number of four taps begins in the middle. */
            "andi t1, t1, 4\n"
            "beqz t1, 11f\n"
            "addi a0, a0, -16\n"
            "addi a1, a1, -32\n"
            "j 12f\n"
            "11:\n"
            TWO_TAPS(0, 0)
            TWO_TAPS(16, 8)
            "12:\n"
            TWO_TAPS(32, 16)
            TWO_TAPS(48, 24)
            "addi a1, a1, 64\n"
            "addi a0, a0, 32\n"
            "bne a1, t6, 11b\n"
            "lw ra, 8(sp)\n"
            "lw t0, 40(ra)\n"
            "lw t6, 44(ra)\n"
            "lw a1, 16(ra)\n"
            "lw a2, 20(ra)\n"
            "lw t4, 24(ra)\n"
            "lw t5, 28(ra)\n"
            "addi t0, t0, -4\n"
            "bnez t0, 20f\n"
            ALL_OUTPUTS(LOW, "16")
            "13:\n"
            "addi a1, a1, 4\n"
            "addi a2, a2, 4\n"
            "addi t4, t4, 4\n"
            "addi t5, t5, 4\n"
            "lw t1, 12(ra)\n"
            "sw a0, 0(ra)\n"
            "sw a1, 16(ra)\n"
            "sw a2, 20(ra)\n"
            "sw t4, 24(ra)\n"
            "sw t5, 28(ra)\n"
            "addi t1, t1, -1\n"
            "sw t1, 12(ra)\n"
            "bnez t1, 10b\n"
            "lw ra, 12(sp)\n"
            "lw s0, 16(sp)\n"
            "lw s1, 20(sp)\n"
            "lw s2, 24(sp)\n"
            "lw s3, 28(sp)\n"
            "lw s4, 32(sp)\n"
            "lw s5, 36(sp)\n"
            "lw s6, 40(sp)\n"
            "lw s7, 44(sp)\n"
            "lw s8, 48(sp)\n"
            "lw s9, 52(sp)\n"
            "lw s10, 56(sp)\n"
            "lw s11, 60(sp)\n"
            "addi sp, sp, 64\n"
            "ret\n"
            "20:\n"
            ALL_OUTPUTS(LOWER, "32")
            "j 13b\n");
}

#else
typedef int tml_rv32_block_is_plain_c;
#endif
