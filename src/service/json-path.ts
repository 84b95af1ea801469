// The JSON paths with which services pick values out of events: dots, names in brackets, and positions in arrays. Pure.
// AWS: "Amazon EventBridge input transformation": "JSON path and values".

/** A path taken apart: member names and array positions. */
export type JsonPath = readonly (string | number)[];

const STEP = /^(?:\.([A-Za-z0-9_-]+)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\])/;

/** Takes a path such as "$.detail.items[0].name" apart; undefined if it is none. */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith("$")) return undefined;
  const path: (string | number)[] = [];
  let rest = text.slice(1);
  while (rest !== "") {
    const [step, name, position, quoted, doubleQuoted] = STEP.exec(rest) ?? [];
    if (step === undefined) return undefined;
    path.push(position === undefined ? (name ?? quoted ?? doubleQuoted ?? "") : Number(position));
    rest = rest.slice(step.length);
  }
  return path;
}

/** The value at a path; undefined if there is none. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Readonly<Record<string | number, unknown>>)[step];
  }
  return found;
}
