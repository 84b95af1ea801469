// Goal: what Java and Ruby functions need is found in its usual places, and what is missing is named with how to get it. Method: folders
// that look like installations. test/tools/runtime-clients.test.ts runs the real ones.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findJavaClient, findRubyClient } from "./clients.ts";

const folder = mkdtempSync(join(tmpdir(), "stackyard-clients-"));
afterAll(() => rmSync(folder, { recursive: true }));

function put(path: string, text = ""): string {
  const at = join(folder, path);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, text);
  chmodSync(at, 0o755);
  return at;
}

/** A Java of this version: one that no machine has, so that it is the one which is found. */
function java(version: string): string {
  put(`jdk-${version}/release`, `IMPLEMENTOR="Somebody"\nJAVA_VERSION="${version}"\n`);
  return dirname(dirname(put(`jdk-${version}/bin/java`)));
}

function jar(home: string, name: string, version: string): string {
  return put(`${home}/.m2/repository/com/amazonaws/${name}/${version}/${name}-${version}.jar`);
}

test("Java from JAVA_HOME, with the newest client of Maven's repository", () => {
  const javaHome = java("901.0.2");
  jar("home", "aws-lambda-java-runtime-interface-client", "2.4.1");
  const jars = [
    jar("home", "aws-lambda-java-runtime-interface-client", "2.10.0"),
    jar("home", "aws-lambda-java-core", "1.2.3"),
    jar("home", "aws-lambda-java-serialization", "1.1.2"),
  ];
  const places = { searchPath: "", homeDir: join(folder, "home"), javaHome };
  const client = findJavaClient(901, places);
  expect(client).toMatchObject({
    command: join(javaHome, "bin", "java"),
    program: "Java 901.0.2",
    isExact: true,
  });
  expect(client).toHaveProperty("args", expect.arrayContaining(["-cp", jars.join(delimiter)]));
  // A later one does, too; an earlier one does not.
  expect(findJavaClient(900, places)).toMatchObject({ isExact: false });
  expect(findJavaClient(902, places)).toMatch(/^Runtime java902 needs a Java of version 902 or later/);
});

test("Java's client from where a variable says, in jars and folders", () => {
  const places = { searchPath: join(java("902"), "bin"), homeDir: join(folder, "nobody") };
  expect(findJavaClient(902, places)).toMatch(/"mvn dependency:get .*STACKYARD_JAVA_RIC/);
  const [one, other] = [put("one.jar"), put("others/other.jar")];
  put("others/readme.txt");
  const javaClient = [one, dirname(other), join(folder, "absent")].join(delimiter);
  expect(findJavaClient(902, { ...places, javaClient })).toHaveProperty(
    "args",
    expect.arrayContaining(["-cp", [one, other].join(delimiter)]),
  );
});

test("Ruby, with its client's folders", () => {
  expect(findRubyClient("3.4", { searchPath: folder })).toBe(
    "Runtime ruby3.4 needs Ruby on the PATH, and there is none on this machine.",
  );
  put("without/ruby", "#!/bin/sh\nexit 1\n");
  expect(findRubyClient("3.4", { searchPath: join(folder, "without") })).toMatch(/"gem install aws_lambda_ric"/);
  put("with/ruby", "#!/bin/sh\nprintf '3.4.1\\n/gems/aws_lambda_ric/lib\\n'\n");
  expect(findRubyClient("3.4", { searchPath: join(folder, "with") })).toMatchObject({
    command: join(folder, "with", "ruby"),
    args: ["-I/gems/aws_lambda_ric/lib", "-e", expect.stringContaining("LambdaRunner")],
    program: "Ruby 3.4.1",
    isExact: true,
  });
});
