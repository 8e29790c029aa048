/* SPDX-License-Identifier: MIT */

/*
 * A strip of a depthwise convolution of any filter, for RV32IM. The sums of up to seven outputs side by side stay in registers while
 * the lines of the filter pass over them: a line's weights are loaded once for all of them, an input once for all taps that it meets.
 *
 * A line takes, in instructions, for seven outputs, K taps and a stride of S: 2 K - S + 7 S loads, 14 K to multiply and add, five of
 * addresses and loop: 123 for seven taps and a stride of 1, 2.5 a multiply-accumulate, 91 for five, 59 for three. A row of the strip takes
 * 37 more, and 8 an output to requantise and store it. Strips of up to five and three outputs leave the same code early.
 */

#include "rv32.h"
#include "offset.h"

#if TML_RV32_ASSEMBLY

/* The assembly reads the structure by these offsets. */
TML_OFFSET(tml_rv32_strip, plane.stream, 0);
TML_OFFSET(tml_rv32_strip, plane.plane, 4);
TML_OFFSET(tml_rv32_strip, plane.output, 12);
TML_OFFSET(tml_rv32_strip, plane.pixel, 16);
TML_OFFSET(tml_rv32_strip, plane.row, 20);
TML_OFFSET(tml_rv32_strip, plane.columns, 24);
TML_OFFSET(tml_rv32_strip, plane.rows, 28);
TML_OFFSET(tml_rv32_strip, plane.results.low, 32);
TML_OFFSET(tml_rv32_strip, plane.results.high, 36);
TML_OFFSET(tml_rv32_strip, plane.results.factors, 40);
TML_OFFSET(tml_rv32_strip, plane.results.shift, 44);
TML_OFFSET(tml_rv32_strip, plane.stride, 48);
TML_OFFSET(tml_rv32_strip, taps, 52);
TML_OFFSET(tml_rv32_strip, lines, 56);
TML_OFFSET(tml_rv32_strip, pitch, 60);
TML_OFFSET(tml_rv32_strip, down, 64);

/*
 * a0 to a6 sums, s0 to s6 weights, t0 to t6 inputs, a7 product; s7 line of the plane, s10 bytes to the next; s8 weights, s9 their end; s11
 * below 0, 0 and above for up to three, five and seven outputs; ra code of a line.
 *
 * Frame: 0 factors of both segments, 32 lower limit, 36 upper limit, 40 shift, 44 initial sum, 48 bytes to the next output, 52 bytes from
 * the first to the end, 56 weights; 60 plane and 64 output of the row, 68 and 72 bytes to the next one's, 76 end of the outputs; registers.
 */

