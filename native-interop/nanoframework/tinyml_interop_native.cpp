/* SPDX-License-Identifier: MIT */
#include "tinyml_interop.h"

#if defined(ESP_PLATFORM)
#include <esp_timer.h>
#else
#include <nanoHAL_Time.h>
#endif

/*
 * Each function takes its arguments off the stack frame, calls the function of tinyml_device.h with the same name and
 * returns what that returns: a status, never a failing HRESULT, for none can carry a number to managed code, and the
 * runtime answers CLR_E_OUT_OF_MEMORY by collecting garbage and calling again.
 *
 * The garbage collector moves arrays, but not during a call that allocates nothing on the managed heap; none does, and no
 * pointer into an array is kept.
 */

typedef Library_TinyMl_Interop_TinyMl_Interop_Native Native;

static tml_device *const s_device = &g_TinyMl_Device;

/* The elements of an array argument; null: the array is null. */
template <typename T> static T *Elements(const CLR_RT_HeapBlock &argument, uint32_t &length)
{
    CLR_RT_HeapBlock_Array *array = argument.DereferenceArray();
    length = array == nullptr ? 0 : array->m_numOfElements;
    return array == nullptr ? nullptr : (T *)array->GetFirstElement();
}

static int32_t Integer(CLR_RT_HeapBlock &argument)
{
    return argument.NumericByRef().s4;
}

/*
 * Where a resource lies. An assembly that was deployed is read where it was written: in flash that the processor
 * addresses (STM32: execute in place; ESP32: a memory-mapped partition, mapped once for good), or, on a target without
 * that, in a block of native memory that is never moved nor freed while the runtime runs. The collector relocates an
 * assembly only if it came from a managed array (Assembly.Load(byte[])); m_pFile is that array, and such a resource is
 * refused. So a pointer to it stays valid until the runtime starts again, and AbiFirst closes what was open before that.
 */
static int32_t LocateResource(
    CLR_RT_HeapBlock *reflection,
    const char *file,
    CLR_INT16 id,
    const void *&data,
    uint32_t &bytes)
{
    CLR_RT_Assembly_Instance assembly;
    CLR_INT32 index = -1;
    const CLR_RECORD_RESOURCE *resource = nullptr;
    CLR_UINT32 size = 0;
    if (reflection == nullptr || file == nullptr ||
        FAILED(Library_corlib_native_System_Reflection_Assembly::GetTypeDescriptor(*reflection, assembly)))
    {
        return TML_E_ARGUMENT;
    }
    if (FAILED(g_CLR_RT_TypeSystem.LocateResourceFile(assembly, file, index)) || index < 0 ||
        FAILED(g_CLR_RT_TypeSystem.LocateResource(assembly, index, id, resource, size)) || resource == nullptr)
    {
        return TML_E_NO_MODEL;
    }
    if (resource->kind != CLR_RECORD_RESOURCE::RESOURCE_Binary || assembly.m_assm->m_pFile != nullptr)
    {
        return TML_E_RESOURCE;
    }
    data = assembly.m_assm->GetResourceData(resource->offset);
    bytes = size;
    return TML_OK;
}

