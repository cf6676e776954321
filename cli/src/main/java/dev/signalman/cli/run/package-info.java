/// `signalman run`: runs a program as process 1 of a container, or elsewhere, and looks after it
/// and its descendants; `signalman tini` and `signalman dumb-init`: the same with the command lines
/// of these two. Three parsers yield a [RunPlan], [RunState] decides what happens, and [Run] does
/// it.
package dev.signalman.cli.run;
