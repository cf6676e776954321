package dev.signalman.lifecycle;

import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import dev.signalman.testkit.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ObservedStopTest {
  @Test
  @DisplayName("OBS-06: observers are told each stage and task of a stop")
  void stagesAreTold() throws Exception {
    try (ChildJvm child = ChildJvm.start(Stopped.class)) {
      child.expect("began drain");
      child.expect("drain/good DONE true", "drain/bad FAILED true", "ended drain");
      child.expect("began store", "store/db DONE true", "ended store");
      child.expectExit(1);
    }
  }

  static final class Stopped {
    private Stopped() {}

    public static void main(String[] args) {
      Observers.add(new Telling());
      Lifecycle life = Lifecycle.builder().quiet().open();
      Stage drain = life.stage("drain");
      drain.add("good", () -> {});
      drain.add(
          "bad",
          () -> {
            throw new IllegalStateException("bad");
          });
      life.stage("store").after(drain).add("db", () -> {});
      life.stop("test");
    }
  }

  static final class Telling implements Observer {
    @Override
    public void stageBegan(String stage) {
      System.out.println("began " + stage);
    }

    @Override
    public void stageEnded(String stage, Duration took) {
      System.out.println("ended " + stage);
    }

    @Override
    public void taskEnded(String stage, String task, String state, Duration took) {
      System.out.println(stage + "/" + task + " " + state + " " + !took.isNegative());
    }
  }
}
