/// Tests of the image and its packages.
@NullMarked
package dev.signalman.image;

import org.jspecify.annotations.NullMarked;
