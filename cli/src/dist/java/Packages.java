import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Packs an image. The same image gives the same bytes.
///
/// @param image the unpacked image
/// @param time the time of every file
/// @param target where the packages are put
record Packages(Path image, String version, FileTime time, Path target) {
  private static final long MIB = 1 << 20;

  /// Makes the `.tar.gz`.
  void archive() throws IOException, InterruptedException {
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    Path archive = target.resolve("signalman-%s-linux-%s.tar.gz".formatted(version, machine));
    Command.run(
        "tar",
        "--directory=" + image.getParent(),
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--format=gnu",
        "--mtime=@" + seconds(),
        "--use-compress-program=gzip -n",
        "--create",
        "--file=" + archive,
        image.getFileName().toString());
    tell(archive);
  }

  /// Makes the Debian package, where there is dpkg-deb(1). The command is on the PATH. The names
  /// `tini` and `dumb-init` are not: they belong to the packages of these programs.
  void debian(Path root) throws IOException, InterruptedException, GeneralSecurityException {
    if (!Command.exists("dpkg-deb")) {
      System.out.println("no Debian package: there is no dpkg-deb(1)");
      return;
    }
    Path tree = target.resolve("debian");
    Tree.delete(tree);
    Path usr = Files.createDirectories(tree.resolve("usr"));
    Path home = Files.createDirectories(usr.resolve("lib")).resolve("signalman");
    Tree.copy(image, home);
    Tree.delete(home.resolve("share"));
    Files.delete(home.resolve("LICENSE"));
    Path bin = Files.createDirectories(usr.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("signalman"), Path.of("../lib/signalman/bin/signalman"));
    Path man = Files.createDirectories(usr.resolve("share/man/man1"));
    for (Path page : Tree.files(image.resolve("share/man"))) {
      compress(page, man);
    }
    Path doc = Files.createDirectories(usr.resolve("share/doc/signalman"));
    Files.copy(root.resolve("image/src/dist/copyright"), doc.resolve("copyright"));
    Files.copy(root.resolve("CHANGELOG.md"), doc.resolve("changelog"));
    compress(doc.resolve("changelog"), doc);
    Files.delete(doc.resolve("changelog"));
    control(root, tree);
    Tree.settle(tree, time);
    String name = "signalman_%s_%s.deb".formatted(debianVersion(), debianMachine());
    Path file = target.resolve(name);
    Command.run(
        Map.of("SOURCE_DATE_EPOCH", Long.toString(seconds())),
        List.of(
            "dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree.toString(), file.toString()));
    Tree.delete(tree);
    tell(file);
  }

  private void control(Path root, Path tree) throws IOException, GeneralSecurityException {
    List<String> sums = new ArrayList<>();
    long blocks = 0;
    for (Path file : Tree.files(tree)) {
      byte[] content = Files.readAllBytes(file);
      byte[] sum = MessageDigest.getInstance("MD5").digest(content);
      sums.add(HexFormat.of().formatHex(sum) + "  " + tree.relativize(file));
      blocks += (content.length + 1023) / 1024;
    }
    Path control = Files.createDirectories(tree.resolve("DEBIAN"));
    Files.write(control.resolve("md5sums"), sums);
    String text =
        Files.readString(root.resolve("image/src/dist/control"))
            .replace("@VERSION@", debianVersion())
            .replace("@MACHINE@", debianMachine())
            .replace("@SIZE@", Long.toString(blocks));
    Files.writeString(control.resolve("control"), text);
  }

  private static void compress(Path file, Path folder) throws IOException {
    Path to = folder.resolve(file.getFileName() + ".gz");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(to)) {
          {
            def.setLevel(9);
          }
        }) {
      Files.copy(file, out);
    }
  }

  /// A `-` would begin the revision of the package; with `~` a snapshot is older than its release.
  private String debianVersion() {
    return version.replace('-', '~');
  }

  private static String debianMachine() {
    return System.getProperty("os.arch").equals("amd64") ? "amd64" : "arm64";
  }

  private long seconds() {
    return time.toMillis() / 1000;
  }

  private static void tell(Path file) throws IOException {
    System.out.printf("%s: %.1f MiB%n", file.getFileName(), (double) Files.size(file) / MIB);
  }
}
