// Finding what requests name; and pages of what they list.

import type { Scope, YardContext } from "../../service/context.ts";
import { badRequest, discovererNotFound, registryNotFound, schemaNotFound } from "./errors.ts";
import { isRegistryName, isSchemaName } from "./names.ts";
import type { DiscovererRecord, RegistryRecord, SchemaRecord, VersionRecord } from "./records.ts";
import { listVersions, loadDiscoverer, loadRegistry, loadSchema } from "./repo.ts";

type Place = Scope & Pick<YardContext, "store">;

/** AWS's own registry of its services' events. */
const AWS_EVENTS = "aws.events";

/** The registry; throws NotFoundException, or BadRequestException for what is no name. */
export function requireRegistry(place: Place, name: string): RegistryRecord {
  const registry = place.store.read((tx) => loadRegistry(tx, place, name));
  if (registry !== undefined) return registry;
  requireForm(isRegistryName(name), "registry name", name);
  throw name === AWS_EVENTS ? awsEventsMissing() : registryNotFound(name);
}

/** Says what is missing, so that nobody looks for a typing error. */
function awsEventsMissing(): Error {
  return registryNotFound(`${AWS_EVENTS} (Stackyard does not have AWS's own registry)`);
}

/** The schema; throws NotFoundException. */
export function requireSchema(place: Place, registry: string, name: string): SchemaRecord {
  const schema = place.store.read((tx) => loadSchema(tx, place, registry, name));
  if (schema === undefined) {
    requireRegistry(place, registry);
    requireForm(isSchemaName(name), "schema name", name);
    throw schemaNotFound(name);
  }
  return schema;
}

/** A version of a schema, the newest if none is named; throws NotFoundException. */
export function requireVersion(
  place: Place,
  { registry, name }: SchemaRecord,
  version: string | undefined,
): VersionRecord {
  const versions = place.store.read((tx) => listVersions(tx, place, registry, name));
  const found = version === undefined ? versions.at(-1) : versions.find(({ number }) => String(number) === version);
  requireForm(version === undefined || /^\d+$/.test(version), "schema version", version ?? "");
  if (found === undefined) throw schemaNotFound(`${name} and version ${version ?? ""}`);
  return found;
}

/** The discoverer; throws NotFoundException. */
export function requireDiscoverer(place: Place, id: string): DiscovererRecord {
  const discoverer = place.store.read((tx) => loadDiscoverer(tx, place, id));
  if (discoverer !== undefined) return discoverer;
  requireForm(/^[\w./-]+$/.test(id), "discoverer id", id);
  throw discovererNotFound(id);
}

/** What cannot be anything's name is a bad request, not something missing. AWS: inferred. */
function requireForm(isRight: boolean, what: string, value: string): void {
  if (!isRight) throw badRequest(`Invalid ${what}: ${value}.`);
}

// AWS: Limit: 100 at most.
const MOST_OF_A_PAGE = 100;

/** A page of a list. Tokens are places in it. */
export function pageOf<T>(
  all: readonly T[],
  { Limit: limit = MOST_OF_A_PAGE, NextToken: token }: { readonly Limit?: number; readonly NextToken?: string },
): { readonly items: readonly T[]; readonly next: { readonly NextToken?: string } } {
  if (token !== undefined && !/^\d{1,9}$/.test(token)) throw badRequest("Invalid NextToken.");
  const from = Number(token ?? 0);
  const to = from + limit;
  return { items: all.slice(from, to), next: to < all.length ? { NextToken: String(to) } : {} };
}
