package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The JSON thread dump of JDK 25.
class ThreadDumpTest {
  private static final String DUMP =
      """
      {
        "threadDump": {
          "threadContainers": [
            {
              "container": "<root>",
              "threads": [
                {
                  "tid": "22",
                  "name": "owner \\"1\\"",
                  "state": "TIMED_WAITING",
                  "stack": [
                    "java.base\\/java.lang.Thread.sleep(Thread.java:540)",
                    "App.hold(App.java:4)"
                  ],
                  "monitorsOwned": [
                    {
                      "depth": 3,
                      "locks": [
                        "java.lang.Object@6771beb3"
                      ]
                    }
                  ]
                },
                {
                  "tid": "24",
                  "virtual": true,
                  "name": "stop\\/a\\/b",
                  "state": "BLOCKED",
                  "blockedOn": "java.lang.Object@6771beb3",
                  "stack": [
                    "App.main(App.java:6)"
                  ]
                }
              ],
              "threadCount": "2"
            }
          ]
        }
      }
      """;

  @Test
  void leadsFromABlockedThreadToTheOwner() {
    ThreadDump dump = ThreadDump.parse(DUMP.lines().toList());
    ThreadDump.Entry blocked = Objects.requireNonNull(dump.thread(24));
    assertThat(blocked.name).isEqualTo("stop/a/b");
    assertThat(blocked.stack).containsExactly("App.main(App.java:6)");
    ThreadDump.Entry owner = Objects.requireNonNull(dump.ownerOf(blocked.blockedOn));
    assertThat(owner.name).isEqualTo("owner \"1\"");
    assertThat(owner.stack).hasSize(2).first().asString().startsWith("java.base/java.lang");
    assertThat(dump.ownerOf("java.lang.Object@1")).isNull();
    assertThat(dump.thread(1)).isNull();
  }

  @Test
  @Tag("fuzz")
  void readsAnythingWithoutFailing() throws Exception {
    Fuzz.texts(List.of(DUMP), text -> ThreadDump.parse(text.lines().toList()));
  }
}
