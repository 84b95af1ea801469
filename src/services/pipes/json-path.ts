// The paths of templates and dynamic parameters, in the part of JSONPath that AWS has. Pure.
// AWS: "Amazon EventBridge Pipes input transformation": dots, array indices, wildcards, dashes, underscores, slashes.

/** True for texts such as "$.body.items[0]". AWS: the model's pattern of JsonPath. */
export function isPath(text: string): boolean {
  return /^\$(\.[\w/_-]+(\[(\d+|\*)\])*)*$/.test(text);
}

/**
 * The value at a path; undefined if there is none. AWS: "Implicit body data parsing": a body or data field that holds JSON
 * as text is looked into where the path goes on below it.
 */
export function valueAt(event: unknown, path: string): unknown {
  let values: readonly unknown[] = [event];
  let isMany = false;
  for (const [, name, index] of path.slice(1).matchAll(/\.([\w/_-]+)|\[(\d+|\*)\]/g)) {
    if (name !== undefined) values = values.map((value) => member(parsed(value), name));
    else if (index === "*") {
      isMany = true;
      values = values.flatMap((value): unknown[] => {
        const list = parsed(value);
        return Array.isArray(list) ? list : [];
      });
    } else
      values = values.map((value) => {
        const list = parsed(value);
        return Array.isArray(list) ? (list as readonly unknown[])[Number(index)] : undefined;
      });
  }
  const found = values.filter((value) => value !== undefined);
  return isMany ? found : found[0];
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
