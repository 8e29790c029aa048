/* SPDX-License-Identifier: MIT */

/*
 * Calls every method of the table as the runtime does, with stack frames and arrays that are heap blocks of exactly their
 * size: a wrong index, a wrong length or a pointer kept too long is an error of the address sanitizer or a failed check.
 *
 *   glue_test MODEL NAME LABEL...      a model that learns, with an IMU front end and self-tests; its name and labels
 *
 * The last line says how many checks were made; the exit code is 0 if none failed.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tinyml_interop.h"

CLR_RT_TypeSystem g_CLR_RT_TypeSystem;
static uint64_t s_time;

extern "C" uint64_t HAL_Time_CurrentTime()
{
    return s_time;
}

static int s_checks;
static int s_failures;

#define CHECK_EQUAL(expected, actual) Check((expected), (actual), #actual, __LINE__)

static void Check(int64_t expected, int64_t actual, const char *text, int line)
{
    s_checks++;
    if (expected != actual)
    {
        s_failures++;
        printf("line %d: %s is %lld, not %lld\n", line, text, (long long)actual, (long long)expected);
    }
}

static const char *const s_names[] = {
#define TINYML_NAME(name) #name,
    TINYML_INTEROP_METHODS(TINYML_NAME)
#undef TINYML_NAME
};
static int s_calls[sizeof(s_names) / sizeof(s_names[0])];

/* An argument: what is not the value is set as well, for the runtime does not clear it. */
typedef CLR_RT_HeapBlock Argument;

static Argument Int(int32_t value)
{
    Argument argument;
    argument.m_numeric.s8 = 0x7777777700000000;
    argument.m_numeric.s4 = value;
    argument.m_object = nullptr;
    return argument;
}

static Argument Short(int16_t value)
{
    Argument argument = Int(0x55555555);
    argument.m_numeric.s2 = value;
    return argument;
}

static Argument Object(const void *object)
{
    Argument argument = Int(-1);
    argument.m_object = (CLR_RT_HeapBlock *)object;
    return argument;
}

static const Argument Null = Object(nullptr);

/* An array of exactly its size; freed with it. */
struct Array
{
    CLR_RT_HeapBlock_Array *block;

    Array(uint32_t length, uint32_t elementBytes = 1)
        : block((CLR_RT_HeapBlock_Array *)malloc(sizeof(CLR_RT_HeapBlock_Array) + (size_t)length * elementBytes))
    {
        block->m_numOfElements = length;
        memset(block->GetFirstElement(), 0xEE, (size_t)length * elementBytes);
    }
    ~Array()
    {
        free(block);
    }
    Array(const Array &) = delete;
    uint8_t *Bytes()
    {
        return block->GetFirstElement();
    }
    int32_t *Words()
    {
        return (int32_t *)block->GetFirstElement();
    }
    operator Argument() const
    {
        return Object(block);
    }
};

/* Calls the method whose name starts so, by its index, with exactly these arguments. */
template <typename... Arguments> static int64_t Call(const char *name, const Arguments &...arguments)
{
    const int count = (int)sizeof...(arguments);
    const Argument values[] = { arguments..., Null };
    CLR_RT_StackFrame frame = { (CLR_RT_HeapBlock *)malloc(sizeof(CLR_RT_HeapBlock) * (size_t)count), 0, 0, 0 };
    const CLR_RT_MethodHandler *methods = (const CLR_RT_MethodHandler *)g_CLR_AssemblyNative_TinyMl_Interop.m_pNativeMethods;
    const size_t length = strlen(name);
    for (int i = 0; i < count; i++)
    {
        frame.m_arguments[i] = values[i];
    }
    for (size_t i = 0; i < sizeof(s_names) / sizeof(s_names[0]); i++)
    {
        if (strncmp(s_names[i], name, length) == 0 && strncmp(s_names[i] + length, "___STATIC__", 11) == 0)
        {
            s_calls[i]++;
            Check(S_OK, methods[i](frame), name, __LINE__);
            Check(1, frame.m_results, name, __LINE__);
            Check(strcmp(name, "Microseconds") == 0 ? 8 : 4, frame.m_resultBytes, name, __LINE__);
        }
    }
    free(frame.m_arguments);
    return frame.m_result;
}

