// Looks for values, and for calls that ask for values at run time, in the code that a unit deploys: in the bytes of its
// artifacts, with the line of the source file where there is one.

import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import type { SourcePosition } from "../../kernel/diagnostics.ts";
import type { Builder, BuiltCode } from "../build/build.ts";
import { shownPath } from "../system/system.ts";
import type { Unit } from "../system/system.ts";
import type { ValueSearch } from "./value-search.ts";

/** A value that stands in a unit's code. */
export interface CodeUse {
  readonly unit: string;
  readonly logicalId: string;
  readonly value: string;
  /** The file's path in the archive. */
  readonly file: string;
  readonly position?: SourcePosition;
}

/** A call by which code asks for names when it runs, so that no reading of it tells what it uses. */
export interface RunTimeLookUp {
  readonly unit: string;
  readonly logicalId: string;
  /** Such as "GetParameterCommand". */
  readonly call: string;
  readonly position?: SourcePosition;
}

// Calls of the SDK that find out where something is. What they are asked for is mostly put together at run time.
const LOOK_UPS =
  /\b(?:GetParameter|GetParameters|GetParametersByPath|DescribeStacks|ListExports|GetQueueUrl|ListTopics|ListQueues|ListTables|DiscoverInstances|GetConfiguration|GetLatestConfiguration)Command\b|\barn:aws:[a-z0-9-]+:(?:\$\{|["'`] ?\+)/g;

// LIMIT: a larger file of an archive is a binary or a data set; it is not searched.
const LARGEST_FILE_BYTES = 20_000_000;

/** Searches the code of one unit, as it is built now. */
export async function searchCode(
  unit: Unit,
  builder: Builder,
  base: string,
  search: ValueSearch,
): Promise<{ readonly uses: readonly CodeUse[]; readonly lookUps: readonly RunTimeLookUp[] }> {
  const built = await builder.build(unit).catch(() => []);
  const found = await Promise.all(built.map((each) => searchArtifact(unit, each, builder, base, search)));
  return { uses: found.flatMap((each) => each.uses), lookUps: found.flatMap((each) => each.lookUps) };
}

async function searchArtifact(
  unit: Unit,
  { use, artifact }: BuiltCode,
  builder: Builder,
  base: string,
  search: ValueSearch,
): Promise<{ uses: readonly CodeUse[]; lookUps: readonly RunTimeLookUp[] }> {
  const uses: CodeUse[] = [];
  const lookUps: RunTimeLookUp[] = [];
  for (const { path, text } of filesOf(artifact.key, artifact.bytes)) {
    for (const value of search.in(text)) uses.push({ unit: unit.name, logicalId: use.logicalId, value, file: path });
    for (const call of new Set(text.match(LOOK_UPS)))
      lookUps.push({ unit: unit.name, logicalId: use.logicalId, call: nameOf(call) });
  }
  if (uses.length === 0 && lookUps.length === 0) return { uses, lookUps };
  const sources = [...(builder.inputsOf(use.source) ?? [])].filter((path) => !path.includes("/node_modules/"));
  const texts = await Promise.all(
    sources.map(async (path) => ({ path, text: await readFile(path, "utf8").catch(() => "") })),
  );
  const placeOf = (wanted: string): { position?: SourcePosition } => {
    for (const { path, text } of texts) {
      const offset = text.indexOf(wanted);
      if (offset !== -1) return { position: positionAt(shownPath(base, path), text, offset) };
    }
    return {};
  };
  return {
    uses: uses.map((each) => ({ ...each, ...placeOf(each.value) })),
    lookUps: lookUps.map((each) => ({ ...each, ...placeOf(each.call) })),
  };
}

function nameOf(call: string): string {
  return call.startsWith("arn:") ? call.replace(/(\$\{|["'`] ?\+)$/, "") : call;
}

function filesOf(key: string, bytes: Uint8Array): readonly { path: string; text: string }[] {
  // One byte is one character: what is looked for is ASCII, and a binary must not fail.
  const textOf = (data: Uint8Array): string =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1");
  if (!/\.(zip|jar)$/.test(key)) return [{ path: key, text: textOf(bytes) }];
  const files = unzipSync(bytes, {
    // The map repeats names of the code, and nothing of it runs.
    filter: ({ name, originalSize }) => originalSize <= LARGEST_FILE_BYTES && !name.endsWith(".map"),
  });
  return Object.entries(files).map(([path, data]) => ({ path, text: textOf(data) }));
}

function positionAt(file: string, text: string, offset: number): SourcePosition {
  const before = text.slice(0, offset).split("\n");
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
