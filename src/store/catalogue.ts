// Which layers there are, what each stands on, and whose own each is: a pure value, kept as one record, so that a fork
// is one transaction. Layers that wait to be cleared or folded are seen from the shape alone; no journal is needed.

import { invariant } from "../kernel/errors.ts";
import { BASE, type LayerId } from "./lmdb.ts";

/** The name of the store that is always there; one that no fork can be given. */
export const MAIN = "/";

export interface StoreRecord {
  readonly name: string;
  /** The layer that its writes go to. INVARIANT: nothing stands on it, and it is no other store's. */
  readonly own: LayerId;
  /** The store that it was forked from, which may be gone. */
  readonly from?: string;
  readonly createdAtMs?: number;
}

export interface Catalogue {
  readonly v: 1;
  /** All layers but the base; each after the one that it stands on. */
  readonly layers: readonly { readonly id: LayerId; readonly below: LayerId }[];
  /** In the order in which they were made. */
  readonly stores: readonly StoreRecord[];
}

/** The catalogue of a folder without forks; it need not be kept. */
export const NO_FORKS: Catalogue = { v: 1, layers: [], stores: [{ name: MAIN, own: BASE }] };

/** What is left to do after a fork was dropped, a bounded step at a time. */
export type Chore =
  | { readonly kind: "clear"; readonly layer: LayerId }
  /** `upper` is the only layer that stands on `lower`, which is no store's own: they can become one. */
  | { readonly kind: "fold"; readonly upper: LayerId; readonly lower: LayerId };

/** A store's record; throws if there is none of this name. */
export function requireStore(catalogue: Catalogue, name: string): StoreRecord {
  const store = catalogue.stores.find((each) => each.name === name);
  invariant(store !== undefined, `There is no store "${name}".`);
  return store;
}

/** The layer and all that it stands on, down to the base. */
export function stackFrom(catalogue: Catalogue, top: LayerId): readonly [LayerId, ...LayerId[]] {
  const stack: [LayerId, ...LayerId[]] = [top];
  for (let id = top; id !== BASE;) {
    id = belowOf(catalogue, id);
    stack.push(id);
  }
  return stack;
}

/**
 * Freezes the own layer of `from`: it and the fork each get a new one above. An empty own layer stays as it is, and the
 * fork stands beside it, so that many forks of a store that rests do not make its stack higher.
 */
export function withFork(
  catalogue: Catalogue,
  fork: { readonly name: string; readonly from: string; readonly createdAtMs?: number | undefined },
  isOwnEmpty: boolean,
): Catalogue {
  invariant(fork.name !== "", "A fork needs a name.");
  invariant(
    catalogue.stores.every(({ name }) => name !== fork.name),
    `There already is a store "${fork.name}".`,
  );
  const parent = requireStore(catalogue, fork.from);
  const [first, second] = freshIds(catalogue);
  const { name, from, createdAtMs } = fork;
  const record = { name, from, own: first, ...(createdAtMs === undefined ? {} : { createdAtMs }) };
  if (isOwnEmpty && parent.own !== BASE) {
    const below = belowOf(catalogue, parent.own);
    return { v: 1, layers: [...catalogue.layers, { id: first, below }], stores: [...catalogue.stores, record] };
  }
  const below = parent.own;
  return {
    v: 1,
    layers: [...catalogue.layers, { id: first, below }, { id: second, below }],
    stores: [...catalogue.stores.map((each) => (each === parent ? { ...each, own: second } : each)), record],
  };
}

/** Forgets a fork; what becomes of its layers is `nextChore`'s. */
export function withoutFork(catalogue: Catalogue, name: string): Catalogue {
  invariant(name !== MAIN, "The main store cannot be dropped.");
  const store = requireStore(catalogue, name);
  return { ...catalogue, stores: catalogue.stores.filter((each) => each !== store) };
}

/** The next thing to tidy. Lower layers come first, so that an entry is moved down once. */
export function nextChore({ layers, stores }: Catalogue): Chore | undefined {
  const owned = new Set(stores.map(({ own }) => own));
  const standing = new Map<LayerId, number>();
  for (const { below } of layers) standing.set(below, (standing.get(below) ?? 0) + 1);
  const unused = layers.find(({ id }) => !owned.has(id) && !standing.has(id));
  if (unused !== undefined) return { kind: "clear", layer: unused.id };
  const only = layers.find(({ below }) => standing.get(below) === 1);
  return only === undefined ? undefined : { kind: "fold", upper: only.id, lower: only.below };
}

/** The catalogue after a chore whose layer has become empty: the layer is gone, and what it was is the lower one now. */
export function afterChore({ layers, stores }: Catalogue, chore: Chore): Catalogue {
  if (chore.kind === "clear") return { v: 1, layers: layers.filter(({ id }) => id !== chore.layer), stores };
  const { upper, lower } = chore;
  return {
    v: 1,
    layers: layers
      .filter(({ id }) => id !== upper)
      .map((layer) => (layer.below === upper ? { ...layer, below: lower } : layer)),
    stores: stores.map((store) => (store.own === upper ? { ...store, own: lower } : store)),
  };
}

function belowOf({ layers }: Catalogue, id: LayerId): LayerId {
  const layer = layers.find((each) => each.id === id);
  invariant(layer !== undefined, `There is no layer "${id}".`);
  return layer.below;
}

/** Two ids that no layer has; one that is gone was emptied, so its id may be had again. */
function freshIds({ layers }: Catalogue): readonly [LayerId, LayerId] {
  const highest = layers.reduce((max, { id }) => Math.max(max, Number.parseInt(id, 36)), 0);
  return [(highest + 1).toString(36), (highest + 2).toString(36)];
}
