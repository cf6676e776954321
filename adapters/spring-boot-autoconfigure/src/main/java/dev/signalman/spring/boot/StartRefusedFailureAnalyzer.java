package dev.signalman.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Lets Spring Boot show the reason and the way out instead of a stack.
final class StartRefusedFailureAnalyzer extends AbstractFailureAnalyzer<StartRefusedException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StartRefusedException cause) {
    return new FailureAnalysis(cause.problem(), cause.wayOut(), cause);
  }
}
