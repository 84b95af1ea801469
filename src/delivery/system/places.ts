// Where the parts of a text in YAML or JSON stand: a tree of offsets beside the tree of values, small enough to be kept on disk,
// turned into lines and columns when somebody asks. Pure.

import type { SourcePosition } from "../../kernel/diagnostics.ts";

/** The offset of a part, and the places of its members by name or index. */
export type Place = [offset: number, members?: Record<string, Place>];

/** Notes where a member stands, and returns its place. */
export function notePlace(parent: Place, name: string, offset: number): Place {
  const place: Place = [offset];
  // Without a prototype: a member may be named as one of its properties is.
  parent[1] ??= Object.create(null) as Record<string, Place>;
  parent[1][name] = place;
  return place;
}

/** Makes the function which answers for the part at a path, or for the nearest one around it that has a place. */
export function createPositions(
  file: string,
  text: string,
  root: () => Place,
): (path: readonly string[]) => SourcePosition | undefined {
  let starts: readonly number[] | undefined;
  return (path) => {
    const top = root();
    let place = top;
    for (const name of path) {
      const members = place[1];
      const next = members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
      if (next === undefined) break;
      place = next;
    }
    if (place === top) return undefined;
    starts ??= lineStarts(text);
    const [offset] = place;
    const line = lineOf(starts, offset);
    return { file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

/** The places in a text that JSON.parse takes. */
export function placesOfJson(text: string): Place {
  let at = 0;
  const skipSpace = (): void => {
    while (at < text.length && text.charCodeAt(at) <= 32) at++;
  };
  // INVARIANT: `at` is at an opening quote, and the text is valid.
  const skipString = (): string => {
    const start = at;
    let end = at;
    do {
      end = text.indexOf('"', end + 1);
    } while (backslashesBefore(text, end) % 2 === 1);
    at = end + 1;
    return text.slice(start, at);
  };

  function readValue(place: Place): void {
    skipSpace();
    const first = text[at];
    if (first === "{") {
      readMembers("}", () => {
        const offset = at;
        const name = skipString();
        skipSpace();
        at++;
        readValue(notePlace(place, name.includes("\\") ? String(JSON.parse(name)) : name.slice(1, -1), offset));
      });
    } else if (first === "[") {
      let index = 0;
      readMembers("]", () => readValue(notePlace(place, String(index++), at)));
    } else if (first === '"') {
      skipString();
    } else {
      while (at < text.length && !/[,\]}\s]/.test(text[at] ?? "")) at++;
    }
  }

  function readMembers(end: string, readOne: () => void): void {
    at++;
    skipSpace();
    while (text[at] !== end) {
      readOne();
      skipSpace();
      if (text[at] === ",") at++;
      skipSpace();
    }
    at++;
  }

  const root: Place = [0];
  readValue(root);
  return root;
}

function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (text[at - 1 - count] === "\\") count++;
  return count;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

// The last line that begins at or before the offset.
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
