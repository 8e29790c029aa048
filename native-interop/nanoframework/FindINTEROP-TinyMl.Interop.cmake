# SPDX-License-Identifier: MIT
#
# What nanoFramework's build looks for when NF_INTEROP_ASSEMBLIES names TinyMl.Interop. A board sets the variables below
# on the command line of CMake; README.md beside this file tells how.

set(TINYML_SOURCE_DIR "${CMAKE_SOURCE_DIR}/InteropAssemblies/TinyMl.Interop" CACHE PATH "The folder native-interop")
set(TINYML_ARENA_BYTES 32768 CACHE STRING "The arena, a multiple of 16")
set(TINYML_MODEL_BYTES 0 CACHE STRING "Room for a model that is loaded from a file; 0: none")
set(TINYML_ARENA_SECTION "" CACHE STRING "Linker section of the arena; empty: .bss")
set(TINYML_MODEL_SECTION "" CACHE STRING "Linker section of the room for a loaded model; empty: .bss")
set(TINYML_BUILT_IN_MODEL "" CACHE FILEPATH "A .tml file, the built-in model; empty: none")

foreach(TINYML_NUMBER TINYML_ARENA_BYTES TINYML_MODEL_BYTES)
    if(NOT "${${TINYML_NUMBER}}" MATCHES "^[0-9]+$")
        message(FATAL_ERROR "${TINYML_NUMBER} is '${${TINYML_NUMBER}}': give a number of bytes, in decimal.")
    endif()
endforeach()
if(NOT EXISTS "${TINYML_SOURCE_DIR}/include/tinyml/tinyml.h")
    message(FATAL_ERROR "There is no TinyML library in '${TINYML_SOURCE_DIR}': copy the folder native-interop there, "
                        "or set TINYML_SOURCE_DIR to it.")
endif()

# The built-in model as an array of words, so that it is aligned; "TML1" in hexadecimal is how each begins.
set(TINYML_BUILT_IN_BYTES 0)
set(TINYML_BUILT_IN_ARRAY "")
if(TINYML_BUILT_IN_MODEL)
    if(NOT EXISTS "${TINYML_BUILT_IN_MODEL}")
        message(FATAL_ERROR "There is no built-in model '${TINYML_BUILT_IN_MODEL}': give a .tml file, "
                            "or leave TINYML_BUILT_IN_MODEL empty.")
    endif()
    file(READ "${TINYML_BUILT_IN_MODEL}" TINYML_WORDS HEX)
    if(NOT TINYML_WORDS MATCHES "^544d4c31")
        message(FATAL_ERROR "'${TINYML_BUILT_IN_MODEL}' is no .tml file: 'tinyml compile' makes one of a .tflite file.")
    endif()
    file(SIZE "${TINYML_BUILT_IN_MODEL}" TINYML_BUILT_IN_BYTES)
    math(EXPR TINYML_REST "${TINYML_BUILT_IN_BYTES} % 4")
    if(TINYML_REST)
        message(FATAL_ERROR "'${TINYML_BUILT_IN_MODEL}' is cut short at ${TINYML_BUILT_IN_BYTES} bytes: copy it again.")
    endif()
    string(REGEX REPLACE "(..)(..)(..)(..)" "0x\\4\\3\\2\\1u,\n" TINYML_WORDS "${TINYML_WORDS}")
    set(TINYML_BUILT_IN_ARRAY "${CMAKE_BINARY_DIR}/tinyml_built_in_model.h")
    file(WRITE "${TINYML_BUILT_IN_ARRAY}" "static const uint32_t tinyml_model[] = {\n${TINYML_WORDS}};\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${TINYML_BUILT_IN_MODEL}")
endif()

file(GLOB TINYML_ENGINE_SOURCES CONFIGURE_DEPENDS "${TINYML_SOURCE_DIR}/src/*.c")
file(GLOB TINYML_GLUE_SOURCES CONFIGURE_DEPENDS
     "${TINYML_SOURCE_DIR}/device/*.c" "${TINYML_SOURCE_DIR}/nanoframework/*.cpp")

# nanoFramework compiles for size and without built-in functions. What runs at each inference is worth the flash of -O3,
# and its copies of a few bytes are worth being inlined; what runs once, the proof of a model, stays small.
set(TINYML_FAST_SOURCES ${TINYML_ENGINE_SOURCES})
list(FILTER TINYML_FAST_SOURCES EXCLUDE REGEX "/(check|crc32|info|selftest|status)[^/]*$")
set_source_files_properties(${TINYML_FAST_SOURCES} PROPERTIES COMPILE_OPTIONS "-O3;-fbuiltin")

set(TINYML_DEFINITIONS "TINYML_ARENA_BYTES=${TINYML_ARENA_BYTES}" "TINYML_MODEL_BYTES=${TINYML_MODEL_BYTES}"
                       "TINYML_BUILT_IN_BYTES=${TINYML_BUILT_IN_BYTES}")
foreach(TINYML_TEXT TINYML_ARENA_SECTION TINYML_MODEL_SECTION TINYML_BUILT_IN_ARRAY)
    if(${TINYML_TEXT})
        list(APPEND TINYML_DEFINITIONS "${TINYML_TEXT}=\"${${TINYML_TEXT}}\"")
    endif()
endforeach()
set_source_files_properties("${TINYML_SOURCE_DIR}/nanoframework/tinyml_memory.cpp"
                            "${TINYML_SOURCE_DIR}/nanoframework/tinyml_interop.cpp"
                            PROPERTIES COMPILE_DEFINITIONS "${TINYML_DEFINITIONS}")

set(TinyMl.Interop_SOURCES ${TINYML_GLUE_SOURCES} ${TINYML_ENGINE_SOURCES})
set(TinyMl.Interop_INCLUDE_DIRS
    "${TINYML_SOURCE_DIR}/include" "${TINYML_SOURCE_DIR}/device" "${TINYML_SOURCE_DIR}/nanoframework")

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(INTEROP-TinyMl.Interop DEFAULT_MSG TinyMl.Interop_INCLUDE_DIRS TinyMl.Interop_SOURCES)
