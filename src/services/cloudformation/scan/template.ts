// Writes a template of live resources, as AWS's IaC generator writes it: ready for a change set of type IMPORT.

import type { WarningDetail } from "@aws-sdk/client-cloudformation";
import { ALPHABET } from "../../../kernel/ids.ts";
import type { Random } from "../../../kernel/random.ts";
import type { Scope } from "../../../service/context.ts";
import type { ResourceIdentifier } from "../../../service/resource-type.ts";
import { isRecord } from "../template/values.ts";
import type { GeneratedResource, GeneratedTemplateRecord } from "./records.ts";
import { referenceFinder } from "./references.ts";

type Values = Readonly<Record<string, unknown>>;

const POLICIES = { DELETE: "Delete", RETAIN: "Retain" } as const;

/** AWS: as recorded: service and type, "00", what identifies the resource, "00", and five characters. */
export function makeLogicalId(typeName: string, identifier: ResourceIdentifier, random: Random): string {
  const [, service = "", type = ""] = typeName.split("::");
  const [first = ""] = Object.values(identifier);
  // Of an ARN, only what is behind the account; of a URL, only the path's end.
  const name = first.replace(/^arn:(?:[^:]*:){4}/, "").replace(/^https?:.*\//, "");
  const readable = name.replaceAll(/[^A-Za-z0-9]/g, "");
  // LIMIT: a logical id has at most 255 characters.
  return `${service}${type}00${readable.slice(0, 200)}00${random.text(5, ALPHABET.base62)}`;
}

/** A resource that has been read. */
type Readable = Pick<GeneratedResource, "logicalId" | "typeName"> & { readonly properties: Values };

/** The template of the resources that have been read. */
export function writeTemplate(generated: GeneratedTemplateRecord, scope: Scope): Values {
  const { baseTemplate = {}, templateId, configuration } = generated;
  const read = generated.resources.flatMap(({ properties, ...resource }) =>
    properties === undefined ? [] : [{ ...resource, properties }],
  );
  const find = referenceFinder(read, scope);
  const edges = new Map<string, Set<string>>();
  const parameters: Record<string, unknown> = { ...membersOf(baseTemplate["Parameters"]) };
  const resources: Record<string, unknown> = { ...membersOf(baseTemplate["Resources"]) };
  for (const resource of read) {
    const { logicalId, typeName, properties } = resource;
    for (const { name, description } of writeOnlyParameters(resource)) {
      parameters[name] = { NoEcho: "true", Type: "String", Description: description };
    }
    resources[logicalId] = {
      UpdateReplacePolicy: POLICIES[configuration.UpdateReplacePolicy],
      Type: typeName,
      DeletionPolicy: POLICIES[configuration.DeletionPolicy],
      Properties: { ...(refer(properties, "", logicalId) as Values), ...writeOnlyProperties(resource) },
    };
  }
  return {
    ...baseTemplate,
    Metadata: {
      ...membersOf(baseTemplate["Metadata"]),
      // AWS: as recorded; templates of before 2025 had it as "TemplateId".
      AWSToolsMetrics: { IaC_Generator: templateId },
    },
    ...(Object.keys(parameters).length === 0 ? {} : { Parameters: parameters }),
    Resources: resources,
  };

  /** A value with references in place of what names other resources of the template. */
  function refer(value: unknown, member: string, owner: string): unknown {
    if (Array.isArray(value)) return value.map((item: unknown) => refer(item, member, owner));
    if (isRecord(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, refer(item, name, owner)]));
    }
    const found = typeof value === "string" ? find(value, member) : undefined;
    if (found === undefined) return value;
    const target = found.resource.logicalId;
    // Two queues may name each other; templates have no circles.
    if (target === owner || reaches(target, owner)) return value;
    edges.set(owner, (edges.get(owner) ?? new Set()).add(target));
    return found.attribute === undefined ? { Ref: target } : { "Fn::GetAtt": [target, found.attribute] };
  }

  function reaches(from: string, to: string, seen = new Set<string>()): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...(edges.get(from) ?? [])].some((next) => reaches(next, to, seen));
  }
}

// AWS: "Resolve write-only properties": what is required and no read gives back becomes parameters; of properties that exclude
// each other one set is chosen, and the names of its parameters end in "OneOf" and five characters.
const CODE = [
  [
    "S3Bucket",
    "An Amazon S3 bucket in the same AWS-Region as your function. The bucket can be in a different AWS-account.",
  ],
  ["S3Key", "The Amazon S3 key of the deployment package."],
] as const;

/** What the description of each such parameter ends with. */
const EXCLUSIVE = "This property can be replaced with other exclusive properties";

/** The property of a type in which members cannot be read, and these. */
interface WriteOnly {
  readonly property: string;
  readonly members: readonly (readonly [name: string, description: string])[];
  readonly isExclusive?: boolean;
  /** Only where the resource has the property. */
  readonly isOptional?: boolean;
}

/** A layer's content excludes nothing: its names have no end. */
const WHERE: Readonly<Record<string, WriteOnly>> = {
  "AWS::IAM::User": {
    property: "LoginProfile",
    members: [["Password", "The user's password."]],
    isOptional: true,
  },
  "AWS::Lambda::Function": { property: "Code", members: CODE, isExclusive: true },
  "AWS::Lambda::LayerVersion": { property: "Content", members: CODE },
};

function writeOnlyOf({ typeName, properties }: Readable): WriteOnly | undefined {
  const where = WHERE[typeName];
  return where?.isOptional === true && properties[where.property] === undefined ? undefined : where;
}

function writeOnlyParameters(resource: Readable): { name: string; description: string }[] {
  const where = writeOnlyOf(resource);
  if (where === undefined) return [];
  return where.members.map(([member, description]) => ({
    name: parameterName(resource, where, member),
    description: where.isExclusive === true ? `${description}\n${EXCLUSIVE}` : description,
  }));
}

function writeOnlyProperties(resource: Readable): Values {
  const where = writeOnlyOf(resource);
  if (where === undefined) return {};
  const members = where.members.map(([member]) => [member, { Ref: parameterName(resource, where, member) }] as const);
  return { [where.property]: { ...membersOf(resource.properties[where.property]), ...Object.fromEntries(members) } };
}

/** The five characters are those of the logical id, so that a template that is written again has the same parameters. */
function parameterName({ logicalId }: Readable, { property, isExclusive = false }: WriteOnly, member: string): string {
  return `${logicalId}${property}${member}${isExclusive ? `OneOf${logicalId.slice(-5)}` : ""}`;
}

/** What a reader has to know of a resource in a generated template. */
export function warningsOf(typeName: string): WarningDetail[] {
  if (typeName !== "AWS::Lambda::Function") return [];
  return [
    {
      Type: "MUTUALLY_EXCLUSIVE_PROPERTIES",
      Properties: CODE.map(([property, description]) => ({
        PropertyPath: `Code/${property}`,
        Required: false,
        Description: description,
      })),
    },
  ];
}

function membersOf(value: unknown): Values {
  return isRecord(value) ? value : {};
}
