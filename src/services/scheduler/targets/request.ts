// A request that was written as JSON, as the operation takes it: bytes for blobs, dates for timestamps, and members by their own names, which
// may be given with the other case of their first letter. Pure.

import type { Shape, StructureShape } from "../../../model/model.ts";
import type { RequestJson } from "./target.ts";

/** The first member of the request that the operation does not have. */
export function unknownField(shape: StructureShape, request: RequestJson): string | undefined {
  return Object.keys(request).find((name) => memberName(shape, name) === undefined);
}

/** The request with the values that the operation takes; members that it does not have are left out. */
export function decodeRequest(shape: StructureShape, request: RequestJson): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(request).flatMap(([given, value]) => {
      const name = memberName(shape, given);
      const member = name === undefined ? undefined : shape.members.get(name);
      return name === undefined || member === undefined ? [] : [[name, decode(member.shape, value)]];
    }),
  );
}

function memberName(shape: StructureShape, given: string): string | undefined {
  const first = given.charAt(0);
  const names = [given, first.toUpperCase() + given.slice(1), first.toLowerCase() + given.slice(1)];
  return names.find((name) => shape.members.has(name));
}

function decode(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  switch (shape.kind) {
    case "blob":
      return typeof value === "string" ? Buffer.from(value) : value;
    case "timestamp":
      if (typeof value === "number") return new Date(value * 1_000);
      return typeof value === "string" ? new Date(value) : value;
    case "list":
      return Array.isArray(value) ? value.map((item: unknown) => decode(shape.member.shape, item)) : value;
    case "map":
      return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(shape.value.shape, item)]))
        : value;
    case "structure":
    case "union":
      return isObject(value) ? decodeRequest(shape, value) : value;
    default:
      return value;
  }
}

function isObject(value: unknown): value is RequestJson {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
