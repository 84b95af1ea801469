// ParameterFilters: which parameters a listing shows. Pure. AWS: ParameterStringFilter.

import { invalidFilterKey, invalidFilterOption, invalidFilterValue } from "./errors.ts";
import type { ParameterRecord } from "./records.ts";

export interface Filter {
  readonly Key: string;
  readonly Option?: string;
  readonly Values?: readonly string[];
}

type Test = (parameter: ParameterRecord) => boolean;

/** All filters must match, and of each filter one value. */
export function compileFilters(filters: readonly Filter[], isByPath: boolean): Test {
  const tests = filters.map((filter) => compileFilter(filter, isByPath));
  return (parameter) => tests.every((test) => test(parameter));
}

function compileFilter(
  { Key: key, Option: option = defaultOption(key), Values: values = [] }: Filter,
  isByPath: boolean,
): Test {
  // AWS: GetParametersByPath takes Type, KeyId, Label and tags only.
  if (isByPath && !["Type", "KeyId", "Label"].includes(key) && !key.startsWith("tag:")) throw invalidFilterKey();
  // AWS: DescribeParameters has no filter by label.
  if (key === "Label" && !isByPath) throw invalidFilterKey();
  requireValues(key, values);
  if (key === "Label") return ({ labels = {} }) => values.some((value) => labels[value] !== undefined);
  if (key === "Path") return compilePath(option, values);
  const read = compileKey(key);
  const compare = COMPARISONS[option];
  if (compare === undefined || (key !== "Name" && option === "Contains")) throw invalidFilterOption(option);
  return (parameter) => {
    const actual = read(parameter);
    return actual !== undefined && (values.length === 0 || values.some((value) => compare(actual, value)));
  };
}

/** AWS: DescribeParameters: types and tiers are enumerations; only tags are also asked for without a value. */
function requireValues(key: string, values: readonly string[]): void {
  if (values.length === 0 && !key.startsWith("tag:")) throw invalidFilterValue(key, undefined);
  const wrong = values.find((value) => VALUES[key]?.includes(value) === false);
  if (wrong !== undefined) throw invalidFilterValue(key, wrong);
}

const VALUES: Readonly<Record<string, readonly string[]>> = {
  Type: ["String", "StringList", "SecureString"],
  Tier: ["Standard", "Advanced", "Intelligent-Tiering"],
};

const defaultOption = (key: string): string => (key === "Path" ? "OneLevel" : "Equals");

const COMPARISONS: Readonly<Record<string, (actual: string, value: string) => boolean>> = {
  Equals: (actual, value) => actual === value,
  BeginsWith: (actual, value) => actual.startsWith(value),
  Contains: (actual, value) => actual.includes(value),
};

function compileKey(key: string): (parameter: ParameterRecord) => string | undefined {
  if (key === "Name") return (parameter) => parameter.name;
  if (key === "Type") return (parameter) => parameter.type;
  if (key === "Tier") return (parameter) => parameter.tier;
  if (key === "DataType") return (parameter) => parameter.dataType;
  if (key === "KeyId") return (parameter) => parameter.keyId;
  if (key.startsWith("tag:")) return (parameter) => parameter.tags[key.slice("tag:".length)];
  throw invalidFilterKey();
}

function compilePath(option: string, values: readonly string[]): Test {
  if (option !== "OneLevel" && option !== "Recursive") throw invalidFilterOption(option);
  return (parameter) => values.some((path) => isBelow(parameter.name, path, option === "Recursive"));
}

/** Whether a parameter is in the hierarchy below a path: directly, or at any depth. */
export function isBelow(name: string, path: string, isRecursive: boolean): boolean {
  const prefix = path.endsWith("/") ? path : `${path}/`;
  // AWS: the root holds parameters without a path as well.
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : path === "/" ? name : undefined;
  return rest !== undefined && (isRecursive || !rest.includes("/"));
}
