// Names and ARNs of registries, schemas and discoverers. Pure.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import { badRequest, forbidden } from "./errors.ts";

/** Where discoverers put what they find. AWS: "Amazon EventBridge schema registries". */
export const DISCOVERED = "discovered-schemas";

export function registryArn({ account, region }: Scope, registry: string): string {
  return formatArn("schemas", region, account, `registry/${registry}`);
}

export function schemaArn({ account, region }: Scope, registry: string, schema: string): string {
  return formatArn("schemas", region, account, `schema/${registry}/${schema}`);
}

export function discovererArn({ account, region }: Scope, id: string): string {
  return formatArn("schemas", region, account, `discoverer/${id}`);
}

/** What an ARN names; undefined for others than these. */
export function parseSchemasArn(
  arn: string,
):
  | { readonly kind: "discoverer"; readonly id: string }
  | { readonly kind: "registry"; readonly registry: string }
  | { readonly kind: "schema"; readonly registry: string; readonly schema: string }
  | undefined {
  const { service, resource = "" } = parseArn(arn) ?? {};
  const [kind, first = "", second = ""] = resource.split("/");
  if (service !== "schemas" || first === "") return undefined;
  if (kind === "registry") return { kind, registry: first };
  if (kind === "discoverer") return { kind, id: first };
  return kind === "schema" && second !== "" ? { kind, registry: first, schema: second } : undefined;
}

export const isRegistryName = (name: string): boolean => /^[\w.-]{1,64}$/.test(name);
export const isSchemaName = (name: string): boolean => /^[\w.@-]{1,385}$/.test(name);

/** AWS: AWS::EventSchemas::Registry, RegistryName. */
export function requireRegistryName(name: string): void {
  requireOwnRegistry(name);
  if (!isRegistryName(name)) throw badRequest(`Invalid registry name: ${name}.`);
}

/** Throws ForbiddenException for a registry of AWS's own. AWS: "Amazon EventBridge schema registries": they are read-only. */
export function requireOwnRegistry(name: string): void {
  if (name.startsWith("aws.")) throw forbidden(`Registry ${name} belongs to AWS and cannot be changed.`);
}

/** Throws ForbiddenException for the ARN of one of AWS's own registries, or of a schema in one. */
export function requireOwnArn(arn: string): void {
  const named = parseSchemasArn(arn);
  if (named !== undefined && named.kind !== "discoverer") requireOwnRegistry(named.registry);
}

/** AWS: AWS::EventSchemas::Schema, SchemaName. */
export function requireSchemaName(name: string): void {
  if (!isSchemaName(name)) throw badRequest(`Invalid schema name: ${name}.`);
}

/** AWS: observed: the id of a bus's discoverer. */
export function discovererIdOf(busArn: string): string {
  const { service, resource = "" } = parseArn(busArn) ?? {};
  if (service !== "events" || !resource.startsWith("event-bus/"))
    throw badRequest(`SourceArn ${busArn} is not the ARN of an event bus.`);
  return `events-event-bus-${resource.slice("event-bus/".length)}`;
}
