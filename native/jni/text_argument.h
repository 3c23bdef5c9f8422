/* Strings that Java passes, as UTF-8. */
#ifndef BLASPOOL_TEXT_ARGUMENT_H
#define BLASPOOL_TEXT_ARGUMENT_H

#include <jni.h>

/* A copy for free(); NULL with a pending exception where `text` is null, holds a NUL, or memory is lacking. */
char *text_from_java(JNIEnv *env, jstring text);

#endif
