// Form parameters -> typed values, compiled once per shape: "Tags.member.1.Key=a" (awsQuery), "TagSpecification.1.Tag.1.Key=a"
// (ec2Query). The dotted names become a tree first, which the shapes then read.

import type { Member, Shape } from "../model/model.ts";
import { decodeBase64, parseBoolean, parseNumber, parseTimestamp } from "./text-values.ts";
import { malformedInput } from "./wire-errors.ts";

/** One dotted name's place in the tree. */
export interface QueryNode {
  value: string | undefined;
  readonly children: Map<string, QueryNode>;
}

/** Undefined where the parameters say nothing of the shape. */
export type QueryDecoder = (node: QueryNode) => unknown;

/** Arranges parameters by the dots in their names; the first of two equal names counts. */
export function queryTree(fields: Iterable<readonly [name: string, value: string]>): QueryNode {
  const root: QueryNode = { value: undefined, children: new Map() };
  for (const [name, value] of fields) {
    let node = root;
    for (const part of name.split(".")) {
      let next = node.children.get(part);
      if (next === undefined) node.children.set(part, (next = { value: undefined, children: new Map() }));
      node = next;
    }
    node.value ??= value;
  }
  return root;
}

export interface QueryShapes {
  decoder(shape: Shape): QueryDecoder;
}

/** Decoders for awsQuery, or for ec2Query, whose lists are all flat and whose names are capitalised. */
export function createQueryShapes(options: { isEc2: boolean }): QueryShapes {
  const decoders = new Map<Shape, QueryDecoder>();

  function nameOf({ name, traits }: Member): string {
    if (!options.isEc2) return traits.xmlName ?? name;
    if (traits.ec2QueryName !== undefined) return traits.ec2QueryName;
    const written = traits.xmlName ?? name;
    return written.charAt(0).toUpperCase() + written.slice(1);
  }

  function decoder(shape: Shape, member?: Member): QueryDecoder {
    switch (shape.kind) {
      case "list":
        return listDecoder(shape.member, options.isEc2 || member?.traits.xmlFlattened === true);
      case "map":
        return mapDecoder(shape.key, shape.value, member?.traits.xmlFlattened === true);
      case "structure":
      case "union": {
        const known = decoders.get(shape);
        if (known !== undefined) return known;
        // A shape that contains itself meets this forwarder while it is being compiled.
        decoders.set(shape, (node) => (decoders.get(shape) as QueryDecoder)(node));
        const compiled = structureDecoder([...shape.members.values()]);
        decoders.set(shape, compiled);
        return compiled;
      }
      default:
        return simpleDecoder(shape);
    }
  }

  function structureDecoder(members: readonly Member[]): QueryDecoder {
    const byName = new Map<string, { readonly name: string; readonly decode: QueryDecoder }>();
    for (const member of members) {
      // AWS: ReceiveMessage has two members of one wire name, the older of which comes first and is meant.
      const name = nameOf(member);
      if (!byName.has(name)) byName.set(name, { name: member.name, decode: decoder(member.shape, member) });
    }
    return (node) => {
      const structure: Record<string, unknown> = {};
      for (const [name, child] of node.children) {
        const member = byName.get(name);
        if (member === undefined) continue;
        const value = member.decode(child);
        if (value !== undefined) structure[member.name] = value;
      }
      return structure;
    };
  }

  function listDecoder(member: Member, isFlat: boolean): QueryDecoder {
    const name = member.traits.xmlName ?? "member";
    const decode = decoder(member.shape, member);
    return (node) => {
      // "Names=" is how clients send an empty list.
      if (node.children.size === 0) return node.value === "" ? [] : undefined;
      const list = isFlat ? node : (node.children.get(name) ?? node.children.get("member"));
      return list === undefined ? undefined : numbered(list).map(decode);
    };
  }

  function mapDecoder(key: Member, value: Member, isFlat: boolean): QueryDecoder {
    const keyName = key.traits.xmlName ?? "key";
    const valueName = value.traits.xmlName ?? "value";
    const decode = decoder(value.shape, value);
    return (node) => {
      const entries = isFlat ? node : node.children.get("entry");
      if (entries === undefined) return undefined;
      return Object.fromEntries(
        numbered(entries).map((entry) => {
          const entryValue = entry.children.get(valueName);
          return [entry.children.get(keyName)?.value ?? "", entryValue === undefined ? undefined : decode(entryValue)];
        }),
      );
    };
  }

  return { decoder };
}

/** The children 1, 2, ... in their numbers' order; gaps close up. */
function numbered(node: QueryNode): QueryNode[] {
  return [...node.children]
    .filter(([name]) => /^\d{1,9}$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

function simpleDecoder(shape: Shape): QueryDecoder {
  switch (shape.kind) {
    case "boolean":
      return ({ value }) => (value === undefined ? undefined : (parseBoolean(value) ?? refuse("Boolean")));
    case "number":
    case "bigInteger":
    case "bigDecimal":
      return ({ value }) => (value === undefined ? undefined : (parseNumber(value) ?? refuse("Number")));
    case "timestamp":
      return ({ value }) => (value === undefined ? undefined : (parseTimestamp(value) ?? refuse("Timestamp")));
    case "blob":
      return ({ value }) => (value === undefined ? undefined : decodeBase64(value));
    default:
      return ({ value }) => value;
  }
}

function refuse(expected: string): never {
  throw malformedInput(`STRING_VALUE cannot be converted to ${expected}`);
}
