/* SPDX-License-Identifier: MIT */

/*
 * Sixteen units over all inputs, for RV32IM. Two units share a multiplication, and weights are stored 128 too large, as bytes
 * (a0, a1, b0, b1) of two taps of two units a and b: the odd bytes are two lanes, o; the even ones are word - 256 * o, so that
 * x0 * even + x1 * o = x0 * word + (x1 - 256 * x0) * o. What 128 adds is the same for all units, and goes into the constant that
 * rounds the lower lane away.
 *
 * Four taps and sixteen units, 64 multiply-accumulates, are 155 instructions: of each pair of units 17 (two loads, two times two to
 * unpack, four multiplications, three additions, four to tell lanes apart), of the inputs 16, of the loop three. Where weights are
 * so large that two taps fill a lane it are 209.
 */

#include "rv32.h"
#include "offset.h"

#if TML_RV32_ASSEMBLY

/* The assembly reads these offsets. */
TML_OFFSET(tml_rv32_dense, stream, 0);
TML_OFFSET(tml_rv32_dense, input, 4);
TML_OFFSET(tml_rv32_dense, taps, 8);
TML_OFFSET(tml_rv32_dense, sums, 12);

/*
 * a0 weights, a1 inputs, t6 their end, ra mask of the odd bytes. t0 to t3 factors of four taps, t4 the constant of their lanes;
 * a2 a3 t5 scratch. Sums of pair i: both s0-s7, upper s8-s11 a4-a7.
 */
#define PRODUCTS(at, sum, even, odd)                                                                                   \
    "lw a3, " #at "(a0)\n"                                                                                             \
    "srli t5, a3, 8\n"                                                                                                 \
    "and t5, t5, ra\n"                                                                                                 \
    "mul " sum ", a3, " even "\n"                                                                                      \
    "mul t5, t5, " odd "\n"                                                                                            \
    "add " sum ", " sum ", t5\n"

#define LANES(sum, both, upper)                                                                                        \
    "add " sum ", " sum ", t4\n"                                                                                       \
    "add " both ", " both ", " sum "\n"                                                                                \
    "srai " sum ", " sum ", 16\n"                                                                                      \
    "add " upper ", " upper ", " sum "\n"

/* 17 instructions: the second product is added in place. */
#define FOUR(at, both, upper)                                                                                          \
    PRODUCTS(at, "a2", "t0", "t1")                                                                                     \
    "lw a3, " #at "+4(a0)\n"                                                                                           \
    "srli t5, a3, 8\n"                                                                                                 \
    "and t5, t5, ra\n"                                                                                                 \
    "mul a3, a3, t2\n"                                                                                                 \
    "mul t5, t5, t3\n"                                                                                                 \
    "add a2, a2, a3\n"                                                                                                 \
    "add a2, a2, t5\n"                                                                                                 \
    LANES("a2", both, upper)

#define FIRST_TWO(at, both, upper)  PRODUCTS(at, "a2", "t0", "t1") LANES("a2", both, upper)
#define SECOND_TWO(at, both, upper) PRODUCTS(at + 4, "a2", "t2", "t3") LANES("a2", both, upper)

#define PAIRS(step)                                                                                                    \
    step(0, "s0", "s8")                                                                                                \
    step(8, "s1", "s9")                                                                                                \
    step(16, "s2", "s10")                                                                                              \
    step(24, "s3", "s11")                                                                                              \
    step(32, "s4", "a4")                                                                                               \
    step(40, "s5", "a5")                                                                                               \
    step(48, "s6", "a6")                                                                                               \
    step(56, "s7", "a7")

#define LOAD_INPUTS                                                                                                    \
    "lb t0, 0(a1)\n"                                                                                                   \
    "lb t1, 1(a1)\n"                                                                                                   \
    "lb t2, 2(a1)\n"                                                                                                   \
    "lb t3, 3(a1)\n"

