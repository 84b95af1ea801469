// The Service Authorization Reference: which actions, resource types and condition keys each service has. Read from what
// scripts/extract-service-authorization.mjs wrote, a service at a time when it is first asked for.

import { existsSync, readFileSync } from "node:fs";
import { OperatorError } from "../kernel/errors.ts";

/** Data types of condition keys. */
export type KeyType =
  | "ARN"
  | "ArrayOfARN"
  | "ArrayOfBool"
  | "ArrayOfString"
  | "Bool"
  | "Date"
  | "IPAddress"
  | "Numeric"
  | "String";

export interface ServiceAction {
  readonly name: string;
  readonly resourceTypes: readonly { readonly name: string; readonly isRequired: boolean }[];
  /** The action's own condition keys and those of its resource types in it. */
  readonly conditionKeys: readonly string[];
}

export interface ServiceResourceType {
  readonly name: string;
  /** With "${Partition}", "${Region}", "${Account}" and names of parts. */
  readonly arn: string;
  readonly conditionKeys: readonly string[];
}

export interface ServiceAuthorization {
  readonly prefix: string;
  /** By name in lower case. */
  readonly actions: ReadonlyMap<string, ServiceAction>;
  /** By name. */
  readonly resourceTypes: ReadonlyMap<string, ServiceResourceType>;
  /** By name in lower case, with "${TagKey}" where any name may stand. */
  readonly conditionKeys: ReadonlyMap<string, KeyType>;
}

interface RawService {
  readonly actions: readonly (readonly [name: string, resourceTypes: readonly string[], keys: readonly string[]])[];
  readonly resourceTypes: Readonly<Record<string, readonly [arn: string, keys: readonly string[]]>>;
  readonly conditionKeys: Readonly<Record<string, KeyType>>;
}

interface Index {
  readonly services: readonly string[];
  readonly globalKeys: Readonly<Record<string, KeyType>>;
  readonly arnServices: Readonly<Record<string, readonly string[]>>;
}

const known = new Map<string, ServiceAuthorization>();
let index:
  | {
      readonly services: ReadonlySet<string>;
      readonly globalKeys: ReadonlyMap<string, KeyType>;
      readonly arnServices: ReadonlyMap<string, readonly string[]>;
    }
  | undefined;

function readIndex(): NonNullable<typeof index> {
  if (index === undefined) {
    const { services, globalKeys, arnServices } = JSON.parse(read("index.json")) as Index;
    index = {
      services: new Set(services),
      globalKeys: new Map(Object.entries(globalKeys).map(([key, type]) => [key.toLowerCase(), type])),
      arnServices: new Map(Object.entries(arnServices)),
    };
  }
  return index;
}

/** The prefixes of all services that have actions. */
export function servicePrefixes(): ReadonlySet<string> {
  return readIndex().services;
}

/** Condition keys that many services have, by name in lower case; those with a name of their own at the end have it as "tag-key". */
export function globalConditionKeys(): ReadonlyMap<string, KeyType> {
  return readIndex().globalKeys;
}

/** The resource types whose ARNs name this service; undefined for a service that no ARN names. */
export function resourceTypesOfArn(arnService: string): readonly ServiceResourceType[] | undefined {
  const prefixes = readIndex().arnServices.get(arnService);
  return prefixes?.flatMap((prefix) =>
    [...(serviceAuthorization(prefix)?.resourceTypes.values() ?? [])].filter(
      ({ arn }) => arn.split(":")[2] === arnService,
    ),
  );
}

/** What a service has; undefined for a prefix (in lower case) that no service has. */
export function serviceAuthorization(prefix: string): ServiceAuthorization | undefined {
  const cached = known.get(prefix);
  if (cached !== undefined || !servicePrefixes().has(prefix)) return cached;
  const raw = JSON.parse(read(`${prefix}.json`)) as RawService;
  const service: ServiceAuthorization = {
    prefix,
    actions: new Map(
      raw.actions.map(([name, types, conditionKeys]) => [
        name.toLowerCase(),
        {
          name,
          resourceTypes: types.map((type) => ({ name: type.replace("*", ""), isRequired: type.endsWith("*") })),
          conditionKeys,
        },
      ]),
    ),
    resourceTypes: new Map(
      Object.entries(raw.resourceTypes).map(([name, [arn, conditionKeys]]) => [name, { name, arn, conditionKeys }]),
    ),
    conditionKeys: new Map(Object.entries(raw.conditionKeys).map(([key, type]) => [key.toLowerCase(), type])),
  };
  known.set(prefix, service);
  return service;
}

/** The action of a name such as "s3:GetObject", whatever its case; undefined if there is none. */
export function findAction(name: string): (ServiceAction & { readonly service: ServiceAuthorization }) | undefined {
  const [prefix = "", action = ""] = name.toLowerCase().split(":", 2);
  const service = serviceAuthorization(prefix);
  const found = service?.actions.get(action);
  return service && found && { ...found, service };
}

/** The pattern of all ARNs of a resource type, for the patterns of policies: "arn:*:sqs:*:*:*". */
export function arnPattern({ arn }: ServiceResourceType): string {
  return arn.replaceAll(/\$\{[^}]*\}/g, "*");
}

function read(name: string): string {
  // This file is src/iam/... in development, and part of dist/*.js or dist/chunks/*.js when bundled; generated/ is beside both.
  for (const folder of ["../../generated/", "../generated/"]) {
    const url = new URL(`${folder}service-authorization/${name}`, import.meta.url);
    if (existsSync(url)) return readFileSync(url, "utf8");
  }
  throw new OperatorError({
    code: "ERR_MODELS_MISSING",
    message: "The Service Authorization Reference has not been extracted.",
    hints: ["npm run models"],
  });
}
