// Reading the plain JSON values of a template, which may have any form, and text where a number is meant.

/** A member of an object; undefined where there is none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** A member as text; "" where there is none. */
export function text(value: unknown, name: string): string {
  const found = field(value, name);
  return typeof found === "string" ? found : found === undefined ? "" : JSON.stringify(found);
}

/** A list; empty where it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** True for true and "true". */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** A member as a number, which a template may write as text; undefined where there is none. */
export function number(value: unknown, name: string): number | undefined {
  const found = field(value, name);
  return found === undefined ? undefined : Number(found);
}
