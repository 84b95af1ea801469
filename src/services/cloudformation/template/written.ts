// Whether a template writes a property, at a path below a resource's properties such as "Code.S3Key".

import { isRecord } from "./values.ts";

/** Looks through lists, and through the functions that choose between values; what AWS::NoValue takes away is not written. */
export function isWritten(value: unknown, path: readonly string[]): boolean {
  return hasAt(value, path, () => true);
}

/** As isWritten, but what says that it is off asks for nothing: false, "", an empty list, { Enabled: false }. */
export function isAskedFor(value: unknown, path: readonly string[]): boolean {
  return hasAt(value, path, (found) => !isOff(found));
}

function hasAt(value: unknown, path: readonly string[], counts: (value: unknown) => boolean): boolean {
  if (Array.isArray(value) && path.length > 0) return value.some((item) => hasAt(item, path, counts));
  if (!isRecord(value)) return path.length === 0 && value !== undefined && counts(value);
  const choice = value["Fn::If"];
  if (Array.isArray(choice)) return choice.slice(1).some((item) => hasAt(item, path, counts));
  if (value["Ref"] === "AWS::NoValue") return false;
  const [name, ...below] = path;
  return name === undefined
    ? counts(value)
    : hasAt(Object.hasOwn(value, name) ? value[name] : undefined, below, counts);
}

function isOff(value: unknown): boolean {
  if (isRecord(value)) return value["Enabled"] === false || value["Enabled"] === "false";
  return value === "" || value === false || value === "false" || (Array.isArray(value) && value.length === 0);
}
