// What is deployed now, read as far as a plan needs it and each stack once: the stacks of the units, and, when something goes
// away, those of everybody else in the account who might read it.

import type { StackView } from "../cloud/stack-views.ts";
import type { Target } from "../cloud/target.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import type { Dropped, DroppedReaders } from "./phases.ts";
import { openStackReader } from "./read-stacks.ts";
import type { StackDetail } from "./read-stacks.ts";
import { searchFor } from "./value-search.ts";
import { textsIn } from "./value-search.ts";

export interface Deployed {
  /** All stacks of the account. */
  views(): Promise<readonly StackView[]>;
  /** A unit's stack; undefined if it is not deployed. */
  read(unit: string): Promise<StackDetail | undefined>;
  /** All stacks of the account in detail. LIMIT: reading costs what the account holds; it is done when something goes away. */
  readAll(): Promise<readonly StackDetail[]>;
  /** The names of the stacks that import an export. */
  importers(exportName: string): Promise<readonly string[]>;
  /** Who reads what units drop. */
  readersOf(dropped: readonly Dropped[]): Promise<DroppedReaders>;
  destroy(): void;
}

/** Opens the deployed state. `listing` is the account's stacks, asked for beforehand. */
export function openDeployed(options: {
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  readonly listing: Promise<readonly StackView[]>;
}): Deployed {
  const { system, environment, target, listing } = options;
  // Whoever awaits it sees the failure; the rehearsal may fail before.
  listing.catch(() => undefined);
  const reader = openStackReader(target);
  const details = new Map<string, Promise<StackDetail | undefined>>();
  const searched = new Map<string, Promise<StackDetail | undefined>>();
  const imports = new Map<string, Promise<readonly string[]>>();

  function readStack(name: string): Promise<StackDetail | undefined> {
    const known = details.get(name);
    if (known !== undefined) return known;
    const read = reader.read(name);
    details.set(name, read);
    return read;
  }

  async function readAll(): Promise<readonly StackDetail[]> {
    const all = (await listing).map((view) => {
      // Most stacks are only searched: their templates do not matter.
      const known = details.get(view.name) ?? searched.get(view.name) ?? reader.readResources(view);
      if (!details.has(view.name)) searched.set(view.name, known);
      return known;
    });
    return (await Promise.all(all)).filter((each) => each !== undefined);
  }

  function importers(exportName: string): Promise<readonly string[]> {
    const known = imports.get(exportName);
    if (known !== undefined) return known;
    const asked = reader.importers(exportName);
    imports.set(exportName, asked);
    return asked;
  }

  async function readersOf(dropped: readonly Dropped[]): Promise<DroppedReaders> {
    const names = dropped.flatMap((each) => each.exports.map(({ exportName }) => exportName));
    const importing = new Map(await Promise.all(names.map(async (name) => [name, await importers(name)] as const)));
    const identifiers = dropped.flatMap((each) => each.resources.flatMap((resource) => resource.identifiers));
    const stacks = identifiers.length === 0 ? [] : await readAll();
    const containing = new Map<string, Set<string>>();
    const search = searchFor(identifiers);
    for (const stack of stacks) {
      for (const value of valuesIn(stack, search.in)) {
        const set = containing.get(value) ?? new Set();
        containing.set(value, set.add(stack.name));
      }
    }
    return {
      importersOf: (name) => importing.get(name) ?? [],
      readersOf: (unit, values) => {
        const own = stackNameOf(system, environment.name, unit);
        return [...new Set(values.flatMap((value) => [...(containing.get(value) ?? [])]))].filter(
          (name) => name !== own,
        );
      },
    };
  }

  return {
    views: () => listing,
    read: (unit) => readStack(stackNameOf(system, environment.name, unit)),
    readAll,
    importers,
    readersOf,
    destroy: () => reader.destroy(),
  };
}

/** The values which the resolved properties of a stack's resources contain. */
export function valuesIn(stack: StackDetail, find: (text: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { properties } of stack.resources)
    for (const { text } of textsIn(properties)) for (const value of find(text)) found.add(value);
  return found;
}