/* t4 = 2^15 - 128 * (2^16 + 1) * the sum in a2. */
#define LANE_CONSTANT                                                                                                  \
    "lui a3, 0x800\n"                                                                                                  \
    "addi a3, a3, 0x80\n"                                                                                              \
    "mul a2, a2, a3\n"                                                                                                 \
    "lui t4, 8\n"                                                                                                      \
    "sub t4, t4, a2\n"

#define ODD_FACTORS                                                                                                    \
    "slli a2, t0, 8\n"                                                                                                 \
    "sub t1, t1, a2\n"                                                                                                 \
    "slli a2, t2, 8\n"                                                                                                 \
    "sub t3, t3, a2\n"

#define NEXT                                                                                                           \
    "addi a1, a1, 4\n"                                                                                                 \
    "addi a0, a0, 64\n"

#define BEGIN(at, both, upper) "lw " both ", 4+" #at "(a0)\nlw " upper ", 8+" #at "(a0)\n"
#define END(at, both, upper)                                                                                           \
    "slli t0, " upper ", 16\n"                                                                                         \
    "sub " both ", " both ", t0\n"                                                                                     \
    "sw " both ", " #at "(a1)\n"                                                                                       \
    "sw " upper ", 4+" #at "(a1)\n"

/* Frame: 0 sums, 4 registers, 56 the sum of the second two inputs. */
__attribute__((naked, noinline)) const uint32_t *tml_rv32_run_dense_block(const tml_rv32_dense *dense)
{
    (void)dense;
    __asm__("addi sp, sp, -64\n"
            "sw ra, 4(sp)\n"
            "sw s0, 8(sp)\n"
            "sw s1, 12(sp)\n"
            "sw s2, 16(sp)\n"
            "sw s3, 20(sp)\n"
            "sw s4, 24(sp)\n"
            "sw s5, 28(sp)\n"
            "sw s6, 32(sp)\n"
            "sw s7, 36(sp)\n"
            "sw s8, 40(sp)\n"
            "sw s9, 44(sp)\n"
            "sw s10, 48(sp)\n"
            "sw s11, 52(sp)\n"
            "lw t0, 12(a0)\n"
            "sw t0, 0(sp)\n"
            "lw a1, 4(a0)\n"
            "lw t6, 8(a0)\n"
            "add t6, t6, a1\n"
            "lw a0, 0(a0)\n"
            PAIRS(BEGIN)
            "lw t0, 0(a0)\n"
            "addi a0, a0, 68\n"
            "lui ra, 0xFF0\n"
            "addi ra, ra, 0xFF\n"
            "andi t0, t0, 1\n"
            "bnez t0, 2f\n"
            "1:\n"
            LOAD_INPUTS
            "add a2, t0, t1\n"
            "add a2, a2, t2\n"
            "add a2, a2, t3\n"
            LANE_CONSTANT
            ODD_FACTORS
            PAIRS(FOUR)
            NEXT
            "bne a1, t6, 1b\n"
            "j 3f\n"
            "2:\n"
            LOAD_INPUTS
            "add a2, t2, t3\n"
            "sw a2, 56(sp)\n"
            "add a2, t0, t1\n"
            LANE_CONSTANT
            ODD_FACTORS
            PAIRS(FIRST_TWO)
            "lw a2, 56(sp)\n"
            LANE_CONSTANT
            PAIRS(SECOND_TWO)
            NEXT
            "bne a1, t6, 2b\n"
            "3:\n"
            "lw a1, 0(sp)\n"
            PAIRS(END)
            "lw ra, 4(sp)\n"
            "lw s0, 8(sp)\n"
            "lw s1, 12(sp)\n"
            "lw s2, 16(sp)\n"
            "lw s3, 20(sp)\n"
            "lw s4, 24(sp)\n"
            "lw s5, 28(sp)\n"
            "lw s6, 32(sp)\n"
            "lw s7, 36(sp)\n"
            "lw s8, 40(sp)\n"
            "lw s9, 44(sp)\n"
            "lw s10, 48(sp)\n"
            "lw s11, 52(sp)\n"
            "addi sp, sp, 64\n"
            "ret\n");
}

#else
typedef int tml_rv32_dense_block_is_plain_c;
#endif
