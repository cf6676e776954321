package dev.signalman.spring.boot;

import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.Stage;
import dev.signalman.lifecycle.test.VirtualProcess;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// In a test no signal is claimed. Beans that need a lifecycle get one in a virtual process.
@AutoConfiguration(after = SignalmanAutoConfiguration.class)
@ConditionalOnClass(VirtualProcess.class)
@ConditionalOnMissingBean({Attached.class, Lifecycle.class})
final class VirtualLifecycleAutoConfiguration {
  VirtualLifecycleAutoConfiguration() {}

  @Bean
  VirtualProcess signalmanVirtualProcess() {
    return new VirtualProcess();
  }

  @Bean(destroyMethod = "")
  Lifecycle signalmanLifecycle(VirtualProcess process) {
    Lifecycle life = process.open(Lifecycle.builder().quiet());
    Stage _ = life.stage(VmLifecycle.STAGE); // it may be named by others, and has no task here
    return life;
  }
}
