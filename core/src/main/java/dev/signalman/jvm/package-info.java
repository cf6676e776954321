/// Another class of this program in a process of its own, in a VM like this one: [JavaChild].
package dev.signalman.jvm;
