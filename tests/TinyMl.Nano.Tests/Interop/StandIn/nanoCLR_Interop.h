/* SPDX-License-Identifier: MIT */
#ifndef STAND_IN_H
#define STAND_IN_H

/*
 * As much of nanoFramework's runtime as the glue uses, with the names and meanings of nf-interpreter 1.17, for tests: a
 * stack frame is an array of arguments, an array or a string a block, and resources are what the test lists.
 */

#include <stddef.h>
#include <stdint.h>

typedef int HRESULT;
typedef int16_t CLR_INT16;
typedef int32_t CLR_INT32;
typedef int64_t CLR_INT64;
typedef uint8_t CLR_UINT8;
typedef uint16_t CLR_UINT16;
typedef uint32_t CLR_UINT32;
typedef const CLR_UINT8 *CLR_PMETADATA;

#define S_OK                 0
#define CLR_E_NULL_REFERENCE ((HRESULT)0xA5000000)
#define FAILED(hr)           ((hr) < 0)

#define NANOCLR_HEADER() HRESULT hr
#define NANOCLR_NOCLEANUP_NOLABEL()                                                                                    \
    hr = S_OK;                                                                                                         \
    return hr
#define NANOCLR_NATIVE_DECLARE(mtd) static HRESULT mtd(CLR_RT_StackFrame &stack)

struct CLR_RT_StackFrame;
typedef HRESULT (*CLR_RT_MethodHandler)(CLR_RT_StackFrame &stack);

struct CLR_RECORD_VERSION
{
    CLR_UINT16 iMajorVersion;
    CLR_UINT16 iMinorVersion;
    CLR_UINT16 iBuildNumber;
    CLR_UINT16 iRevisionNumber;
};

struct CLR_RT_NativeAssemblyData
{
    const char *m_szAssemblyName;
    unsigned int m_checkSum;
    const void *m_pNativeMethods;
    CLR_RECORD_VERSION m_Version;
};

struct CLR_RT_HeapBlock_Array;

struct CLR_RT_HeapBlock
{
    union Numeric {
        CLR_INT16 s2;
        CLR_INT32 s4;
        CLR_INT64 s8;
    };

    Numeric m_numeric;
    CLR_RT_HeapBlock *m_object;

    Numeric &NumericByRef()
    {
        return m_numeric;
    }
    CLR_RT_HeapBlock *Dereference() const
    {
        return m_object;
    }
    CLR_RT_HeapBlock_Array *DereferenceArray() const
    {
        return (CLR_RT_HeapBlock_Array *)m_object;
    }
    const char *RecoverString() const
    {
        return (const char *)m_object;
    }
};

struct CLR_RT_HeapBlock_Array : public CLR_RT_HeapBlock
{
    CLR_UINT32 m_numOfElements;

    CLR_UINT8 *GetFirstElement()
    {
        return (CLR_UINT8 *)&this[1];
    }
};

struct CLR_RT_StackFrame
{
    CLR_RT_HeapBlock *m_arguments;
    CLR_INT64 m_result;
    int m_results;
    int m_resultBytes;

    CLR_RT_HeapBlock &Arg0() const
    {
        return m_arguments[0];
    }
    CLR_RT_HeapBlock &Arg1() const
    {
        return m_arguments[1];
    }
    CLR_RT_HeapBlock &Arg2() const
    {
        return m_arguments[2];
    }
    CLR_RT_HeapBlock &Arg3() const
    {
        return m_arguments[3];
    }
    CLR_RT_HeapBlock &Arg4() const
    {
        return m_arguments[4];
    }
    void SetResult_I4(CLR_INT32 value)
    {
        m_result = value;
        m_resultBytes = 4;
        m_results++;
    }
    void SetResult_I8(const CLR_INT64 &value)
    {
        m_result = value;
        m_resultBytes = 8;
        m_results++;
    }
};

struct CLR_RECORD_RESOURCE
{
    static const CLR_UINT8 RESOURCE_String = 0x03;
    static const CLR_UINT8 RESOURCE_Binary = 0x04;

    CLR_INT16 id;
    CLR_UINT8 kind;
    CLR_UINT8 flags;
    CLR_UINT32 offset;
};

/* An assembly with one file of resources; the data starts at m_data. */
struct CLR_RT_Assembly
{
    CLR_RT_HeapBlock_Array *m_pFile;
    const char *m_fileName;
    const CLR_RECORD_RESOURCE *m_resources;
    const CLR_UINT32 *m_sizes;
    int m_count;
    CLR_PMETADATA m_data;

    CLR_PMETADATA GetResourceData(CLR_UINT32 offset)
    {
        return m_data + offset;
    }
};

struct CLR_RT_Assembly_Instance
{
    CLR_RT_Assembly *m_assm;
};

struct CLR_RT_TypeSystem
{
    HRESULT LocateResourceFile(CLR_RT_Assembly_Instance assm, const char *name, CLR_INT32 &index)
    {
        const char *own = assm.m_assm->m_fileName;
        while (*own != '\0' && *own == *name)
        {
            own++;
            name++;
        }
        index = *own == *name ? 0 : -1;
        return S_OK;
    }
    HRESULT LocateResource(
        CLR_RT_Assembly_Instance assm,
        CLR_INT32 index,
        CLR_INT16 id,
        const CLR_RECORD_RESOURCE *&res,
        CLR_UINT32 &size)
    {
        res = nullptr;
        size = 0;
        for (int i = 0; index == 0 && i < assm.m_assm->m_count; i++)
        {
            if (assm.m_assm->m_resources[i].id == id)
            {
                res = &assm.m_assm->m_resources[i];
                size = assm.m_assm->m_sizes[i];
            }
        }
        return S_OK;
    }
};

extern CLR_RT_TypeSystem g_CLR_RT_TypeSystem;

struct Library_corlib_native_System_Reflection_Assembly
{
    /* The managed object refers to the assembly; one that refers to none is something else. */
    static HRESULT GetTypeDescriptor(CLR_RT_HeapBlock &arg, CLR_RT_Assembly_Instance &inst)
    {
        inst.m_assm = (CLR_RT_Assembly *)arg.m_object;
        return inst.m_assm == nullptr ? CLR_E_NULL_REFERENCE : S_OK;
    }
};

extern "C" uint64_t HAL_Time_CurrentTime();

#endif
