package dev.signalman.lifecycle;

import java.time.Duration;

/// The messages of every stop. They are no lambdas: the first lambda costs the VM more time than
/// the stop of a small program.
final class News {
  private News() {}

  record Began(StopCause cause, Duration deadline) implements Teller.News {
    @Override
    public void tell(StopListener listener) {
      listener.began(cause, deadline);
    }
  }

  record StageBegan(String stage) implements Teller.News {
    @Override
    public void tell(StopListener listener) {
      listener.stageBegan(stage);
    }
  }

  record StageEnded(StageReport stage) implements Teller.News {
    @Override
    public void tell(StopListener listener) {
      listener.stageEnded(stage);
    }
  }

  record Ended(StopReport report) implements Teller.News {
    @Override
    public void tell(StopListener listener) {
      listener.ended(report);
    }
  }
}
