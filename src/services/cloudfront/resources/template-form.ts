// CloudFront's configurations as templates write them, and back. A template has plain lists where the API has { Quantity, Items }, and a few names
// of its own; all else is read from the API's model, so nothing is written down twice.
// AWS: "AWS::CloudFront::Distribution DistributionConfig" and the types below it (CloudFormation template reference).

import { AwsError, invariant } from "../../../kernel/errors.ts";
import { loadModel } from "../../../model/load.ts";
import type { Member, Shape, StructureShape } from "../../../model/model.ts";

type Values = Readonly<Record<string, unknown>>;

/** Names that differ by more than their case: the template's, then the API's. */
const RENAMED: readonly (readonly [template: string, api: string])[] = [
  ["OriginCustomHeaders", "CustomHeaders"],
  ["IPV6Enabled", "IsIPV6Enabled"],
  ["Locations", "Items"],
];
/** Names that differ from the API's in case alone, as templates have them. */
const TEMPLATE_CASE = ["AcmCertificateArn", "IamCertificateId", "OriginSSLProtocols", "SslSupportMethod"];
/** Structures that templates write with Quantity and Items, as the API does. */
const COUNTED = new Set(["OriginGroups", "OriginGroupMembers", "StatusCodes"]);
/** Members that only the API has. */
const API_ONLY = new Set(["CallerReference", "Certificate", "CertificateSource"]);

/** The structure of a configuration: "DistributionConfig". It is the member of this name of the operation that makes one. */
export function configShape(operation: string, member: string): StructureShape {
  const found = loadModel("cloudfront").operations.get(operation)?.input.members.get(member)?.shape;
  invariant(found?.kind === "structure", `CloudFront's model has ${member} in ${operation}.`);
  return found;
}

/** A configuration for the API, from a template's. */
export function toApi(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (shape.kind === "boolean") return value === true || value === "true";
  if (shape.kind === "number") return Number(value);
  if (shape.kind === "list") return (value as readonly unknown[]).map((item) => toApi(shape.member.shape, item));
  if (shape.kind !== "structure")
    return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  if (Array.isArray(value)) return counted(shape, value);
  return structureToApi(shape, value as Values);
}

function structureToApi(shape: StructureShape, given: Values): Values {
  const { CachedMethods, ...rest } = given;
  const isHoisted = CachedMethods !== undefined && !shape.members.has("CachedMethods");
  const entries = Object.entries(isHoisted ? rest : given).map(([name, item]) => {
    const member = memberOf(shape, name);
    return [member.name, toApi(member.shape, item)] as const;
  });
  const made: Record<string, unknown> = Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  // AWS: a template has CachedMethods beside AllowedMethods, the API below it.
  if (isHoisted) {
    const allowed = memberOf(shape, "AllowedMethods").shape;
    const methods = made["AllowedMethods"] ?? toApi(allowed, ["GET", "HEAD"]);
    invariant(allowed.kind === "structure", "AllowedMethods is a structure.");
    made["AllowedMethods"] = {
      ...(methods as Values),
      CachedMethods: toApi(memberOf(allowed, "CachedMethods").shape, CachedMethods),
    };
  }
  if (shape.members.has("Quantity")) {
    const items = made["Items"];
    made["Quantity"] = Array.isArray(items) ? items.length : 0;
  }
  return made;
}

/** A template's plain list as the API's counted one; Enabled where the API asks whether there is anything in it. */
function counted(shape: StructureShape, items: readonly unknown[]): Values {
  const list = memberOf(shape, "Items").shape;
  return {
    ...(shape.members.has("Enabled") && { Enabled: items.length > 0 }),
    Quantity: items.length,
    ...(items.length > 0 && { Items: toApi(list, items) }),
  };
}

function memberOf(shape: StructureShape, templateName: string): Member {
  const renamed = RENAMED.find(([name, api]) => name === templateName && shape.members.has(api))?.[1] ?? templateName;
  const lower = renamed.toLowerCase();
  const found =
    shape.members.get(renamed) ?? [...shape.members.values()].find(({ name }) => name.toLowerCase() === lower);
  if (found === undefined || API_ONLY.has(found.name) !== API_ONLY.has(templateName))
    throw new AwsError({
      code: "InvalidRequest",
      message: `The property "${templateName}" of a CloudFront resource is not supported.`,
    });
  return found;
}

/** A configuration as templates write it, from the API's. */
export function toTemplate(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (shape.kind === "list") return (value as readonly unknown[]).map((item) => toTemplate(shape.member.shape, item));
  if (shape.kind !== "structure") return value;
  const given = value as Values;
  const items = (): unknown => toTemplate(memberOf(shape, "Items").shape, given["Items"] ?? []);
  const isList = shape.members.has("Quantity") && shape.members.has("Items");
  if (isList && shape.name.startsWith("ResponseHeadersPolicy")) return { Items: items() };
  if (isList && shape.name !== "GeoRestriction" && !COUNTED.has(shape.name)) return items();
  const made: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(given)) {
    const member = shape.members.get(name);
    const isHidden = name === "Quantity" && shape.name === "GeoRestriction";
    if (member === undefined || API_ONLY.has(name) || isHidden) continue;
    made[templateName(shape, name)] = toTemplate(member.shape, item);
  }
  const allowed = given["AllowedMethods"] as { readonly CachedMethods?: { readonly Items?: unknown } } | undefined;
  if (allowed?.CachedMethods?.Items !== undefined) made["CachedMethods"] = allowed.CachedMethods.Items;
  return made;
}

function templateName(shape: StructureShape, name: string): string {
  const [renamed] =
    RENAMED.find(([, api]) => api === name && (name !== "Items" || shape.name === "GeoRestriction")) ?? [];
  return renamed ?? TEMPLATE_CASE.find((each) => each.toLowerCase() === name.toLowerCase()) ?? name;
}