#define BEGIN                                                                                                          \
    "addi sp, sp, -144\n"                                                                                              \
    "sw ra, 80(sp)\n"                                                                                                  \
    "sw s0, 84(sp)\n"                                                                                                  \
    "sw s1, 88(sp)\n"                                                                                                  \
    "sw s2, 92(sp)\n"                                                                                                  \
    "sw s3, 96(sp)\n"                                                                                                  \
    "sw s4, 100(sp)\n"                                                                                                 \
    "sw s5, 104(sp)\n"                                                                                                 \
    "sw s6, 108(sp)\n"                                                                                                 \
    "sw s7, 112(sp)\n"                                                                                                 \
    "sw s8, 116(sp)\n"                                                                                                 \
    "sw s9, 120(sp)\n"                                                                                                 \
    "sw s10, 124(sp)\n"                                                                                                \
    "sw s11, 128(sp)\n"                                                                                                \
    "lw t0, 52(a0)\n"                                                                                                  \
    "lw t1, 56(a0)\n"                                                                                                  \
    "lw s9, 0(a0)\n"                                                                                                   \
    "mul t1, t0, t1\n"                                                                                                 \
    "sw s9, 56(sp)\n"                                                                                                  \
    "add s9, s9, t1\n"                                                                                                 \
    "addi t2, s9, 3\n"                                                                                                 \
    "andi t2, t2, -4\n"                                                                                                \
    "lw t3, 0(t2)\n"                                                                                                   \
    "sw t3, 44(sp)\n"                                                                                                  \
    "lw t3, 4(t2)\n"                                                                                                   \
    "sw t3, 0(sp)\n"                                                                                                   \
    "lw t3, 8(t2)\n"                                                                                                   \
    "sw t3, 4(sp)\n"                                                                                                   \
    "lw t3, 12(t2)\n"                                                                                                  \
    "sw t3, 8(sp)\n"                                                                                                   \
    "lw t3, 16(t2)\n"                                                                                                  \
    "sw t3, 12(sp)\n"                                                                                                  \
    /* Without a lower segment no sum below the upper one reaches its least sum. */                                    \
    "lui t3, 0x80000\n"                                                                                                \
    "addi t3, t3, -1\n"                                                                                                \
    "sw t3, 16(sp)\n"                                                                                                  \
    "lw t4, 40(a0)\n"                                                                                                  \
    "addi t4, t4, -4\n"                                                                                                \
    "beqz t4, 2f\n"                                                                                                    \
    "lw t3, 20(t2)\n"                                                                                                  \
    "sw t3, 16(sp)\n"                                                                                                  \
    "lw t3, 24(t2)\n"                                                                                                  \
    "sw t3, 20(sp)\n"                                                                                                  \
    "lw t3, 28(t2)\n"                                                                                                  \
    "sw t3, 24(sp)\n"                                                                                                  \
    "lw t3, 32(t2)\n"                                                                                                  \
    "sw t3, 28(sp)\n"                                                                                                  \
    "2:\n"                                                                                                             \
    "lw t3, 32(a0)\n"                                                                                                  \
    "sw t3, 32(sp)\n"                                                                                                  \
    "lw t3, 36(a0)\n"                                                                                                  \
    "sw t3, 36(sp)\n"                                                                                                  \
    "lw t3, 44(a0)\n"                                                                                                  \
    "sw t3, 40(sp)\n"                                                                                                  \
    "lw t3, 64(a0)\n"                                                                                                  \
    "sw t3, 68(sp)\n"                                                                                                  \
    "lw t3, 4(a0)\n"                                                                                                   \
    "sw t3, 60(sp)\n"                                                                                                  \
    "lw s10, 60(a0)\n"                                                                                                 \
    "lw t1, 24(a0)\n"                                                                                                  \
    "srai s11, t1, 1\n"                                                                                                \
    "addi s11, s11, -2\n"                                                                                              \
    "lw t2, 16(a0)\n"                                                                                                  \
    "sw t2, 48(sp)\n"                                                                                                  \
    "mul t1, t1, t2\n"                                                                                                 \
    "sw t1, 52(sp)\n"                                                                                                  \
    "lw t2, 20(a0)\n"                                                                                                  \
    "sw t2, 72(sp)\n"                                                                                                  \
    "lw t3, 28(a0)\n"                                                                                                  \
    "mul t3, t3, t2\n"                                                                                                 \
    "lw t4, 12(a0)\n"                                                                                                  \
    "sw t4, 64(sp)\n"                                                                                                  \
    "add t3, t3, t4\n"                                                                                                 \
    "sw t3, 76(sp)\n"                                                                                                  \
    /* A jump of four bytes for each kind of line. */                                                                  \
    "lw t3, 48(a0)\n"                                                                                                  \
    "add t0, t0, t3\n"                                                                                                 \
    "slli t0, t0, 2\n"                                                                                                 \
    "lla ra, 90f\n"                                                                                                    \
    "add ra, ra, t0\n"                                                                                                 \
    "addi ra, ra, -16\n"

/* A row of the strip. */
#define BEGIN_ROW                                                                                                      \
    "91: lw s7, 60(sp)\n"                                                                                              \
    "lw s8, 56(sp)\n"                                                                                                  \
    "lw a0, 44(sp)\n"                                                                                                  \
    "mv a1, a0\n"                                                                                                      \
    "mv a2, a0\n"                                                                                                      \
    "mv a3, a0\n"                                                                                                      \
    "mv a4, a0\n"                                                                                                      \
    "mv a5, a0\n"                                                                                                      \
    "mv a6, a0\n"                                                                                                      \
    "jr ra\n"                                                                                                          \
    ".option push\n"                                                                                                   \
    ".option norvc\n"                                                                                                  \
    "90:\n"                                                                                                            \
    "j 31f\n"                                                                                                          \
    "j 32f\n"                                                                                                          \
    "j 51f\n"                                                                                                          \
    "j 52f\n"                                                                                                          \
    "j 71f\n"                                                                                                          \
    "j 72f\n"                                                                                                          \
    ".option pop\n"

#define LOAD(to, at) "lb " to ", " at "(s7)\n"

#define TAP(sum, input, weight) "mul a7, " input ", " weight "\nadd " sum ", " sum ", a7\n"

#define TAPS_3(sum, x0, x1, x2)                                                                                        \
    TAP(sum, x0, "s0") TAP(sum, x1, "s1") TAP(sum, x2, "s2")

