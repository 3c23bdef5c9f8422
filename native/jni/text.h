/*
 * Strings of Java as UTF-8 and back. JNI's own functions speak "modified UTF-8", which is another encoding for
 * characters beyond U+FFFF, and which must not be fed what a file system or a system call returned.
 */
#ifndef BLASPOOL_TEXT_H
#define BLASPOOL_TEXT_H

#include <jni.h>

/* A copy for free(); NULL with a pending exception where `text` is null, holds a NUL, or memory is lacking. */
char *text_from_java(JNIEnv *env, jstring text);

/* Bytes that are no UTF-8 become U+FFFD. NULL with a pending exception. */
jstring text_to_java(JNIEnv *env, const char *text);

#endif
