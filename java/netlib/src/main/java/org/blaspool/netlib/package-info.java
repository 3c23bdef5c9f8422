/**
 * blaspool's dgemm under libraries that call BLAS through netlib-java ({@code com.github.fommil.netlib}) or
 * dev.ludovic.netlib (Breeze, Spark ML): same classes, same arguments, Java arrays. {@link
 * org.blaspool.netlib.NetlibProducts} has the settings, threads and CPUs.
 */
package org.blaspool.netlib;