#define TAPS_5(sum, x0, x1, x2, x3, x4)                                                                                \
    TAPS_3(sum, x0, x1, x2) TAP(sum, x3, "s3") TAP(sum, x4, "s4")

#define TAPS_7(sum, x0, x1, x2, x3, x4, x5, x6)                                                                        \
    TAPS_5(sum, x0, x1, x2, x3, x4) TAP(sum, x5, "s5") TAP(sum, x6, "s6")

#define WEIGHTS_3 "lb s0, 0(s8)\nlb s1, 1(s8)\nlb s2, 2(s8)\n"
#define WEIGHTS_5 WEIGHTS_3 "lb s3, 3(s8)\nlb s4, 4(s8)\n"
#define WEIGHTS_7 WEIGHTS_5 "lb s5, 5(s8)\nlb s6, 6(s8)\n"

#define NEXT_LINE(taps, line)                                                                                          \
    "1: addi s8, s8, " taps "\n"                                                                                       \
    "add s7, s7, s10\n"                                                                                                \
    "bne s8, s9, " line "\n"                                                                                           \
    "j 92f\n"

/* The lines of the filter, of so many taps and with such a stride. */
#define LINES_3_1                                                                                                      \
    "31:\n"                                                                                                            \
    WEIGHTS_3                                                                                                          \
    LOAD("t0", "0") LOAD("t1", "1") LOAD("t2", "2")                                                                    \
    TAPS_3("a0", "t0", "t1", "t2")                                                                                     \
    LOAD("t0", "3") TAPS_3("a1", "t1", "t2", "t0")                                                                     \
    LOAD("t1", "4") TAPS_3("a2", "t2", "t0", "t1")                                                                     \
    "bltz s11, 1f\n"                                                                                                   \
    LOAD("t2", "5") TAPS_3("a3", "t0", "t1", "t2")                                                                     \
    LOAD("t0", "6") TAPS_3("a4", "t1", "t2", "t0")                                                                     \
    "blez s11, 1f\n"                                                                                                   \
    LOAD("t1", "7") TAPS_3("a5", "t2", "t0", "t1")                                                                     \
    LOAD("t2", "8") TAPS_3("a6", "t0", "t1", "t2")                                                                     \
    NEXT_LINE("3", "31b")

#define LINES_3_2                                                                                                      \
    "32:\n"                                                                                                            \
    WEIGHTS_3                                                                                                          \
    LOAD("t0", "0") LOAD("t1", "1") LOAD("t2", "2")                                                                    \
    TAPS_3("a0", "t0", "t1", "t2")                                                                                     \
    LOAD("t0", "3") LOAD("t1", "4") TAPS_3("a1", "t2", "t0", "t1")                                                     \
    LOAD("t2", "5") LOAD("t0", "6") TAPS_3("a2", "t1", "t2", "t0")                                                     \
    "bltz s11, 1f\n"                                                                                                   \
    LOAD("t1", "7") LOAD("t2", "8") TAPS_3("a3", "t0", "t1", "t2")                                                     \
    LOAD("t0", "9") LOAD("t1", "10") TAPS_3("a4", "t2", "t0", "t1")                                                    \
    "blez s11, 1f\n"                                                                                                   \
    LOAD("t2", "11") LOAD("t0", "12") TAPS_3("a5", "t1", "t2", "t0")                                                   \
    LOAD("t1", "13") LOAD("t2", "14") TAPS_3("a6", "t0", "t1", "t2")                                                   \
    NEXT_LINE("3", "32b")

#define LINES_5_1                                                                                                      \
    "51:\n"                                                                                                            \
    WEIGHTS_5                                                                                                          \
    LOAD("t0", "0") LOAD("t1", "1") LOAD("t2", "2") LOAD("t3", "3") LOAD("t4", "4")                                    \
    TAPS_5("a0", "t0", "t1", "t2", "t3", "t4")                                                                         \
    LOAD("t0", "5") TAPS_5("a1", "t1", "t2", "t3", "t4", "t0")                                                         \
    LOAD("t1", "6") TAPS_5("a2", "t2", "t3", "t4", "t0", "t1")                                                         \
    "bltz s11, 1f\n"                                                                                                   \
    LOAD("t2", "7") TAPS_5("a3", "t3", "t4", "t0", "t1", "t2")                                                         \
    LOAD("t3", "8") TAPS_5("a4", "t4", "t0", "t1", "t2", "t3")                                                         \
    "blez s11, 1f\n"                                                                                                   \
    LOAD("t4", "9") TAPS_5("a5", "t0", "t1", "t2", "t3", "t4")                                                         \
    LOAD("t0", "10") TAPS_5("a6", "t1", "t2", "t3", "t4", "t0")                                                        \
    NEXT_LINE("5", "51b")

