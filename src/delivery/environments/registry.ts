// Where environments that were made at will are written down: in the bootstrap bucket of the account that they were made
// from, so that a team shares the list.

import { openBucket } from "../cloud/bucket.ts";
import type { Target } from "../cloud/target.ts";
import type { EnvironmentRecord } from "./record.ts";

export interface EnvironmentRegistry {
  /** Ordered by name. */
  list(): Promise<readonly EnvironmentRecord[]>;
  find(name: string): Promise<EnvironmentRecord | undefined>;
  /** False if there is one of the name already: of two who create it at once, one wins. */
  add(record: EnvironmentRecord): Promise<boolean>;
  save(record: EnvironmentRecord): Promise<void>;
  remove(name: string): Promise<void>;
  destroy(): void;
}

/** Opens the list of a system, in the account of `home`. */
export function openRegistry(system: string, home: Target): EnvironmentRegistry {
  const bucket = openBucket(home);
  const prefix = `environments/${system}/`;
  const keyOf = (name: string): string => `${prefix}${name}.json`;

  async function load(key: string): Promise<EnvironmentRecord | undefined> {
    const stored = await bucket.read(key);
    return stored === undefined ? undefined : (JSON.parse(stored.text) as EnvironmentRecord);
  }

  return {
    async list() {
      const records = await Promise.all((await bucket.list(prefix)).map(({ key }) => load(key)));
      return records.filter((record) => record !== undefined);
    },
    find: (name) => load(keyOf(name)),
    async add(record) {
      await bucket.ensure();
      return (await bucket.create(keyOf(record.name), JSON.stringify(record))) !== undefined;
    },
    async save(record) {
      await bucket.put(keyOf(record.name), JSON.stringify(record));
    },
    remove: (name) => bucket.remove(keyOf(name)),
    destroy: () => bucket.destroy(),
  };
}
