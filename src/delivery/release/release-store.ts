// The releases of one environment in the account's bootstrap bucket: one object each, and an index. The index is written
// first and on condition, so a release that dies at any moment leaves a state which the next one understands.

import { OperatorError } from "../../kernel/errors.ts";
import type { Bucket } from "../cloud/bucket.ts";
import { parseRecord, summaryOf } from "./record.ts";
import type { ReleaseRecord, ReleaseSummary, Standing } from "./record.ts";

/** An environment of a system, whose releases these are. */
export interface ReleasePlace {
  readonly system: string;
  readonly environment: string;
}

/** What was last written down about the environment. */
export interface Current {
  /** The newest release; undefined before the first one. */
  readonly record: ReleaseRecord | undefined;
  readonly next: number;
  readonly index: ReleaseIndex;
  /** Undefined while there is no index. */
  readonly indexTag: string | undefined;
}

interface ReleaseIndex {
  readonly v: 1;
  /** The newest number that was given out. */
  readonly latest: number;
  /** Newest first. LIMIT: as many as `INDEXED`; older ones are found by their objects. */
  readonly releases: readonly (ReleaseSummary & { readonly tag?: string })[];
}

/** A release that is being made. */
export interface OpenRelease {
  readonly record: ReleaseRecord;
  /** Changes the record and writes it soon; changes that come while it is being written go together. */
  update(change: (record: ReleaseRecord) => ReleaseRecord): void;
  /** Waits until all is written; rejects if someone else has taken over. */
  flush(): Promise<void>;
  /** Changes and writes the record for the last time, and its line of the index. */
  close(change: (record: ReleaseRecord) => ReleaseRecord): Promise<void>;
  /** Takes it back, as if it had not begun: nothing came of it. */
  discard(): Promise<void>;
}

export interface ReleaseStore {
  current(): Promise<Current>;
  load(number: number): Promise<ReleaseRecord | undefined>;
  /** All releases, newest first. */
  list(): Promise<readonly ReleaseSummary[]>;
  /** Begins a release after `current`; its number is given to it. */
  begin(current: Current, draft: Omit<ReleaseRecord, "number" | "v">): Promise<OpenRelease>;
  /** Changes the status of an earlier release. */
  setStatus(number: number, status: ReleaseRecord["status"]): Promise<void>;
  /** Writes what was found to stand into an earlier release. */
  restate(number: number, stands: Readonly<Record<string, Standing>>): Promise<void>;
}

const INDEXED = 500;

/** Where the bucket has what belongs to an environment's releases. */
export function releasePrefix(place: ReleasePlace): string {
  return `releases/${place.system}/${place.environment}/`;
}