#define LINES_5_2                                                                                                      \
    "52:\n"                                                                                                            \
    WEIGHTS_5                                                                                                          \
    LOAD("t0", "0") LOAD("t1", "1") LOAD("t2", "2") LOAD("t3", "3") LOAD("t4", "4")                                    \
    TAPS_5("a0", "t0", "t1", "t2", "t3", "t4")                                                                         \
    LOAD("t0", "5") LOAD("t1", "6") TAPS_5("a1", "t2", "t3", "t4", "t0", "t1")                                         \
    LOAD("t2", "7") LOAD("t3", "8") TAPS_5("a2", "t4", "t0", "t1", "t2", "t3")                                         \
    "bltz s11, 1f\n"                                                                                                   \
    LOAD("t4", "9") LOAD("t0", "10") TAPS_5("a3", "t1", "t2", "t3", "t4", "t0")                                        \
    LOAD("t1", "11") LOAD("t2", "12") TAPS_5("a4", "t3", "t4", "t0", "t1", "t2")                                       \
    "blez s11, 1f\n"                                                                                                   \
    LOAD("t3", "13") LOAD("t4", "14") TAPS_5("a5", "t0", "t1", "t2", "t3", "t4")                                       \
    LOAD("t0", "15") LOAD("t1", "16") TAPS_5("a6", "t2", "t3", "t4", "t0", "t1")                                       \
    NEXT_LINE("5", "52b")

#define LINES_7_1                                                                                                      \
    "71:\n"                                                                                                            \
    WEIGHTS_7                                                                                                          \
    LOAD("t0", "0") LOAD("t1", "1") LOAD("t2", "2") LOAD("t3", "3") LOAD("t4", "4") LOAD("t5", "5") LOAD("t6", "6")    \
    TAPS_7("a0", "t0", "t1", "t2", "t3", "t4", "t5", "t6")                                                             \
    LOAD("t0", "7") TAPS_7("a1", "t1", "t2", "t3", "t4", "t5", "t6", "t0")                                             \
    LOAD("t1", "8") TAPS_7("a2", "t2", "t3", "t4", "t5", "t6", "t0", "t1")                                             \
    "bltz s11, 1f\n"                                                                                                   \
    LOAD("t2", "9") TAPS_7("a3", "t3", "t4", "t5", "t6", "t0", "t1", "t2")                                             \
    LOAD("t3", "10") TAPS_7("a4", "t4", "t5", "t6", "t0", "t1", "t2", "t3")                                            \
    "blez s11, 1f\n"                                                                                                   \
    LOAD("t4", "11") TAPS_7("a5", "t5", "t6", "t0", "t1", "t2", "t3", "t4")                                            \
    LOAD("t5", "12") TAPS_7("a6", "t6", "t0", "t1", "t2", "t3", "t4", "t5")                                            \
    NEXT_LINE("7", "71b")

#define LINES_7_2                                                                                                      \
    "72:\n"                                                                                                            \
    WEIGHTS_7                                                                                                          \
    LOAD("t0", "0") LOAD("t1", "1") LOAD("t2", "2") LOAD("t3", "3") LOAD("t4", "4") LOAD("t5", "5") LOAD("t6", "6")    \
    TAPS_7("a0", "t0", "t1", "t2", "t3", "t4", "t5", "t6")                                                             \
    LOAD("t0", "7") LOAD("t1", "8") TAPS_7("a1", "t2", "t3", "t4", "t5", "t6", "t0", "t1")                             \
    LOAD("t2", "9") LOAD("t3", "10") TAPS_7("a2", "t4", "t5", "t6", "t0", "t1", "t2", "t3")                            \
    "bltz s11, 1f\n"                                                                                                   \
    LOAD("t4", "11") LOAD("t5", "12") TAPS_7("a3", "t6", "t0", "t1", "t2", "t3", "t4", "t5")                           \
    LOAD("t6", "13") LOAD("t0", "14") TAPS_7("a4", "t1", "t2", "t3", "t4", "t5", "t6", "t0")                           \
    "blez s11, 1f\n"                                                                                                   \
    LOAD("t1", "15") LOAD("t2", "16") TAPS_7("a5", "t3", "t4", "t5", "t6", "t0", "t1", "t2")                           \
    LOAD("t3", "17") LOAD("t4", "18") TAPS_7("a6", "t5", "t6", "t0", "t1", "t2", "t3", "t4")                           \
    NEXT_LINE("7", "72b")

