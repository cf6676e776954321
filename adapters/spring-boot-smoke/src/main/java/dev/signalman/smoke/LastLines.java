package dev.signalman.smoke;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Logs a lot when it is destroyed. It is made first, so it is destroyed last.
@Component("aaaLastLines")
class LastLines implements DisposableBean {
  private static final Log LOG = LogFactory.getLog(LastLines.class);

  @Override
  public void destroy() {
    for (int i = 1; i <= 200; i++) {
      LOG.info("last line " + i + " of 200");
    }
  }
}
