package dev.signalman.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportedPackagesTest {
  private static final String ADAPTER = "dev.signalman.some.Adapter";

  @TempDir private Path folder;

  /// An adapter with one class, which has an abstract method whose parameter is of another type.
  private Class<?> adapterThatUses(String type) throws Exception {
    Path file = folder.resolve(ADAPTER.replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    MethodTypeDesc method = MethodTypeDesc.of(ClassDesc.ofDescriptor("V"), ClassDesc.of(type));
    int flags = ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT;
    ClassFile.of()
        .buildTo(
            file,
            ClassDesc.of(ADAPTER),
            adapter ->
                adapter
                    .withFlags(flags | ClassFile.ACC_INTERFACE)
                    .withMethod("use", method, flags, _ -> {}));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      return loader.loadClass(ADAPTER);
    }
  }

  @Test
  void typeInADescriptorAloneIsFound() throws Exception {
    Class<?> adapter = adapterThatUses("dev.signalman.internal.kernel.Calls");
    assertThatThrownBy(() -> ExportedPackages.hold(adapter, Set.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Adapter.class=[dev.signalman.internal.kernel]");
  }

  @Test
  void ownAndAllowedPackagesAndThoseOfOthersMayBeUsed() throws Exception {
    Class<?> internal = adapterThatUses("dev.signalman.internal.kernel.Calls");
    assertThatCode(() -> ExportedPackages.hold(internal, Set.of("dev.signalman.internal.kernel")))
        .doesNotThrowAnyException();
    Class<?> own = adapterThatUses("dev.signalman.some.Other");
    assertThatCode(() -> ExportedPackages.hold(own, Set.of())).doesNotThrowAnyException();
    Class<?> foreign = adapterThatUses("org.example.Type");
    assertThatCode(() -> ExportedPackages.hold(foreign, Set.of())).doesNotThrowAnyException();
  }
}