/*
 * t0 least sum of the upper segment, t1 end, t2 multiplier, t3 addend; t4 shift, t5 and t6 limits; s0 least sum of the lower segment, s1 what
 * is added, s2 multiplier, s3 addend; s4 output, s5 bytes to the next, s6 end of the row.
 */
#define BEGIN_OUTPUTS                                                                                                  \
    "92: lw s4, 64(sp)\n"                                                                                              \
    "lw s5, 48(sp)\n"                                                                                                  \
    "lw s6, 52(sp)\n"                                                                                                  \
    "lw t0, 0(sp)\n"                                                                                                   \
    "lw t1, 4(sp)\n"                                                                                                   \
    "lw t2, 8(sp)\n"                                                                                                   \
    "lw t3, 12(sp)\n"                                                                                                  \
    "lw t4, 40(sp)\n"                                                                                                  \
    "lw t5, 32(sp)\n"                                                                                                  \
    "lw t6, 36(sp)\n"                                                                                                  \
    "lw s0, 16(sp)\n"                                                                                                  \
    "lw s1, 20(sp)\n"                                                                                                  \
    "lw s2, 24(sp)\n"                                                                                                  \
    "lw s3, 28(sp)\n"                                                                                                  \
    "add s6, s6, s4\n"

#define OUTPUT(sum)                                                                                                    \
    "blt " sum ", t0, 4f\n"                                                                                            \
    "bge " sum ", t1, 6f\n"                                                                                            \
    "mulhsu " sum ", " sum ", t2\n"                                                                                    \
    "add " sum ", " sum ", t3\n"                                                                                       \
    "2: sra " sum ", " sum ", t4\n"                                                                                    \
    "3: sb " sum ", 0(s4)\n"                                                                                           \
    "add s4, s4, s5\n"                                                                                                 \
    "bne s4, s6, 8f\n"                                                                                                 \
    "j 93f\n"                                                                                                          \
    "4: bge " sum ", s0, 5f\n"                                                                                         \
    "mv " sum ", t5\n"                                                                                                 \
    "j 3b\n"                                                                                                           \
    "5: add " sum ", " sum ", s1\n"                                                                                    \
    "mulhsu " sum ", " sum ", s2\n"                                                                                    \
    "add " sum ", " sum ", s3\n"                                                                                       \
    "j 2b\n"                                                                                                           \
    "6: mv " sum ", t6\n"                                                                                              \
    "j 3b\n"                                                                                                           \
    "8:\n"

#define END                                                                                                            \
    "93: lw s7, 60(sp)\n"                                                                                              \
    "lw t0, 68(sp)\n"                                                                                                  \
    "lw s4, 64(sp)\n"                                                                                                  \
    "lw t1, 72(sp)\n"                                                                                                  \
    "lw t2, 76(sp)\n"                                                                                                  \
    "add s7, s7, t0\n"                                                                                                 \
    "add s4, s4, t1\n"                                                                                                 \
    "sw s7, 60(sp)\n"                                                                                                  \
    "sw s4, 64(sp)\n"                                                                                                  \
    "bne s4, t2, 91b\n"                                                                                                \
    "lw ra, 80(sp)\n"                                                                                                  \
    "lw s0, 84(sp)\n"                                                                                                  \
    "lw s1, 88(sp)\n"                                                                                                  \
    "lw s2, 92(sp)\n"                                                                                                  \
    "lw s3, 96(sp)\n"                                                                                                  \
    "lw s4, 100(sp)\n"                                                                                                 \
    "lw s5, 104(sp)\n"                                                                                                 \
    "lw s6, 108(sp)\n"                                                                                                 \
    "lw s7, 112(sp)\n"                                                                                                 \
    "lw s8, 116(sp)\n"                                                                                                 \
    "lw s9, 120(sp)\n"                                                                                                 \
    "lw s10, 124(sp)\n"                                                                                                \
    "lw s11, 128(sp)\n"                                                                                                \
    "addi sp, sp, 144\n"                                                                                               \
    "ret\n"

__attribute__((naked, noinline)) void tml_rv32_run_strip(const tml_rv32_strip *strip)
{
    (void)strip;
    __asm__(BEGIN
            BEGIN_ROW
            LINES_3_1
            LINES_3_2
            LINES_5_1
            LINES_5_2
            LINES_7_1
            LINES_7_2
            BEGIN_OUTPUTS
            OUTPUT("a0")
            OUTPUT("a1")
            OUTPUT("a2")
            OUTPUT("a3")
            OUTPUT("a4")
            OUTPUT("a5")
            OUTPUT("a6")
            END);
}

#else
typedef int tml_rv32_strip_is_plain_c;
#endif
