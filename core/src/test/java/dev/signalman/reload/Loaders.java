package dev.signalman.reload;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The two ways to give a plug-in the library.
final class Loaders {
  private Loaders() {}

  /// A loader with everything that this program has, but of its own.
  static URLClassLoader withLibrary() throws IOException {
    return new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
  }

  /// A loader that has the plug-in, and the library from this program.
  static URLClassLoader aboveLibrary() throws IOException {
    return new PluginsOwn(classPath());
  }

  private static URL[] classPath() throws IOException {
    List<URL> path = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      path.add(Path.of(part).toUri().toURL());
    }
    return path.toArray(URL[]::new);
  }

  /// Runs a class that implements Runnable.
  static void run(ClassLoader loader, Class<? extends Runnable> plugin) throws Exception {
    Class<?> type = Class.forName(plugin.getName(), true, loader);
    if (type == plugin) {
      throw new AssertionError("the plug-in is not the loader's own");
    }
    ((Runnable) type.getDeclaredConstructor().newInstance()).run();
  }

  /// In the tests parent and plug-in lie in the same jar.
  private static final class PluginsOwn extends URLClassLoader {
    PluginsOwn(URL[] path) {
      super(path, PluginsOwn.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(Plugin.class.getName()) && !name.equals(Forgetful.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
