// The part of jni.h that depends on the platform, for all platforms: a JDK contains only its own.

#pragma once

#ifdef _WIN32
#define JNIEXPORT __declspec(dllexport)
#define JNIIMPORT __declspec(dllimport)
#define JNICALL __stdcall
#else
#define JNIEXPORT __attribute__((visibility("default")))
#define JNIIMPORT __attribute__((visibility("default")))
#define JNICALL
#endif

typedef signed char jbyte;
typedef int jint;
typedef long long jlong;
