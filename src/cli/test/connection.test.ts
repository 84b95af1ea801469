// Which state folder a command works with.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stateFolder } from "../connection.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stackyard-folder-"));
  mkdirSync(join(root, "project", "src"), { recursive: true });
  mkdirSync(join(root, ".stackyard"));
  vi.stubEnv("STACKYARD_HOME", "");
  vi.spyOn(process, "cwd").mockReturnValue(join(root, "project", "src"));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

test("the nearest folder upwards is taken", () => {
  expect(stateFolder()).toBe(join(root, ".stackyard"));
  mkdirSync(join(root, "project", ".stackyard"));
  expect(stateFolder()).toBe(join(root, "project", ".stackyard"));
});

test("another user's folder is not", () => {
  // Goal: who can write above a project, as everyone can in /tmp, cannot choose the server and the config that commands
  // use. Method: the folders that are there belong to somebody else, since we are told to be another user.
  vi.spyOn(process, "getuid").mockReturnValue(123_456);
  expect(stateFolder()).toBe(join(root, "project", "src", ".stackyard"));
});
