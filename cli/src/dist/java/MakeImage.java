import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Makes an image of the command line that needs no JDK: `java MakeImage.java ROOT VERSION TIME
/// TARGET`, after `MakeDist`.
///
/// ```
/// TARGET/signalman/bin/signalman       the launcher
/// TARGET/signalman/bin/tini, dumb-init links to it: it runs the command of that name
/// TARGET/signalman/lib/                the launcher's functions, the VM's options, the AOT caches
/// TARGET/signalman/runtime/            the VM, made by jlink, with the command's modules inside
/// TARGET/signalman/share/man/          the manual pages
/// TARGET/signalman-VERSION-linux-MACHINE.tar.gz
/// TARGET/signalman_VERSION_MACHINE.deb
/// ```
///
/// It can be unpacked anywhere. The caches name no path, because all classes are in the VM's own
/// file of modules. All files have the same time, so that two builds differ in nothing but the
/// caches.
final class MakeImage {
  private static final String PROGRAM = "dev.signalman.cli";

  /// What no descriptor of ours requires: `stop` starts jcmd.
  private static final String TOOLS = "jdk.jcmd";

  private static final String FUNCTIONS = "\"$root/cli/src/dist/launch.sh\"";

  private MakeImage() {}

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toAbsolutePath().normalize();
    String version = args[1];
    FileTime time = FileTime.from(Instant.parse(args[2]));
    Path target = Path.of(args[3]).toAbsolutePath().normalize();

    Path image = target.resolve("signalman");
    Tree.delete(image);
    Files.createDirectories(image);
    Path dist = root.resolve("cli/target/dist");
    link(dist.resolve("lib"), image.resolve("runtime"));
    launcher(root, image);
    Files.copy(dist.resolve("vm.options"), image.resolve("lib/vm.options"));
    Files.createDirectories(image.resolve("share"));
    Tree.copy(dist.resolve("man"), image.resolve("share/man"));
    Files.copy(root.resolve("LICENSE"), image.resolve("LICENSE"));
    Tree.settle(image, time);
    Path java = image.resolve("runtime/bin/java");
    List<String> training = List.of("-m", PROGRAM + "/" + PROGRAM + ".Training");
    AotCaches caches = new AotCaches(java, image.resolve("lib"), training);
    caches.listForms();
    caches.makeAll();
    Tree.settle(image, time);

    Packages packages = new Packages(image, version, time, target);
    packages.archive();
    packages.debian(root);
  }

  private static void link(Path modules, Path runtime) throws IOException, InterruptedException {
    Command.run(
        Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
        "--module-path=" + modules,
        "--add-modules=" + PROGRAM + "," + TOOLS,
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--compress=zip-0",
        "--output=" + runtime);
  }

  /// The launcher of a checkout, with other functions to find the VM.
  private static void launcher(Path root, Path image) throws IOException {
    Path bin = Files.createDirectories(image.resolve("bin"));
    Path lib = Files.createDirectories(image.resolve("lib"));
    String text = Files.readString(root.resolve("signalman"));
    if (text.split(java.util.regex.Pattern.quote(FUNCTIONS), -1).length != 2) {
      throw new IllegalStateException("the launcher reads " + FUNCTIONS + " not exactly once");
    }
    Path launcher = bin.resolve("signalman");
    Files.writeString(launcher, text.replace(FUNCTIONS, "\"$root/../lib/launch.sh\""));
    if (!launcher.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + launcher + " executable");
    }
    for (String name : List.of("tini", "dumb-init")) {
      Files.createSymbolicLink(bin.resolve(name), Path.of("signalman"));
    }
    List<String> functions = new ArrayList<>();
    functions.addAll(Files.readAllLines(root.resolve("cli/src/dist/start.sh")));
    functions.addAll(Files.readAllLines(root.resolve("image/src/dist/image.sh")));
    Files.write(lib.resolve("launch.sh"), functions);
  }
}
