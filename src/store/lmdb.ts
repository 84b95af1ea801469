// The durable store of a folder, without its named forks.

import { openStores } from "./forks.ts";
import type { Store } from "./store.ts";

/** Opens or creates the store in the folder `path`; closing it closes the folder. */
export function openLmdb(path: string): Store {
  const { main, close } = openStores(path);
  return { ...main, close };
}