/** Opens the releases of an environment. */
export function openReleases(bucket: Bucket, place: ReleasePlace): ReleaseStore {
  const prefix = releasePrefix(place);
  const indexKey = `${prefix}index.json`;
  const keyOf = (number: number): string => `${prefix}${String(number).padStart(6, "0")}.json`;

  async function readRecord(number: number): Promise<{ record: ReleaseRecord; tag: string } | undefined> {
    const found = await bucket.read(keyOf(number));
    const record = found === undefined ? undefined : parseRecord(found.text);
    return found === undefined || record === undefined ? undefined : { record, tag: found.etag };
  }

  async function current(): Promise<Current> {
    const found = await bucket.read(indexKey);
    const index: ReleaseIndex =
      found === undefined ? { v: 1, latest: await newestNumber(), releases: [] } : JSON.parse(found.text);
    // RACE: whoever died between writing the index and the record leaves a number without a release; it is given again.
    for (let number = index.latest; number > 0; number--) {
      const read = await readRecord(number);
      if (read !== undefined) return { record: read.record, next: number + 1, index, indexTag: found?.etag };
    }
    return { record: undefined, next: 1, index, indexTag: found?.etag };
  }

  // For a bucket without an index: of an environment that is new, or whose index someone has deleted.
  async function newestNumber(): Promise<number> {
    const numbers = (await bucket.list(prefix)).map(({ key }) => numberOf(key));
    return numbers.reduce<number>((newest, number) => Math.max(newest, number ?? 0), 0);
  }

  function numberOf(key: string): number | undefined {
    const digits = /^(\d{6,})\.json$/.exec(key.slice(prefix.length))?.[1];
    return digits === undefined ? undefined : Number(digits);
  }

  async function list(): Promise<readonly ReleaseSummary[]> {
    const [found, objects] = await Promise.all([bucket.read(indexKey), bucket.list(prefix)]);
    const index = found === undefined ? undefined : (JSON.parse(found.text) as ReleaseIndex);
    const known = new Map(index?.releases.map((each) => [each.number, each]));
    const tags = objects.flatMap(({ key, etag }) => {
      const number = numberOf(key);
      return number === undefined ? [] : [{ number, etag }];
    });
    // The records are the truth; a line of the index is believed only about the very object that it was made of.
    const lines = await Promise.all(
      tags.map(async ({ number, etag }): Promise<ReleaseSummary | undefined> => {
        const line = known.get(number);
        if (line !== undefined && line.tag === etag) {
          const { tag: _, ...summary } = line;
          return summary;
        }
        const read = await readRecord(number);
        return read === undefined ? undefined : summaryOf(read.record);
      }),
    );
    return lines.flatMap((line) => (line === undefined ? [] : [line])).sort((a, b) => b.number - a.number);
  }

  async function writeIndex(index: ReleaseIndex, tag: string | undefined): Promise<string> {
    const text = JSON.stringify(index);
    const written = await (tag === undefined ? bucket.create(indexKey, text) : bucket.replace(indexKey, text, tag));
    if (written === undefined) throw takenOver(place);
    return written;
  }

  async function begin(state: Current, draft: Omit<ReleaseRecord, "number" | "v">): Promise<OpenRelease> {
    let record: ReleaseRecord = { v: 1, number: state.next, ...draft };
    const others = state.index.releases.filter((each) => each.number < record.number);
    const lines = (tag?: string): ReleaseIndex => ({
      v: 1,
      latest: record.number,
      releases: [{ ...summaryOf(record), ...(tag === undefined ? {} : { tag }) }, ...others].slice(0, INDEXED),
    });
    let indexTag = await writeIndex(lines(), state.indexTag);
    const created = await bucket.create(keyOf(record.number), JSON.stringify(record));
    if (created === undefined) throw takenOver(place);
    let tag = created;
    let written = record;
    let writing: Promise<void> = Promise.resolve();
    let isWriting = false;
    let failed: unknown;

    async function write(): Promise<void> {
      while (written !== record) {
        const wanted = record;
        const next = await bucket.replace(keyOf(record.number), JSON.stringify(wanted), tag);
        if (next === undefined) throw takenOver(place);
        tag = next;
        written = wanted;
      }
      isWriting = false;
    }

    function update(change: (record: ReleaseRecord) => ReleaseRecord): void {
      record = change(record);
      if (isWriting || failed !== undefined) return;
      isWriting = true;
      writing = write().catch((error: unknown) => {
        failed = error;
      });
    }

    async function flush(): Promise<void> {
      await writing;
      if (failed === undefined && written !== record) {
        update((same) => same);
        await writing;
      }
      if (failed !== undefined) throw failed;
    }

    return {
      get record() {
        return record;
      },
      update,
      flush,
      async close(change) {
        update(change);
        await flush();
        indexTag = await writeIndex(lines(tag), indexTag);
      },
      async discard() {
        await flush();
        await bucket.remove(keyOf(record.number), tag);
        await writeIndex({ v: 1, latest: record.number - 1, releases: others }, indexTag);
      },
    };
  }

  async function amend(number: number, change: (record: ReleaseRecord) => ReleaseRecord): Promise<void> {
    const read = await readRecord(number);
    if (read === undefined) return;
    const text = JSON.stringify(change(read.record));
    if (text !== JSON.stringify(read.record)) await bucket.replace(keyOf(number), text, read.tag);
  }

  function restate(number: number, stands: Readonly<Record<string, Standing>>): Promise<void> {
    return amend(number, (record) => ({
      ...record,
      units: Object.fromEntries(
        Object.entries(record.units).map(([unit, entry]) => {
          const found = stands[unit] ?? entry.stands;
          return [unit, found === undefined ? entry : { ...entry, stands: found }];
        }),
      ),
    }));
  }

  return {
    current,
    load: async (number) => (await readRecord(number))?.record,
    list,
    begin,
    setStatus: (number, status) => amend(number, (record) => ({ ...record, status })),
    restate,
  };
}

function takenOver(place: ReleasePlace): OperatorError {
  return new OperatorError({
    code: "ERR_RELEASE_LOST",
    message: `Someone else has released into environment "${place.environment}" in the meantime, so this release ends here.`,
    hints: [`stackyard releases --env ${place.environment}`],
  });
}
