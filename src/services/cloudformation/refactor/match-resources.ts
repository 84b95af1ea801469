// Which resource becomes which: by the caller's mappings, by staying where it is, by its name, or by its configuration. Pure.

import { UNKNOWN } from "../template/evaluate.ts";
import { isRecord } from "../template/values.ts";

/** A resource of one of the stacks, as it is or as it is to be; `key` is unique among them. */
export interface Place {
  readonly key: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly typeName: string;
}

export interface Match {
  readonly source: string;
  readonly isManual: boolean;
}

/** Destinations with their sources; what is left over on either side; and which destinations have several candidates. */
export interface Matching {
  readonly matches: ReadonlyMap<string, Match>;
  readonly unmatched: readonly Place[];
  readonly leftOver: readonly Place[];
  readonly ambiguous: readonly Place[];
}

/**
 * Matches all destinations. `couldBe` compares a destination's configuration with a source, given what is matched so far: it is asked again
 * after each round, for a reference to a resource is known once that resource is matched.
 */
export async function matchResources(options: {
  readonly sources: readonly Place[];
  readonly destinations: readonly Place[];
  readonly mappings: ReadonlyMap<string, string>;
  couldBe(destination: Place, source: Place, matches: ReadonlyMap<string, Match>): Promise<boolean>;
}): Promise<Matching> {
  const { sources, destinations, mappings, couldBe } = options;
  const matches = new Map<string, Match>();
  const taken = new Set<string>();
  const match = (destination: Place, source: Place, isManual: boolean): void => {
    matches.set(destination.key, { source: source.key, isManual });
    taken.add(source.key);
  };
  const byKey = new Map(sources.map((source) => [source.key, source]));
  for (const destination of destinations) {
    const source = byKey.get(mappings.get(destination.key) ?? "");
    if (source !== undefined) match(destination, source, true);
  }
  const open = (): Place[] => destinations.filter(({ key }) => !matches.has(key));
  const free = (typeName: string): Place[] =>
    sources.filter((source) => !taken.has(source.key) && source.typeName === typeName);
  for (const destination of open()) {
    const source = byKey.get(destination.key);
    const isSame = source?.typeName === destination.typeName;
    if (source !== undefined && isSame && !taken.has(source.key)) match(destination, source, false);
  }
  for (const destination of open()) {
    const named = free(destination.typeName).filter((source) => source.logicalId === destination.logicalId);
    const [source] = named;
    const isOnly = open().every((other) => other === destination || other.logicalId !== destination.logicalId);
    if (source !== undefined && named.length === 1 && isOnly) match(destination, source, false);
  }
  for (;;) {
    const candidates = new Map<Place, Place[]>();
    for (const destination of open()) {
      const fitting: Place[] = [];
      for (const source of free(destination.typeName)) {
        if (await couldBe(destination, source, matches)) fitting.push(source);
      }
      candidates.set(destination, fitting);
    }
    const wanted = (source: Place): number => [...candidates.values()].filter((list) => list.includes(source)).length;
    const certain = [...candidates].filter(([, list]) => list.length === 1 && list.every((one) => wanted(one) === 1));
    for (const [destination, [source]] of certain) if (source !== undefined) match(destination, source, false);
    if (certain.length > 0) continue;
    const ambiguous = [...candidates].filter(([, list]) => list.length > 0).map(([destination]) => destination);
    return {
      matches,
      unmatched: open().filter((destination) => !ambiguous.includes(destination)),
      leftOver: sources.filter((source) => !taken.has(source.key)),
      ambiguous,
    };
  }
}

/** True unless a known part of `wanted` differs from what is there. */
export function fits(present: unknown, wanted: unknown): boolean {
  if (wanted === UNKNOWN) return present !== undefined;
  if (Array.isArray(present) && Array.isArray(wanted)) {
    return present.length === wanted.length && present.every((item, index) => fits(item, wanted[index]));
  }
  if (!isRecord(present) || !isRecord(wanted)) return present === wanted;
  const names = Object.keys(present);
  return (
    names.length === Object.keys(wanted).length &&
    names.every((name) => Object.hasOwn(wanted, name) && fits(present[name], wanted[name]))
  );
}
