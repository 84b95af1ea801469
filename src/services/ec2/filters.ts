// Lists: filters, named ids and pages. AWS: "List and filter your resources": values have wildcards, filters are joined by "and", values by "or".

import type { Filter } from "@aws-sdk/client-ec2";
import { parsePageToken, takePage } from "../../service/pages.ts";
import { ec2Error, invalidCombination, invalidParameterValue, invalidValue } from "./errors.ts";
import { notFound, type AnyKind } from "./kinds.ts";
import type { Tags } from "./records.ts";

type Value = string | number | boolean | undefined;

/** What the filters of one kind of resource look at, by their names. */
export type FilterTable<Item> = Readonly<Record<string, (item: Item) => Value | readonly Value[]>>;

/** Something that is listed. */
export interface Listed<Shape> {
  readonly id: string;
  readonly tags: Tags;
  readonly shape: Shape;
}

export interface Asked {
  readonly Filters?: readonly Filter[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly DryRun?: boolean | undefined;
}

// LIMIT: AWS: MaxResults of the Describe operations: "a value between 5 and 1000".
const LEAST_RESULTS = 5;
const MOST_RESULTS = 1000;

/** Those that a request asks for: by their ids, through its filters, page by page. */
export function select<Shape>(
  all: readonly Listed<Shape>[],
  asked: Asked,
  options: {
    readonly kind: AnyKind;
    readonly ids: readonly string[] | undefined;
    /** The parameter of the ids: "vpcIds". */
    readonly idsName: string;
    readonly filters: FilterTable<Shape>;
  },
): { readonly items: readonly Shape[]; readonly next: { NextToken?: string } } {
  const { ids = [], kind, idsName } = options;
  if (ids.length > 0 && asked.MaxResults !== undefined)
    throw invalidCombination(`The parameter ${idsName} cannot be used with the parameter maxResults`);
  const limit = requireMaxResults(asked.MaxResults) ?? MOST_RESULTS;
  const missing = ids.filter((id) => !all.some((item) => item.id === id));
  if (missing.length > 0) throw notFound(kind, ...missing);
  const accepts = filtersOf(asked.Filters, options.filters);
  const after = parsePageToken(asked.NextToken, () => ec2Error("InvalidNextToken", "The token is not valid."));
  const found = all.filter(
    (item) => (ids.length === 0 || ids.includes(item.id)) && (after === undefined || item.id > after) && accepts(item),
  );
  const page = takePage(found, limit, ({ id }) => id);
  return { items: page.items.map(({ shape }) => shape), next: page.next };
}

/** AWS: as reported by many: "Value ( 1 ) for parameter maxResults is invalid. Expecting a value greater than 5." */
function requireMaxResults(value: number | undefined): number | undefined {
  if (value !== undefined && value < LEAST_RESULTS)
    throw invalidValue(` ${value} `, "maxResults", `Expecting a value greater than ${LEAST_RESULTS}.`);
  return value === undefined ? undefined : Math.min(value, MOST_RESULTS);
}

/** Whether an item passes all filters; throws for filters that there are not. */
export function filtersOf<Shape>(
  filters: readonly Filter[] | undefined,
  table: FilterTable<Shape>,
): (item: Pick<Listed<Shape>, "tags" | "shape">) => boolean {
  const tests = (filters ?? []).map(({ Name = "", Values = [] }) => {
    const valuesOf = tagFilter(Name) ?? fieldFilter(Name, table);
    const patterns = Values.map(wildcards);
    return (item: Pick<Listed<Shape>, "tags" | "shape">) =>
      valuesOf(item).some((value) => patterns.some((pattern) => pattern.test(value)));
  });
  return (item) => tests.every((test) => test(item));
}

type ValuesOf<Shape> = (item: Pick<Listed<Shape>, "tags" | "shape">) => readonly string[];

function tagFilter(name: string): ValuesOf<unknown> | undefined {
  if (name === "tag-key") return ({ tags }) => Object.keys(tags);
  if (name === "tag-value") return ({ tags }) => Object.values(tags);
  if (!name.startsWith("tag:")) return undefined;
  const key = name.slice("tag:".length);
  return ({ tags }) => (tags[key] === undefined ? [] : [tags[key]]);
}

function fieldFilter<Shape>(name: string, table: FilterTable<Shape>): ValuesOf<Shape> {
  const field = Object.hasOwn(table, name) ? table[name] : undefined;
  // AWS: the wording is from memory.
  if (field === undefined) throw invalidParameterValue(`The filter '${name}' is invalid`);
  return ({ shape }) => {
    const value = field(shape);
    const values: readonly Value[] = Array.isArray(value) ? value : [value as Value];
    return values.filter((item) => item !== undefined).map(String);
  };
}

/** AWS: "*" stands for any characters, "?" for one; a backslash before either makes it plain. Case matters. */
function wildcards(text: string): RegExp {
  const pattern = text.replaceAll(/\\([*?\\])|([*?])|([.+^${}()|[\]\\])/g, (_all, plain, wild, special) => {
    if (plain !== undefined) return `\\${plain}`;
    if (wild !== undefined) return wild === "*" ? "[^]*" : "[^]";
    return `\\${special}`;
  });
  return new RegExp(`^${pattern}$`, "u");
}
