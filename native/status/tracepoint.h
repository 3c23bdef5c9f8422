/*
 * User-space statically defined tracepoints (USDT) of the provider "blaspool": a nop in the code, and a note in the ELF
 * file that tells perf, bpftrace and SystemTap where it is and where the arguments are. Nothing is spent on one that
 * nobody looks at. The note's layout is that of SystemTap's <sys/sdt.h>, version 3, which building should not need:
 *
 *   name "stapsdt", type 3; addresses of the nop, of _.stapsdt.base (for what was relocated) and of a semaphore (0:
 * none); then provider, name and arguments (SIZE@PLACE, negative sizes signed), each ending in a 0
 */
#ifndef BLASPOOL_TRACEPOINT_H
#define BLASPOOL_TRACEPOINT_H

#include <stdint.h>

#if defined(__x86_64__) || defined(__aarch64__)

#define BLASPOOL_TRACEPOINT(name, first, second, third)                                                                \
    __asm__ volatile("990: nop\n"                                                                                      \
                     ".pushsection .note.stapsdt,\"?\",\"note\"\n"                                                     \
                     ".balign 4\n"                                                                                     \
                     ".4byte 992f-991f, 994f-993f, 3\n"                                                                \
                     "991: .asciz \"stapsdt\"\n"                                                                       \
                     "992: .balign 4\n"                                                                                \
                     "993: .8byte 990b\n"                                                                              \
                     ".8byte _.stapsdt.base\n"                                                                         \
                     ".8byte 0\n"                                                                                      \
                     ".asciz \"blaspool\"\n"                                                                           \
                     ".asciz \"" name "\"\n"                                                                           \
                     ".asciz \"-8@%0 -8@%1 -8@%2\"\n"                                                                  \
                     "994: .balign 4\n"                                                                                \
                     ".popsection\n"                                                                                   \
                     ".ifndef _.stapsdt.base\n"                                                                        \
                     ".pushsection .stapsdt.base,\"aG\",\"progbits\",.stapsdt.base,comdat\n"                           \
                     ".weak _.stapsdt.base\n"                                                                          \
                     ".hidden _.stapsdt.base\n"                                                                        \
                     "_.stapsdt.base: .space 1\n"                                                                      \
                     ".size _.stapsdt.base, 1\n"                                                                       \
                     ".popsection\n"                                                                                   \
                     ".endif\n"                                                                                        \
                     :                                                                                                 \
                     : "nor"((int64_t)(first)), "nor"((int64_t)(second)), "nor"((int64_t)(third)))

#else

#define BLASPOOL_TRACEPOINT(name, first, second, third) ((void)(first), (void)(second), (void)(third))

#endif

#endif
