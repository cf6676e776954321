package org.springframework.cloud.context.refresh;

import java.util.Set;

/// Stands in for the class of Spring Cloud, of which only this method is used.
public class ContextRefresher {
  /// As if one property had changed.
  public Set<String> refresh() {
    return Set.of("from.the.cloud");
  }
}
