// Reading what others wrote: the members of JSON objects, whatever they are. For definitions of APIs. Pure.

/** A JSON object. */
export type Node = Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member if it is an object, else an empty one. */
export function nodeOf(node: Node | undefined, name: string): Node {
  const value = node?.[name];
  return isNode(value) ? value : {};
}

export function textOf(node: Node | undefined, name: string): string | undefined {
  const value = node?.[name];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

export function numberOf(node: Node, name: string): number | undefined {
  const text = textOf(node, name);
  return text === undefined || Number.isNaN(Number(text)) ? undefined : Number(text);
}

export function flagOf(node: Node, name: string): boolean | undefined {
  const text = textOf(node, name);
  return text === undefined ? undefined : text === "true";
}

/** A list of texts; undefined where there is no list. */
export function listOf(node: Node, name: string): string[] | undefined {
  const value = node[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** A map of texts; undefined where there is none. What is no text in it is written as JSON. */
export function textsOf(node: Node, name: string): Record<string, string> | undefined {
  const value = node[name];
  if (!isNode(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, typeof item === "string" ? item : JSON.stringify(item)]),
  );
}

/** The objects in a map. */
export function nodesIn(node: Node, name: string): readonly (readonly [string, Node])[] {
  return Object.entries(nodeOf(node, name)).flatMap(([key, value]) => (isNode(value) ? [[key, value] as const] : []));
}
