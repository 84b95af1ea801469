// Runtimes that this machine runs by AWS's official runtime interface clients: Java and Ruby. Both are looked for where their usual
// tools put them, or where a variable says. docs/functions.md tells these places.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { ProgramPlaces } from "./programs.ts";

/** A language with the client that runs its functions. */
export interface Client {
  readonly command: string;
  /** All but the handler, which comes last. */
  readonly args: readonly string[];
  readonly flags?: (memoryMb: number) => readonly string[];
  /** What runs the function, as people call it: "Java 17.0.15". */
  readonly program: string;
  readonly isExact: boolean;
}

const JAVA_CLIENT = "aws-lambda-java-runtime-interface-client";
const JAVA_MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
const JAVA_PARTS = [JAVA_CLIENT, "aws-lambda-java-core", "aws-lambda-java-serialization"];
const HEAP_SHARE = 0.85;

/** The client for Java functions of a release such as 21, or what is missing and how to get it, in a sentence or two. */
export function findJavaClient(release: number, places: ProgramPlaces): Client | string {
  const jdks = findJdks(places).filter(({ major }) => major >= release);
  // A later one runs the classes of an earlier one; the nearest is nearest to AWS's.
  const [jdk] = jdks.toSorted((one, other) => one.major - other.major);
  if (jdk === undefined)
    return `Runtime java${release} needs a Java of version ${release} or later, in JAVA_HOME, on the PATH or in /usr/lib/jvm, and there is none on this machine.`;
  const jars = findJavaJars(places);
  if (jars.length === 0)
    return (
      `Runtime java${release} needs AWS's runtime interface client for Java: get it by ` +
      `"mvn dependency:get -Dartifact=com.amazonaws:${JAVA_CLIENT}:2.6.0", or name its jars, or their folder, in STACKYARD_JAVA_RIC.`
    );
  return {
    command: join(jdk.home, "bin", "java"),
    // AWS: "Customize Java runtime startup behavior": class data is shared, and compilation stops at C1.
    args: [
      "-Xshare:auto",
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      // The client opens the log's descriptor by its number.
      ...(jdk.major > 8 ? ["--add-opens=java.base/java.io=ALL-UNNAMED"] : []),
      "-cp",
      jars.join(delimiter),
      JAVA_MAIN,
    ],
    // As on AWS, the heap leaves some of the function's memory to all else.
    flags: (memoryMb) => [`-XX:MaxHeapSize=${Math.floor(memoryMb * HEAP_SHARE)}m`],
    program: `Java ${jdk.version}`,
    isExact: jdk.major === release,
  };
}

/** Folders that Java functions need, where this machine is meant to run any. */
export function javaFolders(places: ProgramPlaces): readonly string[] {
  const jars = findJavaJars(places);
  return jars.length === 0 ? [] : [...findJdks(places).map(({ home }) => home), ...jars];
}

interface Jdk {
  readonly home: string;
  readonly version: string;
  readonly major: number;
}

function findJdks({ searchPath, javaHome }: ProgramPlaces): readonly Jdk[] {
  const onPath = searchPath
    .split(delimiter)
    .map((folder) => join(folder, "java"))
    .filter((path) => existsSync(path))
    .map((path) => dirname(dirname(realpathSync(path))));
  const installed = ["/usr/lib/jvm", "/Library/Java/JavaVirtualMachines"].flatMap((folder) =>
    listFolder(folder).flatMap((name) => [join(folder, name), join(folder, name, "Contents", "Home")]),
  );
  const homes = new Set([...(javaHome === undefined ? [] : [javaHome]), ...onPath, ...installed]);
  return [...homes].flatMap((home) => {
    const version = versionOfJdk(home);
    if (version === undefined || !existsSync(join(home, "bin", "java"))) return [];
    // Version 8 called itself 1.8.
    return [{ home, version, major: Number.parseInt(version.replace(/^1\./, ""), 10) }];
  });
}

/** Every Java says in a file what it is: none needs to be started for it. */
function versionOfJdk(home: string): string | undefined {
  try {
    return /^JAVA_VERSION="([^"]+)"/m.exec(readFileSync(join(home, "release"), "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

/** The client's jars: those that STACKYARD_JAVA_RIC names, or Maven's local repository. */
function findJavaJars({ javaClient, homeDir = homedir() }: ProgramPlaces): readonly string[] {
  if (javaClient !== undefined && javaClient !== "") return javaClient.split(delimiter).flatMap(jarsAt);
  const repository = join(homeDir, ".m2", "repository", "com", "amazonaws");
  const jars = JAVA_PARTS.map((name) => newestJar(join(repository, name), name));
  return jars.every((jar) => jar !== undefined) ? jars : [];
}

function jarsAt(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return listFolder(path)
    .filter((name) => name.endsWith(".jar"))
    .map((name) => join(path, name));
}

function newestJar(folder: string, name: string): string | undefined {
  const numbers = (version: string): string => version.replaceAll(/\d+/g, (digits) => digits.padStart(6, "0"));
  return listFolder(folder)
    .toSorted((one, other) => (numbers(one) < numbers(other) ? 1 : -1))
    .map((version) => join(folder, version, `${name}-${version}.jar`))
    .find((jar) => existsSync(jar));
}

/** The client for Ruby functions of a version such as "3.3", or what is missing. */
export function findRubyClient(version: string, { searchPath, rubyClient }: ProgramPlaces): Client | string {
  const command = searchPath
    .split(delimiter)
    .map((folder) => join(folder, "ruby"))
    .find((path) => existsSync(path));
  if (command === undefined) return `Runtime ruby${version} needs Ruby on the PATH, and there is none on this machine.`;
  try {
    const [own = "", ...paths] = askRuby(command, rubyClient);
    return {
      command,
      args: [...paths.map((path) => `-I${path}`), "-e", RUBY_MAIN],
      program: `Ruby ${own}`,
      isExact: own.startsWith(`${version}.`),
    };
  } catch {
    return (
      `Runtime ruby${version} needs AWS's runtime interface client for Ruby: get it by "gem install aws_lambda_ric", ` +
      "or name the folder of its library in STACKYARD_RUBY_RIC."
    );
  }
}

/** What the gem's own program does, but for what it says about it in the function's log. */
const RUBY_MAIN = [
  'require "aws_lambda_ric/bootstrap"',
  "AwsLambdaRuntimeInterfaceClient::LambdaRunner.new(Bootstrap.fetch_runtime_server).run(Dir.pwd, ARGV[0])",
].join("; ");

/** Its version, and the folders from which it loads the client: a sandbox has another home, in which gems are not found. */
function askRuby(command: string, rubyClient: string | undefined): readonly string[] {
  const folders =
    rubyClient === undefined || rubyClient === ""
      ? 'Gem::Specification.find_by_name("aws_lambda_ric").then { |s| [s, *s.runtime_dependencies.map(&:to_spec)] }.flat_map(&:full_require_paths)'
      : "ARGV";
  const question = `puts RUBY_VERSION; puts ${folders}`;
  const given = rubyClient === undefined ? [] : rubyClient.split(delimiter);
  return execFileSync(command, ["-e", question, ...given], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
    .trim()
    .split("\n");
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
