/* Failures of the C library as Java exceptions; org.blaspool.jni's package documentation has the table. */
#ifndef BLASPOOL_THROW_STATUS_H
#define BLASPOOL_THROW_STATUS_H

#include <blaspool/status.h>

#include <jni.h>

/*
 * Both throw for anything but OK, with the message of the calling thread's last failure, and return whether all was
 * well; after a 0 the entry point returns at once. The second is for methods that declare IOException.
 */
int check_status(JNIEnv *env, blaspool_status status);
int check_io_status(JNIEnv *env, blaspool_status status);

void throw_illegal_argument(JNIEnv *env, const char *message);
void throw_null_pointer(JNIEnv *env, const char *message);
void throw_out_of_memory(JNIEnv *env, const char *message);

#endif
