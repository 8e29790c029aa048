/* SPDX-License-Identifier: MIT */

/*
 * Pixels of eight channels, for ARMv7E-M: a pixel stays in four registers, one load brings a filter's weights, its initial sum
 * and its factors. Per filter and eight multiply-accumulates 8 instructions: a load, four SMLAD, two to requantise, a store;
 * 3 for each eight filters, 12 a pixel.
 */

#include "dsp.h"
#include "offset.h"

#if TML_DSP_ASSEMBLY

TML_OFFSET(tml_dsp_pixels, stream, 0);
TML_OFFSET(tml_dsp_pixels, end, 4);
TML_OFFSET(tml_dsp_pixels, input, 8);
TML_OFFSET(tml_dsp_pixels, output, 12);
TML_OFFSET(tml_dsp_pixels, count, 16);
TML_OFFSET(tml_dsp_pixels, forward, 20);

/*
 * r0 stream, r1 output, r2-r5 pixel, r6-r9 weights, r10 sum, r11 r12 factors, lr input. Frame: 0 stream, 4 bytes from a pixel to the next,
 * 8 from an end of outputs to the next begin, 12 where the pixels end, 16 end of the stream.
 */
__attribute__((naked, noinline)) void tml_dsp_run_pixels(const tml_dsp_pixels *pixels)
{
    (void)pixels;
    __asm__("push {r4-r11, lr}\n"
            "sub sp, #20\n"
            "ldm r0, {r2-r7}\n" /* stream, end, input, output, count, forward */
            "str r3, [sp, #16]\n"
            "mov r1, r5\n"
            "mov lr, r4\n"
            "sub r8, r3, r2\n"
            "mov r9, #28\n" /* bytes of a filter */
            "udiv r8, r8, r9\n"
            "mul r9, r8, r7\n"
            "sub r9, r9, r8\n" /* 0, or twice the filters back */
            "lsl r7, r7, #3\n"
            "mla r10, r6, r7, r4\n"
            "strd r2, r7, [sp]\n"
            "strd r9, r10, [sp, #8]\n"
            "1:\n"
            "ldrd r0, r7, [sp]\n"
            "ldr r3, [lr]\n"
            "ldr r5, [lr, #4]\n"
            "add lr, lr, r7\n"
            "sxtb16 r2, r3\n"
            "sxtb16 r3, r3, ror #8\n"
            "sxtb16 r4, r5\n"
            "sxtb16 r5, r5, ror #8\n"
            "2:\n"
            ".rept 8\n"
            "ldmia r0!, {r6-r12}\n"
            "smlad r10, r6, r2, r10\n"
            "smlad r10, r7, r3, r10\n"
            "smlad r10, r8, r4, r10\n"
            "smlad r10, r9, r5, r10\n"
            "smmlar r10, r10, r11, r12\n"
            "ssat r10, #8, r10, asr #4\n"
            "strb r10, [r1], #1\n"
            ".endr\n"
            "ldr r6, [sp, #16]\n"
            "cmp r0, r6\n"
            "bne.w 2b\n"
            "ldrd r6, r7, [sp, #8]\n"
            "add r1, r1, r6\n"
            "cmp lr, r7\n"
            "bne.w 1b\n"
            "add sp, #20\n"
            "pop {r4-r11, pc}\n");
}

#else
typedef int tml_dsp_pixels_are_portable;
#endif
