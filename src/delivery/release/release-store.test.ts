import { describe, expect, test } from "vitest";
import { memoryBucket } from "../test/memory-bucket.ts";
import type { ReleaseRecord } from "./record.ts";
import { openReleases } from "./release-store.ts";

const PLACE = { system: "shop", environment: "dev" };
const PREFIX = "releases/shop/dev/";

const draft = (more: Partial<ReleaseRecord> = {}): Omit<ReleaseRecord, "number" | "v"> => ({
  ...PLACE,
  account: "111122223333",
  region: "eu-central-1",
  kind: "deploy",
  status: "in-progress",
  startedAt: "2026-01-01T00:00:00.000Z",
  by: { arn: "arn:aws:iam::111122223333:user/ada", user: "ada@host" },
  units: {},
  tests: [],
  ...more,
});

const complete = (record: ReleaseRecord): ReleaseRecord => ({ ...record, status: "complete" });

describe("the release store", () => {
  // Goal: numbers are given once and in order, the list tells what the records say. Method: three releases.
  test("numbers releases", async () => {
    const releases = openReleases(memoryBucket(), PLACE);
    for (let count = 1; count <= 3; count++) {
      const open = await releases.begin(await releases.current(), draft());
      expect(open.record.number).toBe(count);
      await open.close(complete);
    }
    expect((await releases.list()).map(({ number, status }) => `${number} ${status}`)).toEqual([
      "3 complete",
      "2 complete",
      "1 complete",
    ]);
  });

  // Goal: of two that begin from the same state one is refused before it does anything. Method: both look, then both begin.
  test("lets one of two begin", async () => {
    const releases = openReleases(memoryBucket(), PLACE);
    const state = await releases.current();
    await releases.begin(state, draft());
    await expect(releases.begin(state, draft())).rejects.toMatchObject({ code: "ERR_RELEASE_LOST" });
  });

  // Goal: whoever lost its release to another writer is told, and overwrites nothing. Method: another hand writes the record.
  test("notices a foreign hand", async () => {
    const bucket = memoryBucket();
    const releases = openReleases(bucket, PLACE);
    const open = await releases.begin(await releases.current(), draft());
    await releases.setStatus(1, "superseded");
    await expect(open.close(complete)).rejects.toMatchObject({ code: "ERR_RELEASE_LOST" });
    expect((await releases.load(1))?.status).toBe("superseded");
  });

  // Goal: an index without its record (whoever died between the two writes), a record without its line, and no index at all
  // are understood. Method: take away what such a death leaves out.
  test("heals the index", async () => {
    const bucket = memoryBucket();
    const releases = openReleases(bucket, PLACE);
    const first = await releases.begin(await releases.current(), draft());
    await first.close(complete);
    await releases.begin(await releases.current(), draft());
    await bucket.remove(`${PREFIX}000002.json`);
    const state = await releases.current();
    expect([state.record?.number, state.next]).toEqual([1, 2]);
    const again = await releases.begin(state, draft());
    again.update(complete);
    await again.flush();
    // Its line still says that it is in progress.
    expect((await releases.list()).map(({ number, status }) => `${number} ${status}`)).toEqual([
      "2 complete",
      "1 complete",
    ]);
    await bucket.remove(`${PREFIX}index.json`);
    expect((await releases.current()).next).toBe(3);
    expect(await releases.list()).toHaveLength(2);
  });

  // Goal: a release that came to nothing leaves nothing, and its number is given again; what it found to stand is believed.
  // Method: begin, discard, restate.
  test("takes back what came to nothing", async () => {
    const bucket = memoryBucket();
    const releases = openReleases(bucket, PLACE);
    const first = await releases.begin(await releases.current(), draft());
    await first.close(complete);
    const second = await releases.begin(await releases.current(), draft());
    await second.discard();
    expect((await releases.current()).next).toBe(2);
    expect((await bucket.list(PREFIX)).map(({ key }) => key.slice(PREFIX.length))).toEqual([
      "000001.json",
      "index.json",
    ]);
  });

  // Goal: changes that come while the record is being written go together, and none is lost. Method: a hundred at once.
  test("writes changes together", async () => {
    const bucket = memoryBucket();
    let writes = 0;
    const counted = {
      ...bucket,
      replace(key: string, text: string, etag: string) {
        writes += 1;
        return bucket.replace(key, text, etag);
      },
    };
    const releases = openReleases(counted, PLACE);
    const open = await releases.begin(await releases.current(), draft());
    for (let count = 0; count < 100; count++)
      open.update((record) => ({
        ...record,
        units: { ...record.units, [`u${count}`]: { outcome: "created", changes: [], tests: [] } },
      }));
    await open.flush();
    expect(Object.keys((await releases.load(1))?.units ?? {})).toHaveLength(100);
    expect(writes).toBeLessThan(5);
  });
});
