// Parameters in SAM's properties: the translator reads some properties itself, and there needs the values that references stand for.

import { isRecord } from "../template/values.ts";
import type { Values } from "./draft.ts";

/** Values of parameters and of `AWS::Region` and `AWS::Partition`, by their names. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/**
 * AWS: which properties are resolved is told nowhere; these are the ones that the reference translator (1.110.0) resolves. A list names members of
 * a property that are resolved alone.
 */
const RESOLVED: Readonly<Record<string, Readonly<Record<string, true | readonly string[]>>>> = {
  "AWS::Serverless::Api": { Auth: true, BinaryMediaTypes: true, Domain: true },
  "AWS::Serverless::Function": {
    AutoPublishAlias: true,
    AutoPublishCodeSha256: true,
    CodeUri: true,
    DeploymentPreference: ["Enabled", "PassthroughCondition", "Type"],
    EventInvokeConfig: true,
  },
  "AWS::Serverless::HttpApi": { CorsConfiguration: true, Domain: true },
  "AWS::Serverless::WebSocketApi": { Auth: true, Domain: true, Routes: true },
  "AWS::Serverless::LayerVersion": { Description: true, LayerName: true, LicenseInfo: true, RetentionPolicy: true },
};

/**
 * What is given, over the defaults as the template writes them.
 * DEVIATION: parameters with NoEcho stay references, because everybody who may see the processed template would see their values in it.
 */
export function withDefaults(parameters: unknown, given: ParameterValues): ParameterValues {
  const values: Record<string, unknown> = { ...given };
  for (const [name, parameter] of Object.entries(isRecord(parameters) ? parameters : {})) {
    if (!isRecord(parameter)) continue;
    if (parameter["NoEcho"] === true || parameter["NoEcho"] === "true") delete values[name];
    else values[name] ??= parameter["Default"];
  }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The properties of a resource with values in place of references, where the translator reads them. */
export function resolveParameters(typeName: string, properties: Values, values: ParameterValues): Values {
  const resolved = Object.entries(RESOLVED[typeName] ?? {}).flatMap(([name, members]): [string, unknown][] => {
    const given = properties[name];
    if (given === undefined) return [];
    return [[name, members === true ? resolve(given, values) : resolveMembers(given, members, values)]];
  });
  return replaced(properties, resolved);
}

function resolveMembers(given: unknown, members: readonly string[], values: ParameterValues): unknown {
  if (!isRecord(given)) return given;
  const present = members.filter((name) => given[name] !== undefined);
  return replaced(
    given,
    present.map((name) => [name, resolve(given[name], values)]),
  );
}

/** The original object where nothing in it changes, so that its place in the file stays known. */
function replaced(before: Values, members: readonly (readonly [string, unknown])[]): Values {
  const changed = members.filter(([name, value]) => before[name] !== value);
  return changed.length === 0 ? before : { ...before, ...Object.fromEntries(changed) };
}

/** A value with those of parameters in place of references to them. */
export function resolve(value: unknown, values: ParameterValues): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => resolve(item, values));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isRecord(value)) return value;
  const { Ref: name, "Fn::Sub": sub } = value;
  if (typeof name === "string" && Object.hasOwn(values, name) && Object.keys(value).length === 1) return values[name];
  if (sub !== undefined && Object.keys(value).length === 1) return resolveSub(value, sub, values);
  return replaced(
    value,
    Object.entries(value).map(([member, item]) => [member, resolve(item, values)]),
  );
}

/** AWS: the parameter is taken even where Fn::Sub defines a variable of its name. */
function resolveSub(whole: Values, sub: unknown, values: ParameterValues): unknown {
  const [text, own]: readonly unknown[] = Array.isArray(sub) ? sub : [sub];
  if (typeof text !== "string") return whole;
  const filled = text.replace(/\$\{([A-Za-z0-9:]+)\}/g, (variable, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return ["string", "number", "boolean"].includes(typeof value) ? String(value) : variable;
  });
  const ownResolved = resolve(own, values);
  if (filled === text && ownResolved === own) return whole;
  return { "Fn::Sub": own === undefined ? filled : [filled, ownResolved] };
}
