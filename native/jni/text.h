/*
 * UTF-8 as strings of Java. JNI's own functions speak "modified UTF-8", which is another encoding for characters beyond
 * U+FFFF, and which must not be fed what a file system or a system call returned.
 */
#ifndef BLASPOOL_TEXT_H
#define BLASPOOL_TEXT_H

#include <jni.h>

/* Stands for what is no character. */
#define TEXT_REPLACEMENT 0xfffdu

/* Bytes that are no UTF-8 become U+FFFD. NULL with a pending exception. */
jstring text_to_java(JNIEnv *env, const char *text);

#endif
