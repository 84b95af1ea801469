// Reads a YAML or JSON file as a value of which every part has a place.

import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Node } from "yaml";
import type { SourcePosition } from "../../kernel/diagnostics.ts";

/** A value and where its parts stand. */
export interface PlacedDocument {
  readonly value: unknown;
  /** What is wrong with the text, and where; undefined if nothing is. */
  readonly fault: { readonly detail: string; readonly position: SourcePosition } | undefined;
  /** The place of the value at a path, or of its nearest parent. */
  positionOf(path: readonly string[]): SourcePosition;
}

/** Reads; `file` is how messages name it. */
export function readPlaced(text: string, file: string): PlacedDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [error] = document.errors;
  return {
    value: error === undefined ? (document.toJS() as unknown) : undefined,
    fault: error === undefined ? undefined : { detail: error.message, position: at(error.pos[0]) },
    positionOf(path) {
      let node: unknown = document.contents;
      let offset = startOf(node) ?? 0;
      for (const step of path) {
        if (isMap(node)) {
          const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
          if (pair === undefined) break;
          offset = startOf(pair.key) ?? offset;
          node = pair.value;
        } else if (isSeq(node)) {
          node = node.items[Number(step)];
          if (node === undefined) break;
          offset = startOf(node) ?? offset;
        } else break;
      }
      return at(offset);
    },
  };
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
