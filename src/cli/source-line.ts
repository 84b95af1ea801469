// The line of a source that a message is about, with its neighbours.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { SourcePosition } from "../kernel/diagnostics.ts";

/** The line and the one before it, numbered, with a mark below the column; nothing if the file cannot be read. */
export function sourceLines(position: SourcePosition): readonly string[] {
  let lines: readonly string[];
  try {
    lines = readFileSync(resolve(position.file), "utf8").split("\n");
  } catch {
    // It was moved since, or is on another machine: the place itself was said already.
    return [];
  }
  const { line, column } = position;
  const width = String(line).length;
  const shown = [line - 1, line]
    .filter((number) => number >= 1 && lines[number - 1] !== undefined)
    .map((number) => `${String(number).padStart(width)} | ${lines[number - 1] ?? ""}`);
  return [...shown, `${" ".repeat(width)} | ${" ".repeat(Math.max(0, column - 1))}^`];
}
