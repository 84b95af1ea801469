// Which cgroup functions are put into, and with which weight. Method: folders with the files that the kernel would have in
// them; who may write what is decided as on a machine on which the user's session manager has been given a part of the tree.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findProcessorShares } from "./processor-share.ts";
import type { ProcessorShares } from "./processor-share.ts";

let mount = "";
beforeEach(() => {
  mount = mkdtempSync(join(tmpdir(), "stackyard-cgroups-"));
});
afterEach(() => rmSync(mount, { recursive: true, force: true }));

/** A group as the kernel shows it; `control` is what it gives to those below. */
function group(path: string, controllers: string, control: string): void {
  mkdirSync(join(mount, path), { recursive: true });
  writeFileSync(join(mount, path, "cgroup.controllers"), `${controllers}\n`);
  writeFileSync(join(mount, path, "cgroup.subtree_control"), `${control}\n`);
  writeFileSync(join(mount, path, "cgroup.procs"), "");
}

function find(own: string): ProcessorShares | undefined {
  writeFileSync(join(mount, "own"), `12:cpuset:/\n0::${own}\n`);
  return findProcessorShares({ mount, ownFile: join(mount, "own") });
}

const ownName = `stackyard-${process.pid}`;

/** The kernel makes a new group's files; here they are there before. */
function expectGroup(path: string): void {
  group(`${path}/${ownName}`, "cpu memory", "");
}

test.each([
  ["a function of one processor", 1_769, "100"],
  ["the smallest function", 128, "7"],
  ["the largest function", 10_240, "579"],
])("gives %s its weight", async (_name, memoryMb, weight) => {
  group("user/manager", "cpu memory", "cpu memory");
  group("user/manager/terminal", "memory", "");
  expectGroup("user/manager");
  const shares = find("/user/manager/terminal");
  shares?.give(4711, memoryMb);
  const at = join(mount, "user/manager", ownName, "4711");
  await expect.poll(() => existsSync(join(at, "cgroup.procs"))).toBe(true);
  expect(readFileSync(join(at, "cgroup.procs"), "utf8")).toBe("4711");
  expect(readFileSync(join(at, "cpu.weight"), "utf8")).toBe(weight);
  // The sandboxes' own group divides among them.
  expect(readFileSync(join(mount, "user/manager", ownName, "cgroup.subtree_control"), "utf8")).toBe("+cpu");
});

test("is not there where no group above has the processor to divide", () => {
  group("user/manager", "memory", "memory");
  group("user/manager/terminal", "memory", "");
  expect(find("/user/manager/terminal")).toBeUndefined();
  expect(existsSync(join(mount, "user/manager", ownName))).toBe(false);
});

test("is not there with cgroups of version 1 alone, and on other systems", () => {
  writeFileSync(join(mount, "own"), "4:memory:/\n1:cpu:/\n");
  expect(findProcessorShares({ mount, ownFile: join(mount, "own") })).toBeUndefined();
  expect(findProcessorShares({ mount, ownFile: join(mount, "absent") })).toBeUndefined();
});

test("removes the groups of servers that are gone", () => {
  group("user", "cpu", "cpu");
  mkdirSync(join(mount, "user", "stackyard-999999999", "1"), { recursive: true });
  mkdirSync(join(mount, "user", `stackyard-${process.ppid}`));
  expectGroup("user");
  expect(find("/user")).toBeDefined();
  expect(existsSync(join(mount, "user", "stackyard-999999999"))).toBe(false);
  expect(existsSync(join(mount, "user", `stackyard-${process.ppid}`))).toBe(true);
});
