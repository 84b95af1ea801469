// Where a template's loop is: what $foreach stands for. Pure.

import { HostObject, type Value } from "./values.ts";

/** $foreach: where a loop is. */
export function loopState(index: number, length: number, around: Value): HostObject {
  const state: HostObject = new HostObject({
    properties: {
      index: () => BigInt(index),
      count: () => BigInt(index + 1),
      hasNext: () => index + 1 < length,
      first: () => index === 0,
      last: () => index + 1 === length,
      parent: () => around,
      topmost: () => (around instanceof HostObject ? (around.properties.get("topmost")?.() ?? null) : state),
    },
    methods: {
      getIndex: () => BigInt(index),
      getCount: () => BigInt(index + 1),
      hasNext: () => index + 1 < length,
      isFirst: () => index === 0,
      isLast: () => index + 1 === length,
    },
  });
  return state;
}
