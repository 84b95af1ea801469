// A row on its way through a query: what commands have put into it, over the fields of its event.

import { type Value, valueOf } from "./values.ts";

/** The fields that an event has by itself. */
export interface EventFields {
  readonly atMs: number;
  /** By which the event can be had again. */
  readonly pointer: string;
  get(name: string): Value;
}

export class Row {
  /** Undefined for rows that stats has made. */
  readonly event: EventFields | undefined;
  readonly #own = new Map<string, Value>();

  constructor(event?: EventFields) {
    this.event = event;
  }

  get(name: string): Value {
    const own = this.#own.get(name);
    if (own !== undefined) return own;
    return this.#inside(name) ?? this.event?.get(name) ?? null;
  }

  set(name: string, value: Value): void {
    this.#own.set(name, value);
  }

  /** AWS: "Structure types": "map.attribute" of a map that a command has made. */
  #inside(name: string): Value | undefined {
    const dot = name.indexOf(".");
    const map = dot === -1 ? undefined : this.#own.get(name.slice(0, dot));
    return map === undefined ? undefined : walk(map, name.slice(dot + 1));
  }
}

/** What a map or list has at a path: by the whole path as a name, or step by step. */
export function walk(json: unknown, path: string): Value {
  let found: unknown = json;
  for (let rest = path; rest !== "";) {
    if (typeof found !== "object" || found === null) return null;
    const members = found as Readonly<Record<string, unknown>>;
    if (Object.hasOwn(members, rest)) return flat(members[rest]);
    const dot = rest.indexOf(".");
    const name = dot === -1 ? rest : rest.slice(0, dot);
    if (dot === -1 || !Object.hasOwn(members, name)) return null;
    found = members[name];
    rest = rest.slice(dot + 1);
  }
  return null;
}

/** AWS: observed: what is true in JSON is 1. */
function flat(json: unknown): Value {
  return typeof json === "boolean" ? Number(json) : valueOf(json);
}
