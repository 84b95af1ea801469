// Which method of which resource a path means. Pure.
// AWS: "Set up a proxy integration with a proxy resource": the most specific resource wins: text before {name} before {name+}.

import type { Method, ResourceRecord } from "../records.ts";

export interface ResourceMatch {
  readonly resource: ResourceRecord;
  readonly method: Method;
  /** As sent, still percent-encoded: AWS hands them on like that (recorded: test_lambda_aws_proxy_integration). */
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Node {
  readonly resource: ResourceRecord;
  readonly plain: Map<string, Node>;
  /** {name} and {name+} among the children. */
  one?: { readonly name: string; readonly node: Node };
  all?: { readonly name: string; readonly node: Node };
}

/** Matches paths against resources. */
export type ResourceMatcher = (method: string, path: string) => ResourceMatch | undefined;

/** Puts resources together once for all the requests to come. */
export function createMatcher(resources: readonly ResourceRecord[]): ResourceMatcher {
  const nodes = new Map<string, Node>(resources.map((resource) => [resource.id, { resource, plain: new Map() }]));
  let root: Node | undefined;
  for (const node of nodes.values()) {
    const { parentId, pathPart } = node.resource;
    const parent = parentId === undefined ? undefined : nodes.get(parentId);
    if (parent === undefined) {
      if (parentId === undefined) root = node;
      continue;
    }
    const [, name, plus] = /^\{([^}+]+)(\+)?\}$/.exec(pathPart) ?? [];
    if (name === undefined) parent.plain.set(pathPart, node);
    else if (plus === undefined) parent.one = { name, node };
    else parent.all = { name, node };
  }
  return (method, path) => {
    if (root === undefined) return undefined;
    const trimmed = path.replace(/^\/+/, "").replace(/\/$/, "");
    return descend(root, trimmed === "" ? [] : trimmed.split("/"), 0, method, []);
  };
}

type Parameters = readonly (readonly [name: string, value: string])[];

function descend(
  node: Node,
  parts: readonly string[],
  at: number,
  method: string,
  parameters: Parameters,
): ResourceMatch | undefined {
  const part = parts[at];
  if (part === undefined) {
    const found = node.resource.methods[method] ?? node.resource.methods["ANY"];
    return found === undefined
      ? undefined
      : { resource: node.resource, method: found, pathParameters: Object.fromEntries(parameters) };
  }
  const { plain, one, all } = node;
  const literal = plain.get(part) ?? plain.get(decoded(part));
  const found = literal && descend(literal, parts, at + 1, method, parameters);
  if (found !== undefined) return found;
  const single = one && descend(one.node, parts, at + 1, method, [...parameters, [one.name, part]]);
  if (single !== undefined) return single;
  return all && descend(all.node, parts, parts.length, method, [...parameters, [all.name, parts.slice(at).join("/")]]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The parameters of a path that is known to be a resource's: of test calls. */
export function parametersOf(resourcePath: string, path: string): Readonly<Record<string, string>> {
  const parts = path.replace(/^\/+/, "").split("/");
  return Object.fromEntries(
    resourcePath
      .replace(/^\/+/, "")
      .split("/")
      .flatMap((part, at): [string, string][] => {
        const [, name, plus] = /^\{([^}+]+)(\+)?\}$/.exec(part) ?? [];
        const value = plus === undefined ? parts[at] : parts.slice(at).join("/");
        return name === undefined || value === undefined ? [] : [[name, value]];
      }),
  );
}
