package dev.signalman.trial;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// How one service stopped.
///
/// @param contender its name
/// @param scenario its name
/// @param nanos from TERM to the end, or until it was killed
/// @param status its exit status; empty if it was killed
/// @param answered pages
/// @param lost requests that the service had begun and did not answer
/// @param unseen connections that were closed without an answer, and of which the service knows
///   nothing
/// @param turnedAway requests with another answer, such as 503
/// @param refused connections that were not made
/// @param itemsLost items of the worker that were begun and not finished
/// @param closed whether the database was closed, as the last thing
/// @param printed since TERM
record Stop(
    String contender,
    String scenario,
    long nanos,
    OptionalInt status,
    int answered,
    int lost,
    int unseen,
    int turnedAway,
    int refused,
    int itemsLost,
    boolean closed,
    List<String> printed) {

  double millis() {
    return nanos / 1e6;
  }

  boolean printedLineWith(String text) {
    for (String line : printed) {
      if (line.contains(text)) {
        return true;
      }
    }
    return false;
  }

  boolean ended() {
    return status.isPresent();
  }

  /// For the raw figures.
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("contender", contender);
    map.put("scenario", scenario);
    map.put("nanos", nanos);
    map.put("status", status.isPresent() ? status.getAsInt() : "killed");
    map.put("answered", answered);
    map.put("lost", lost);
    map.put("unseen", unseen);
    map.put("turned away", turnedAway);
    map.put("refused", refused);
    map.put("items lost", itemsLost);
    map.put("closed", closed);
    map.put("printed", printed);
    return map;
  }
}