HRESULT Native::AbiFirst___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_begin(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::OpenBuiltIn___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_open_built_in(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::OpenResource___STATIC__I4__SystemReflectionAssembly__STRING__I2(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    const void *model = nullptr;
    uint32_t bytes = 0;
    int32_t status = LocateResource(
        stack.Arg0().Dereference(),
        stack.Arg1().RecoverString(),
        stack.Arg2().NumericByRef().s2,
        model,
        bytes);
    if (status == TML_OK)
    {
        status = tml_device_open_in_place(s_device, model, bytes);
    }
    else
    {
        tml_device_close(s_device);
    }
    stack.SetResult_I4(status);
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::LoadStart___STATIC__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_load_start(s_device, Integer(stack.Arg0())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::LoadBytes___STATIC__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    const uint8_t *bytes = Elements<uint8_t>(stack.Arg0(), length);
    stack.SetResult_I4(
        tml_device_load_bytes(s_device, bytes, length, Integer(stack.Arg1()), Integer(stack.Arg2())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::OpenLoaded___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_open_loaded(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::Close___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_close(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::Run___STATIC__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_run(s_device, Integer(stack.Arg0())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::Restart___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_restart(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::Feed___STATIC__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    const uint8_t *bytes = Elements<uint8_t>(stack.Arg0(), length);
    stack.SetResult_I4(tml_device_feed(s_device, bytes, length, Integer(stack.Arg1()), Integer(stack.Arg2())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::Gap___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_gap(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::Window___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_window(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::WriteInput___STATIC__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    const uint8_t *bytes = Elements<uint8_t>(stack.Arg0(), length);
    stack.SetResult_I4(
        tml_device_write_input(s_device, bytes, length, Integer(stack.Arg1()), Integer(stack.Arg2())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::ReadScores___STATIC__I4__SZARRAY_U1(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    uint8_t *scores = Elements<uint8_t>(stack.Arg0(), length);
    stack.SetResult_I4(tml_device_read_scores(s_device, scores, length));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::Mark___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_mark(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::Label___STATIC__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_label(s_device, Integer(stack.Arg0())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::Adapt___STATIC__I4__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_adapt(s_device, Integer(stack.Arg0()), Integer(stack.Arg1())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::Factory___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_factory(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::ReadLearn___STATIC__I4__SZARRAY_I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    int32_t *values = Elements<int32_t>(stack.Arg0(), length);
    stack.SetResult_I4(tml_device_read_learn(s_device, values, length));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::ReadBias___STATIC__I4__SZARRAY_I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    int32_t *values = Elements<int32_t>(stack.Arg0(), length);
    stack.SetResult_I4(tml_device_read_bias(s_device, values, length));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::SelfTest___STATIC__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_selftest(s_device, Integer(stack.Arg0())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::Info___STATIC__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_info(s_device, Integer(stack.Arg0())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::ArenaBytes___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_arena_bytes(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::ReadName___STATIC__I4__SZARRAY_U1__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    uint8_t *text = Elements<uint8_t>(stack.Arg0(), length);
    stack.SetResult_I4(tml_device_read_name(s_device, text, length, Integer(stack.Arg1())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::ReadLabel___STATIC__I4__I4__SZARRAY_U1__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    uint8_t *text = Elements<uint8_t>(stack.Arg1(), length);
    stack.SetResult_I4(
        tml_device_read_label(s_device, Integer(stack.Arg0()), text, length, Integer(stack.Arg2())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::ReadStatus___STATIC__I4__I4__SZARRAY_U1__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    uint8_t *text = Elements<uint8_t>(stack.Arg1(), length);
    stack.SetResult_I4(tml_device_read_status(Integer(stack.Arg0()), text, length, Integer(stack.Arg2())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::FormatRecords___STATIC__I4__SZARRAY_U1__I4__I4__SZARRAY_U1__SZARRAY_U1(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    uint32_t layoutLength;
    uint32_t textLength;
    const uint8_t *records = Elements<uint8_t>(stack.Arg0(), length);
    const uint8_t *layout = Elements<uint8_t>(stack.Arg3(), layoutLength);
    uint8_t *text = Elements<uint8_t>(stack.Arg4(), textLength);
    stack.SetResult_I4(tml_device_format_records(
        records,
        length,
        Integer(stack.Arg1()),
        Integer(stack.Arg2()),
        layout,
        layoutLength,
        text,
        textLength));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::PcmStart___STATIC__I4__SZARRAY_I4__I4__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t words;
    int32_t *state = Elements<int32_t>(stack.Arg0(), words);
    stack.SetResult_I4(tml_device_pcm_start(
        state,
        words,
        Integer(stack.Arg1()),
        Integer(stack.Arg2()),
        Integer(stack.Arg3())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::PcmConvert___STATIC__I4__SZARRAY_I4__SZARRAY_U1__I4__I4__SZARRAY_U1(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t words;
    uint32_t length;
    uint32_t capacity;
    int32_t *state = Elements<int32_t>(stack.Arg0(), words);
    const uint8_t *bytes = Elements<uint8_t>(stack.Arg1(), length);
    uint8_t *pcm = Elements<uint8_t>(stack.Arg4(), capacity);
    stack.SetResult_I4(tml_device_pcm_convert(
        state,
        words,
        bytes,
        length,
        Integer(stack.Arg2()),
        Integer(stack.Arg3()),
        pcm,
        capacity));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::PatchSeal___STATIC__I4__I4__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_patch_seal(
        s_device, Integer(stack.Arg0()), Integer(stack.Arg1()), Integer(stack.Arg2())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::PatchRead___STATIC__I4__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    uint8_t *bytes = Elements<uint8_t>(stack.Arg1(), length);
    stack.SetResult_I4(tml_device_patch_read(
        s_device, Integer(stack.Arg0()), bytes, length, Integer(stack.Arg2()), Integer(stack.Arg3())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::PatchCompare___STATIC__I4__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    uint8_t *bytes = Elements<uint8_t>(stack.Arg1(), length);
    stack.SetResult_I4(tml_device_patch_compare(
        s_device, Integer(stack.Arg0()), bytes, length, Integer(stack.Arg2()), Integer(stack.Arg3())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::PatchStart___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_patch_start(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::PatchReceive___STATIC__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    uint8_t *bytes = Elements<uint8_t>(stack.Arg0(), length);
    stack.SetResult_I4(tml_device_patch_receive(s_device, bytes, length, Integer(stack.Arg1()), Integer(stack.Arg2())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::PatchCheck___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_patch_check(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::PatchImport___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    stack.SetResult_I4(tml_device_patch_import(s_device));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::PatchLine___STATIC__I4__I4__SZARRAY_U1__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    uint8_t *text = Elements<uint8_t>(stack.Arg1(), length);
    stack.SetResult_I4(tml_device_patch_line(s_device, Integer(stack.Arg0()), text, length, Integer(stack.Arg2())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::PatchTakeLine___STATIC__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    uint8_t *text = Elements<uint8_t>(stack.Arg0(), length);
    stack.SetResult_I4(tml_device_patch_take_line(
        s_device, text, length, Integer(stack.Arg1()), Integer(stack.Arg2())));
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::ReadPatch___STATIC__I4__SZARRAY_I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    uint32_t length;
    int32_t *values = Elements<int32_t>(stack.Arg0(), length);
    stack.SetResult_I4(tml_device_read_patch(s_device, values, length));
    NANOCLR_NOCLEANUP_NOLABEL();
}

/* On ESP32 the runtime's own clock advances by 10 ms, a tick of FreeRTOS; on ChibiOS by the tick of the board. */
HRESULT Native::Microseconds___STATIC__I8(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
#if defined(ESP_PLATFORM)
    stack.SetResult_I8(esp_timer_get_time());
#else
    stack.SetResult_I8((CLR_INT64)(HAL_Time_CurrentTime() / 10));
#endif
    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Native::AbiLast___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    /* Read as volatile, so that no optimisation across files takes the value out of the record and drops the rest. */
    stack.SetResult_I4(*(const volatile CLR_INT32 *)&g_TinyMl_Firmware.abi);
    NANOCLR_NOCLEANUP_NOLABEL();
}