static void CheckText(const char *expected, int64_t length, Array &text, int32_t offset)
{
    const int32_t count = (int32_t)strlen(expected);
    CHECK_EQUAL(count, length);
    CHECK_EQUAL(0, memcmp(expected, text.Bytes() + offset, (size_t)count));
    for (int32_t i = 0; i < (int32_t)text.block->m_numOfElements; i++)
    {
        if (i < offset || i >= offset + count)
        {
            CHECK_EQUAL(0xEE, text.Bytes()[i]);
        }
    }
}

/* A method with (byte[], offset, count): ranges that are not in the array. */
static void CheckRanges(const char *name)
{
    Array bytes(10);
    CHECK_EQUAL(TML_E_ARGUMENT, Call(name, Null, Int(0), Int(0)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call(name, bytes, Int(-1), Int(1)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call(name, bytes, Int(0), Int(-1)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call(name, bytes, Int(0), Int(11)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call(name, bytes, Int(11), Int(0)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call(name, bytes, Int(5), Int(6)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call(name, bytes, Int(1), Int(INT32_MAX)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call(name, bytes, Int(INT32_MAX), Int(INT32_MAX)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call(name, bytes, Int(INT32_MIN), Int(INT32_MIN)));
}

static void CheckClosed()
{
    Array bytes(100);
    Array words(10, 4);
    const char *const plain[] = { "Restart", "Gap", "Window", "Mark", "Factory", "PatchStart", "PatchCheck", "PatchImport" };
    for (const char *name : plain)
    {
        CHECK_EQUAL(TML_E_STATE, Call(name));
    }
    CHECK_EQUAL(TML_E_STATE, Call("Run", Int(0)));
    CHECK_EQUAL(TML_E_STATE, Call("Feed", bytes, Int(0), Int(100)));
    CHECK_EQUAL(TML_E_STATE, Call("WriteInput", bytes, Int(0), Int(100)));
    CHECK_EQUAL(TML_E_STATE, Call("ReadScores", bytes));
    CHECK_EQUAL(TML_E_STATE, Call("Label", Int(0)));
    CHECK_EQUAL(TML_E_STATE, Call("Adapt", Int(0), Int(0)));
    CHECK_EQUAL(TML_E_STATE, Call("ReadLearn", words));
    CHECK_EQUAL(TML_E_STATE, Call("ReadBias", words));
    CHECK_EQUAL(TML_E_STATE, Call("PatchSeal", Int(1), Int(1), Int(1)));
    CHECK_EQUAL(TML_E_STATE, Call("PatchRead", Int(0), bytes, Int(0), Int(10)));
    CHECK_EQUAL(TML_E_STATE, Call("PatchCompare", Int(0), bytes, Int(0), Int(10)));
    CHECK_EQUAL(TML_E_STATE, Call("PatchReceive", bytes, Int(0), Int(10)));
    CHECK_EQUAL(TML_E_STATE, Call("PatchLine", Int(0), bytes, Int(0)));
    CHECK_EQUAL(TML_E_STATE, Call("PatchTakeLine", bytes, Int(0), Int(10)));
    CHECK_EQUAL(TML_E_STATE, Call("ReadPatch", words));
    CHECK_EQUAL(TML_E_STATE, Call("SelfTest", Int(0)));
    CHECK_EQUAL(TML_E_STATE, Call("ReadName", bytes, Int(0)));
    CHECK_EQUAL(TML_E_STATE, Call("ReadLabel", Int(0), bytes, Int(0)));
    CHECK_EQUAL(TML_E_TRUNCATED, Call("OpenLoaded"));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("LoadBytes", bytes, Int(0), Int(1)));
    CHECK_EQUAL(0, Call("Info", Int(TML_MACS)));
    CHECK_EQUAL(TINYML_ARENA_BYTES, Call("ArenaBytes"));
    CHECK_EQUAL(TML_ABI, Call("AbiFirst"));
    CHECK_EQUAL(TML_ABI, Call("AbiLast"));
    s_time = 1234567890;
    CHECK_EQUAL(123456789, Call("Microseconds"));
    s_time = (uint64_t)90 * 24 * 3600 * 10000000;
    CHECK_EQUAL((int64_t)90 * 24 * 3600 * 1000000, Call("Microseconds"));
}

static void CheckStatusTexts()
{
    Array text(80);
    Array few(3);
    CheckText("This is not a .tml model.", Call("ReadStatus", Int(TML_E_MAGIC), text, Int(7)), text, 7);
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadStatus", Int(TML_OK), text, Int(76)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadStatus", Int(TML_OK), text, Int(-1)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadStatus", Int(TML_OK), few, Int(0)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadStatus", Int(TML_OK), Null, Int(0)));
}

static void CheckFormat()
{
    /* Three records of seven bytes behind two that are not meant; a channel at 5 and one at 1. */
    static const uint8_t raw[] = { 9, 9, 0, 0, 10, 0, 0, 0xFF, 0xFF, 0, 0x80, 0, 0, 0, 0x12, 0x34, 0, 0, 1, 0, 0, 0, 2 };
    static const char expected[] = "-1\t10\n4660\t-32768\n2\t1\n";
    Array records(sizeof(raw));
    Array layout(3);
    Array text(6 * 7);
    memcpy(records.Bytes(), raw, sizeof(raw));
    layout.Bytes()[0] = 7;
    layout.Bytes()[1] = 5;
    layout.Bytes()[2] = 1;
    CheckText(expected, Call("FormatRecords", records, Int(2), Int(21), layout, text), text, 0);
    CHECK_EQUAL(TML_E_ARGUMENT, Call("FormatRecords", records, Int(2), Int(22), layout, text));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("FormatRecords", Null, Int(0), Int(0), layout, text));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("FormatRecords", records, Int(2), Int(21), Null, text));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("FormatRecords", records, Int(2), Int(21), layout, Null));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("FormatRecords", records, Int(2), Int(21), layout, Array(41)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("FormatRecords", records, Int(2), Int(21), Array(12), text));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("FormatRecords", records, Int(2), Int(21), Array(1), text));
}

/* The right one of two channels passes; an ADC's words at three times the rate become a third. */
static void CheckPcm()
{
    Array state(TML_DEVICE_PCM_WORDS, 4);
    Array frames(12);
    Array pcm(6);
    const uint8_t given[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    const uint8_t right[] = {3, 4, 7, 8, 11, 12};
    memcpy(frames.Bytes(), given, sizeof given);
    CHECK_EQUAL(TML_OK, Call("PcmStart", state, Int(TML_PCM_RIGHT), Int(8000000), Int(8000000)));
    CHECK_EQUAL(6, Call("PcmConvert", state, frames, Int(12), Int(0), pcm));
    CHECK_EQUAL(0, memcmp(right, pcm.Bytes(), sizeof right));
    CHECK_EQUAL(1, state.Words()[6]);
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmConvert", state, frames, Int(13), Int(0), pcm));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmConvert", state, frames, Int(-1), Int(0), pcm));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmConvert", state, frames, Int(12), Int(-1), pcm));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmConvert", state, frames, Int(12), Int(0), Array(5)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmConvert", state, frames, Int(12), Int(0), Null));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmConvert", state, Null, Int(0), Int(0), pcm));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmConvert", Null, frames, Int(12), Int(0), pcm));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmConvert", Array(TML_DEVICE_PCM_WORDS - 1, 4), frames, Int(12), Int(0), pcm));
    CHECK_EQUAL(2, Call("PcmConvert", state, frames, Int(4), Int(0), pcm));
    CHECK_EQUAL(6, Call("PcmConvert", state, frames, Int(4), Int(2), pcm));

    CHECK_EQUAL(TML_OK, Call("PcmStart", state, Int(TML_PCM_ADC10), Int(24000000), Int(8000000)));
    CHECK_EQUAL(3 * 65536, state.Words()[1]);
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmStart", state, Int(5), Int(24000000), Int(8000000)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmStart", state, Int(0), Int(40000000), Int(8000000)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmStart", state, Int(0), Int(-1), Int(8000000)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmStart", state, Int(0), Int(8000000), Int(-1)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PcmStart", Null, Int(0), Int(8000000), Int(8000000)));
}

