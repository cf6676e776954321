/// `signalman run`: runs a program as process 1 of a container, or elsewhere, and looks after it
/// and its descendants; `signalman tini` and `signalman dumb-init` do the same with the command
/// lines of these two programs. Three parsers make a [RunPlan], [RunState] decides, and [Run] acts.
package dev.signalman.cli.run;