/* The model as a resource beside others, at an offset; then every way in which it can be refused. */
static void CheckResource(const uint8_t *model, uint32_t bytes)
{
    const CLR_RECORD_RESOURCE resources[] = {
        { -12, CLR_RECORD_RESOURCE::RESOURCE_Binary, 0, 0 },
        { 7, CLR_RECORD_RESOURCE::RESOURCE_String, 0, 0 },
        { 300, CLR_RECORD_RESOURCE::RESOURCE_Binary, 0, 8 },
        { 301, CLR_RECORD_RESOURCE::RESOURCE_Binary, 0, 10 },
    };
    const CLR_UINT32 sizes[] = { 8, 8, bytes, bytes };
    uint8_t *data = (uint8_t *)malloc(8 + bytes);
    CLR_RT_Assembly assembly = { nullptr, "App.Models.nanoresources", resources, sizes, 4, data };
    const CLR_RT_HeapBlock object = Object(&assembly);
    const Argument reflection = Object(&object);
    const Argument file = Object("App.Models.nanoresources");
    memset(data, 0, 8);
    memcpy(data + 8, model, bytes);

    CHECK_EQUAL(TML_OK, Call("OpenResource", reflection, file, Short(300)));
    CHECK_EQUAL(bytes, Call("Info", Int(TML_FILE_BYTES)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("OpenResource", Null, file, Short(300)));
    CHECK_EQUAL(0, Call("Info", Int(TML_FILE_BYTES)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("OpenResource", Object(&Null), file, Short(300)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("OpenResource", reflection, Null, Short(300)));
    CHECK_EQUAL(TML_E_NO_MODEL, Call("OpenResource", reflection, Object("App.Other.nanoresources"), Short(300)));
    CHECK_EQUAL(TML_E_NO_MODEL, Call("OpenResource", reflection, file, Short(299)));
    CHECK_EQUAL(TML_E_RESOURCE, Call("OpenResource", reflection, file, Short(7)));
    CHECK_EQUAL(TML_E_TRUNCATED, Call("OpenResource", reflection, file, Short(-12)));
    CHECK_EQUAL(TML_E_MODEL_ALIGN, Call("OpenResource", reflection, file, Short(301)));

    /* An assembly in a managed array moves with it. */
    Array image(16);
    assembly.m_pFile = image.block;
    CHECK_EQUAL(TML_E_RESOURCE, Call("OpenResource", reflection, file, Short(300)));
    assembly.m_pFile = nullptr;

    /* A program that starts finds nothing open. */
    CHECK_EQUAL(TML_OK, Call("OpenResource", reflection, file, Short(300)));
    CHECK_EQUAL(TML_ABI, Call("AbiLast"));
    CHECK_EQUAL(bytes, Call("Info", Int(TML_FILE_BYTES)));
    CHECK_EQUAL(TML_ABI, Call("AbiFirst"));
    CHECK_EQUAL(TML_E_STATE, Call("Run", Int(0)));
    free(data);
}

static void CheckLoading(const uint8_t *model, uint32_t bytes)
{
    const int32_t piece = 1000;
    CHECK_EQUAL(TML_E_ARGUMENT, Call("LoadStart", Int(0)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("LoadStart", Int(-5)));
    CHECK_EQUAL(TML_E_MODEL_MEMORY, Call("LoadStart", Int(TINYML_MODEL_BYTES + 1)));
    CHECK_EQUAL(TML_E_MODEL_MEMORY, Call("LoadStart", Int(INT32_MAX)));
    CHECK_EQUAL(TML_OK, Call("LoadStart", Int(TINYML_MODEL_BYTES)));
    CHECK_EQUAL(TML_OK, Call("LoadStart", Int((int32_t)bytes)));
    CheckRanges("LoadBytes");
    CHECK_EQUAL(TML_OK, Call("LoadBytes", Array(0), Int(0), Int(0)));
    for (uint32_t done = 0; done < bytes; done += (uint32_t)piece)
    {
        Array part((uint32_t)piece + 7);
        int32_t count = bytes - done < (uint32_t)piece ? (int32_t)(bytes - done) : piece;
        CHECK_EQUAL(TML_E_TRUNCATED, Call("OpenLoaded"));
        memcpy(part.Bytes() + 7, model + done, (size_t)count);
        CHECK_EQUAL(TML_OK, Call("LoadBytes", part, Int(7), Int(count)));
    }
    CHECK_EQUAL(TML_E_ARGUMENT, Call("LoadBytes", Array(1), Int(0), Int(1)));
    CHECK_EQUAL(TML_OK, Call("OpenLoaded"));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("LoadBytes", Array(1), Int(0), Int(1)));
    CHECK_EQUAL(TML_E_TRUNCATED, Call("OpenLoaded"));
}

static void CheckText(const char *name, int classes, char **labels)
{
    Array text(40);
    CheckText(name, Call("ReadName", text, Int(3)), text, 3);
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadName", text, Int(40)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadName", Null, Int(0)));
    CHECK_EQUAL(classes, Call("Info", Int(TML_CLASSES)));
    for (int i = 0; i < classes; i++)
    {
        Array label(20);
        CheckText(labels[i], Call("ReadLabel", Int(i), label, Int(4)), label, 4);
    }
    CHECK_EQUAL(TML_E_LABEL, Call("ReadLabel", Int(classes), text, Int(0)));
    CHECK_EQUAL(TML_E_LABEL, Call("ReadLabel", Int(-1), text, Int(0)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadLabel", Int(0), text, Int(40)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadLabel", Int(0), Null, Int(0)));
    CHECK_EQUAL(0, Call("Info", Int(-1)));
    CHECK_EQUAL(0, Call("Info", Int(10000)));
}

static void CheckInference(int classes)
{
    const int32_t vectors = (int32_t)Call("Info", Int(TML_SELF_TESTS));
    CHECK_EQUAL(1, vectors > 0);
    for (int32_t i = 0; i < vectors; i++)
    {
        CHECK_EQUAL(TML_OK, Call("SelfTest", Int(i)));
    }
    CHECK_EQUAL(TML_E_ARGUMENT, Call("SelfTest", Int(vectors)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("SelfTest", Int(-1)));

    /* The same input written from another place in an array, and run in slices, gives the same scores. */
    const uint32_t inputs = (uint32_t)(Call("Info", Int(TML_CHANNELS)) * Call("Info", Int(TML_ROWS)));
    Array input(inputs);
    Array shifted(inputs + 3);
    Array scores((uint32_t)classes);
    Array again((uint32_t)classes + 5);
    for (uint32_t i = 0; i < inputs; i++)
    {
        input.Bytes()[i] = (uint8_t)(i * 37);
        shifted.Bytes()[i + 3] = (uint8_t)(i * 37);
    }
    CHECK_EQUAL(inputs, Call("WriteInput", input, Int(0), Int((int32_t)inputs)));
    CHECK_EQUAL(TML_OK, Call("Run", Int(0)));
    CHECK_EQUAL(classes, Call("ReadScores", scores));
    CHECK_EQUAL(inputs, Call("WriteInput", shifted, Int(3), Int((int32_t)inputs)));
    CHECK_EQUAL(TML_AGAIN, Call("Run", Int(1000)));
    CHECK_EQUAL(TML_OK, Call("Restart"));
    CHECK_EQUAL(inputs, Call("WriteInput", shifted, Int(3), Int((int32_t)inputs)));
    int slices = 0;
    int64_t status;
    while ((status = Call("Run", Int(1000))) == TML_AGAIN)
    {
        slices++;
    }
    CHECK_EQUAL(TML_OK, status);
    CHECK_EQUAL(1, slices > 10);
    CHECK_EQUAL(classes, Call("ReadScores", again));
    CHECK_EQUAL(0, memcmp(scores.Bytes(), again.Bytes(), (size_t)classes));
    CHECK_EQUAL(0xEE, again.Bytes()[classes]);
    Array two(2);
    CHECK_EQUAL(2, Call("ReadScores", two));
    CHECK_EQUAL(scores.Bytes()[1], two.Bytes()[1]);
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadScores", Null));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("Run", Int(-1)));
    CheckRanges("WriteInput");
    CHECK_EQUAL(TML_E_ARGUMENT, Call("WriteInput", shifted, Int(0), Int((int32_t)inputs + 1)));
}

/* Feeds records, that start at an offset, until a window is due, and runs it. */
static void RunWindow(uint32_t seed)
{
    const int32_t record = (int32_t)Call("Info", Int(TML_RECORD_BYTES));
    Array burst((uint32_t)(record * 16 + 5));
    CHECK_EQUAL(TML_OK, Call("Gap"));
    for (int bursts = 0; Call("Window") == TML_NOT_READY && bursts < 1000; bursts++)
    {
        for (uint32_t i = 0; i < burst.block->m_numOfElements; i++)
        {
            seed = seed * 1664525u + 1013904223u;
            burst.Bytes()[i] = (uint8_t)(seed >> 24);
        }
        int64_t consumed = Call("Feed", burst, Int(5), Int(record * 16));
        CHECK_EQUAL(1, consumed > 0 && consumed <= record * 16 && consumed % record == 0);
    }
    CHECK_EQUAL(TML_OK, Call("Run", Int(0)));
}

static void CheckLearning(int classes)
{
    Array learn(TML_DEVICE_LEARN_VALUES, 4);
    Array bias((uint32_t)classes, 4);
    Array other((uint32_t)classes, 4);
    CheckRanges("Feed");
    CHECK_EQUAL(TML_E_NO_SHOT, Call("Label", Int(1)));
    for (int i = 0; i < 3; i++)
    {
        RunWindow((uint32_t)i);
        CHECK_EQUAL(TML_OK, Call("Mark"));
        CHECK_EQUAL(TML_E_LABEL, Call("Label", Int(-1)));
        CHECK_EQUAL(TML_E_LABEL, Call("Label", Int(classes)));
        CHECK_EQUAL(TML_OK, Call("Label", Int(i)));
    }
    CHECK_EQUAL(TML_E_ARGUMENT, Call("Adapt", Int(-1), Int(1)));
    CHECK_EQUAL(TML_AGAIN, Call("Adapt", Int(1), Int(1)));
    CHECK_EQUAL(TML_OK, Call("Adapt", Int(0), Int(1)));
    CHECK_EQUAL(TML_DEVICE_LEARN_VALUES, Call("ReadLearn", learn));
    CHECK_EQUAL(3, learn.Words()[0]);
    CHECK_EQUAL(3 * Call("Info", Int(TML_EPOCHS)), learn.Words()[1]);
    CHECK_EQUAL(1, learn.Words()[3] < learn.Words()[2]);
    CHECK_EQUAL(1, learn.Words()[4] > 0);
    CHECK_EQUAL(classes, Call("ReadBias", bias));

    /* The same seed, whatever the slices, gives the same biases, another seed others. */
    while (Call("Adapt", Int(7), Int(1)) == TML_AGAIN)
    {
    }
    CHECK_EQUAL(classes, Call("ReadBias", other));
    CHECK_EQUAL(0, memcmp(bias.Words(), other.Words(), (size_t)classes * 4));
    CHECK_EQUAL(TML_OK, Call("Adapt", Int(0), Int(2)));
    CHECK_EQUAL(classes, Call("ReadBias", other));
    CHECK_EQUAL(1, memcmp(bias.Words(), other.Words(), (size_t)classes * 4) != 0);
    Array two(2, 4);
    CHECK_EQUAL(2, Call("ReadBias", two));
    CHECK_EQUAL(other.Words()[1], two.Words()[1]);

    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadLearn", Null));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadLearn", Array(TML_DEVICE_LEARN_VALUES - 1, 4)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadBias", Null));
    CHECK_EQUAL(TML_OK, Call("Factory"));
    CHECK_EQUAL(TML_DEVICE_LEARN_VALUES, Call("ReadLearn", learn));
    CHECK_EQUAL(0, learn.Words()[0]);
}

/* The active patch, in an array at an offset, and the same in lines; back again after it was forgotten. */
static void CheckPatches(int classes)
{
    Array patch(TML_DEVICE_PATCH_VALUES, 4);
    Array learnt((uint32_t)classes, 4);
    Array other((uint32_t)classes, 4);
    const int32_t *values = patch.Words();
    RunWindow(1);
    CHECK_EQUAL(TML_OK, Call("Mark"));
    CHECK_EQUAL(TML_OK, Call("Label", Int(1)));
    CHECK_EQUAL(TML_OK, Call("Adapt", Int(0), Int(1)));
    CHECK_EQUAL(classes, Call("ReadBias", learnt));

    CHECK_EQUAL(TML_OK, Call("PatchSeal", Int(-7), Int(9), Int(1)));
    CHECK_EQUAL(TML_DEVICE_PATCH_VALUES, Call("ReadPatch", patch));
    CHECK_EQUAL(-7, values[0]);
    CHECK_EQUAL(9, values[1]);
    CHECK_EQUAL(TML_PATCH_HEADER_BYTES + Call("Info", Int(TML_PARAMETER_BYTES)), values[2]);
    CHECK_EQUAL(0, values[3]);
    CHECK_EQUAL(Call("Info", Int(TML_PARAMETER_BYTES)), values[4]);
    CHECK_EQUAL(0, values[5]);
    CHECK_EQUAL(1, values[6] > values[2]);
    const int32_t bytes = values[2];
    Array record((uint32_t)bytes + 3);
    CHECK_EQUAL(TML_OK, Call("PatchRead", Int(0), record, Int(3), Int(bytes)));
    CHECK_EQUAL(0, memcmp(learnt.Words(), record.Bytes() + 3 + TML_PATCH_HEADER_BYTES, (size_t)classes * 4));
    CHECK_EQUAL(0xEE, record.Bytes()[2]);
    CHECK_EQUAL(TML_OK, Call("PatchCompare", Int(40), record, Int(43), Int(bytes - 40)));
    CHECK_EQUAL(TML_E_STORE_WORN, Call("PatchCompare", Int(40), record, Int(42), Int(8)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PatchRead", Int(bytes - 9), record, Int(0), Int(10)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PatchRead", Int(-1), record, Int(0), Int(1)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PatchRead", Int(0), record, Int(4), Int(bytes)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PatchCompare", Int(0), record, Int(4), Int(bytes)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PatchCompare", Int(0), Null, Int(0), Int(0)));

    /* As lines, into an array that is exactly long enough. */
    const int32_t lines = (bytes + 47) / 48;
    Array text((uint32_t)(TML_PATCH_CHARACTERS * lines) + 1);
    int32_t length[64];
    for (int32_t i = 0; i < lines; i++)
    {
        const int32_t at = 1 + i * TML_PATCH_CHARACTERS;
        length[i] = (int32_t)Call("PatchLine", Int(i), text, Int(at));
        CHECK_EQUAL(0, memcmp("TML:", text.Bytes() + at, 4));
    }
    CHECK_EQUAL(TML_PATCH_CHARACTERS, length[0]);
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PatchLine", Int(lines), text, Int(0)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PatchLine", Int(-1), text, Int(0)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PatchLine", Int(0), text, Int((int32_t)text.block->m_numOfElements - 75)));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("PatchLine", Int(0), Null, Int(0)));

    for (int way = 0; way < 2; way++)
    {
        CHECK_EQUAL(TML_OK, Call("Factory"));
        CHECK_EQUAL(classes, Call("ReadBias", other));
        CHECK_EQUAL(1, memcmp(learnt.Words(), other.Words(), (size_t)classes * 4) != 0);
        CHECK_EQUAL(TML_OK, Call("PatchStart"));
        CHECK_EQUAL(TML_E_PATCH_CUT, Call("PatchCheck"));
        for (int32_t i = 0; i < lines && way == 0; i++)
        {
            CHECK_EQUAL(i, Call("PatchTakeLine", text, Int(1 + i * TML_PATCH_CHARACTERS), Int(length[i])));
        }
        for (int32_t i = 0; i < bytes && way == 1; i += 10)
        {
            CHECK_EQUAL(TML_OK, Call("PatchReceive", record, Int(3 + i), Int(bytes - i < 10 ? bytes - i : 10)));
        }
        CHECK_EQUAL(TML_OK, Call("PatchCheck"));
        CHECK_EQUAL(TML_DEVICE_PATCH_VALUES, Call("ReadPatch", patch));
        CHECK_EQUAL(bytes, values[3]);
        CHECK_EQUAL(TML_OK, Call("PatchImport"));
        CHECK_EQUAL(classes, Call("ReadBias", other));
        CHECK_EQUAL(0, memcmp(learnt.Words(), other.Words(), (size_t)classes * 4));
    }
    CHECK_EQUAL(TML_E_PATCH_LINE, Call("PatchTakeLine", text, Int(0), Int(length[0])));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadPatch", Null));
    CHECK_EQUAL(TML_E_ARGUMENT, Call("ReadPatch", Array(TML_DEVICE_PATCH_VALUES - 1, 4)));
    CheckRanges("PatchReceive");
    CheckRanges("PatchTakeLine");
    CHECK_EQUAL(TML_OK, Call("Factory"));
}

int main(int count, char **arguments)
{
    FILE *file = count > 3 ? fopen(arguments[1], "rb") : nullptr;
    if (file == nullptr)
    {
        fprintf(stderr, "glue_test MODEL NAME LABEL...\n");
        return 2;
    }
    fseek(file, 0, SEEK_END);
    const uint32_t bytes = (uint32_t)ftell(file);
    uint8_t *model = (uint8_t *)malloc(bytes);
    rewind(file);
    if (fread(model, 1, bytes, file) != bytes)
    {
        return 2;
    }
    fclose(file);

    CheckClosed();
    CheckStatusTexts();
    CheckFormat();
    CheckPcm();
    CheckResource(model, bytes);
    CheckLoading(model, bytes);
    CheckText(arguments[2], count - 3, arguments + 3);
    CheckInference(count - 3);
    CheckLearning(count - 3);
    CheckPatches(count - 3);
    CHECK_EQUAL(TML_OK, Call("Close"));
    CheckClosed();

    /* The built-in model, which is the same here, or none. */
#ifdef TINYML_BUILT_IN_ARRAY
    CHECK_EQUAL(TML_OK, Call("OpenBuiltIn"));
    CHECK_EQUAL(bytes, Call("Info", Int(TML_FILE_BYTES)));
    CHECK_EQUAL(TML_OK, Call("SelfTest", Int(0)));
#else
    CHECK_EQUAL(TML_E_NO_MODEL, Call("OpenBuiltIn"));
#endif
    free(model);

    for (size_t i = 0; i < sizeof(s_names) / sizeof(s_names[0]); i++)
    {
        if (s_calls[i] == 0)
        {
            s_failures++;
            printf("%s is never called: check what it does with each argument, in glue_test.cpp\n", s_names[i]);
        }
    }
    printf("%d checks, %d failed\n", s_checks, s_failures);
    return s_failures == 0 ? 0 : 1;
}
