// A template's sections as typed declarations. Reading checks the form only; what names what is validate.ts.

import { excessesOf } from "./limits.ts";
import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { parseTemplate } from "./parse.ts";
import type { Positions } from "./parse.ts";
import { isServedCreationPolicy } from "../waiting/creation-policy.ts";
import { isServedPolicy } from "./update-policy.ts";
import { isRecord, isScalarValue } from "./values.ts";

export interface Template {
  /** The whole template as plain values, as GetTemplate shows its processed stage. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly description: string | undefined;
  readonly metadata: unknown;
  readonly transforms: readonly string[];
  readonly parameters: ReadonlyMap<string, ParameterDeclaration>;
  readonly mappings: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
}

export interface ParameterDeclaration {
  readonly name: string;
  /** "String", "Number", "List<Number>", "CommaDelimitedList", "AWS::SSM::Parameter::Value<...>", "AWS::EC2::VPC::Id", ... */
  readonly type: string;
  readonly description: string | undefined;
  readonly default: string | undefined;
  readonly isNoEcho: boolean;
  readonly allowedValues: readonly string[] | undefined;
  readonly allowedPattern: string | undefined;
  readonly constraintDescription: string | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly minValue: number | undefined;
  readonly maxValue: number | undefined;
  readonly source: object;
}

export type DeletionPolicy = "Delete" | "Retain" | "RetainExceptOnCreate" | "Snapshot";

export interface ResourceDeclaration {
  readonly logicalId: string;
  readonly typeName: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  readonly condition: string | undefined;
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
  /** As written; undefined if there is none. */
  readonly updatePolicy: Readonly<Record<string, unknown>> | undefined;
  /** As written; undefined if there is none. */
  readonly creationPolicy: Readonly<Record<string, unknown>> | undefined;
  readonly metadata: unknown;
  /** The declaration as written: what positions know. */
  readonly source: object;
}

export interface OutputDeclaration {
  readonly name: string;
  readonly value: unknown;
  readonly description: string | undefined;
  readonly condition: string | undefined;
  /** Undefined where the output is not exported; may be an intrinsic function. */
  readonly exportName: unknown;
  readonly source: object;
}

const SECTIONS = new Set([
  "AWSTemplateFormatVersion",
  "Conditions",
  "Description",
  "Mappings",
  "Metadata",
  "Outputs",
  "Parameters",
  "Resources",
  "Rules",
  "Transform",
]);
/** Sections which CloudFormation has and the yard does not, yet. */
const REFUSED_SECTIONS = new Set(["Hooks"]);
const RESOURCE_ATTRIBUTES = new Set([
  "Condition",
  "CreationPolicy",
  "DeletionPolicy",
  "DependsOn",
  "Description",
  "Metadata",
  "Properties",
  "Type",
  "UpdatePolicy",
  "UpdateReplacePolicy",
]);
// AWS: "DeletionPolicy attribute": "Resources that support snapshots include". This cloud has none of them.
const SNAPSHOT_TYPES = new Set([
  "AWS::DocDB::DBCluster",
  "AWS::EC2::Volume",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::Neptune::DBCluster",
  "AWS::RDS::DBCluster",
  "AWS::RDS::DBInstance",
  "AWS::Redshift::Cluster",
]);
const DELETION_POLICIES = new Set<unknown>(["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"]);

/** A template with its places, and what is wrong with its form. */
export interface LoadedTemplate {
  readonly template: Template;
  readonly positions: Positions;
  readonly problems: readonly Problem[];
}

/** Parses a template and reads its sections. Where the text is not well formed, that is the only problem. */
export function loadTemplate(text: string, file?: string): LoadedTemplate {
  const { value, positions, problems } = parseTemplate(text, file);
  const loaded = readTemplate(value, positions);
  return { template: loaded.template, positions, problems: problems.length > 0 ? problems : loaded.problems };
}

/** Reads the sections of a template's value; what is not readable is left out and reported. */
export function readTemplate(value: unknown, positions: Positions): { template: Template; problems: Problem[] } {
  const reader = new TemplateReader(positions);
  return { template: reader.read(value), problems: reader.problems };
}

class TemplateReader {
  readonly problems: Problem[] = [];
  readonly #positions: Positions;

  constructor(positions: Positions) {
    this.#positions = positions;
  }

  read(value: unknown): Template {
    const body = isRecord(value) ? value : {};
    if (!isRecord(value))
      this.#report(undefined, undefined, "TEMPLATE_STRUCTURE", "Template format error: unsupported structure.");
    this.#checkSections(body);
    const resources = this.#section(body, "Resources", (name, entry, owner) => this.#resource(name, entry, owner));
    if (isRecord(value) && Object.keys(isRecord(body["Resources"]) ? body["Resources"] : {}).length === 0) {
      this.#report(
        body,
        "Resources",
        "TEMPLATE_STRUCTURE",
        "Template format error: At least one Resources member must be defined.",
      );
    }
    const template: Template = {
      body,
      description: typeof body["Description"] === "string" ? body["Description"] : undefined,
      metadata: body["Metadata"],
      transforms: transformsOf(body),
      parameters: this.#section(body, "Parameters", (name, entry, owner) => this.#parameter(name, entry, owner)),
      mappings: this.#section(body, "Mappings", (name, entry, owner) => this.#mapping(name, entry, owner)),
      conditions: this.#section(body, "Conditions", (_name, entry) => entry),
      resources,
      outputs: this.#section(body, "Outputs", (name, entry, owner) => this.#output(name, entry, owner)),
    };
    for (const { owner, member, message } of excessesOf(body)) this.#report(owner, member, "TEMPLATE_LIMIT", message);
    return template;
  }

  #checkSections(body: Record<string, unknown>): void {
    for (const name of Object.keys(body)) {
      if (REFUSED_SECTIONS.has(name)) {
        this.#report(
          body,
          name,
          "TEMPLATE_UNSUPPORTED_SECTION",
          `The section '${name}' is not supported by this cloud yet.`,
        );
      } else if (!SECTIONS.has(name)) {
        this.#report(body, name, "TEMPLATE_UNKNOWN_SECTION", `Invalid template property or properties [${name}]`);
      }
    }
    const version = body["AWSTemplateFormatVersion"];
    if (version !== undefined && version !== "2010-09-09") {
      this.#report(
        body,
        "AWSTemplateFormatVersion",
        "TEMPLATE_STRUCTURE",
        "Template format error: unsupported value for AWSTemplateFormatVersion.",
      );
    }
    if (body["Description"] !== undefined && typeof body["Description"] !== "string") {
      this.#report(
        body,
        "Description",
        "TEMPLATE_STRUCTURE",
        "Template format error: Every Description member must be a string.",
      );
    }
  }

  #section<T>(
    body: Record<string, unknown>,
    name: string,
    read: (key: string, entry: unknown, owner: object) => T | undefined,
  ): Map<string, T> {
    const section = body[name];
    const entries = new Map<string, T>();
    if (section === undefined || section === null) return entries;
    if (!isRecord(section)) {
      this.#report(body, name, "TEMPLATE_STRUCTURE", `Template format error: [/${name}] '${name}' must be an object.`);
      return entries;
    }
    for (const [key, entry] of Object.entries(section)) {
      if (!/^[A-Za-z0-9]{1,255}$/.test(key) && name !== "Mappings") {
        const kind = name.slice(0, -1);
        this.#report(section, key, "TEMPLATE_NAME", `Template format error: ${kind} name ${key} is non alphanumeric.`);
        continue;
      }
      const value = read(key, entry, section);
      if (value !== undefined) entries.set(key, value);
    }
    return entries;
  }

  #resource(logicalId: string, entry: unknown, owner: object): ResourceDeclaration | undefined {
    if (!isRecord(entry)) {
      this.#report(
        owner,
        logicalId,
        "TEMPLATE_STRUCTURE",
        `Template format error: [/Resources/${logicalId}] Every Resources object must be an object.`,
      );
      return undefined;
    }
    const typeName = entry["Type"];
    if (typeof typeName !== "string" || typeName === "") {
      this.#report(
        owner,
        logicalId,
        "TEMPLATE_STRUCTURE",
        `Template format error: [/Resources/${logicalId}] Every Resources object must contain a Type member.`,
      );
      return undefined;
    }
    for (const name of Object.keys(entry)) {
      const isUnserved =
        (name === "UpdatePolicy" && !isServedPolicy(typeName, entry[name])) ||
        (name === "CreationPolicy" && !isServedCreationPolicy(typeName, entry[name]));
      if (isUnserved) {
        this.#report(
          entry,
          name,
          "TEMPLATE_UNSUPPORTED_ATTRIBUTE",
          `The resource attribute '${name}' of resource ${logicalId} is not supported by this cloud yet.`,
          logicalId,
        );
      } else if (!RESOURCE_ATTRIBUTES.has(name)) {
        this.#report(
          entry,
          name,
          "TEMPLATE_UNKNOWN_ATTRIBUTE",
          `Invalid template resource property '${name}'`,
          logicalId,
        );
      }
    }
    const properties = entry["Properties"] ?? {};
    if (!isRecord(properties)) {
      this.#report(
        entry,
        "Properties",
        "TEMPLATE_STRUCTURE",
        `Template format error: [/Resources/${logicalId}/Properties] 'Properties' must be an object.`,
        logicalId,
      );
      return undefined;
    }
    const condition = entry["Condition"];
    if (condition !== undefined && typeof condition !== "string") {
      this.#report(
        entry,
        "Condition",
        "TEMPLATE_STRUCTURE",
        `Template format error: Every Condition member must be a string.`,
        logicalId,
      );
    }
    const deletionPolicy = this.#policy(logicalId, entry, "DeletionPolicy");
    return {
      logicalId,
      typeName,
      properties,
      dependsOn: this.#dependsOn(logicalId, entry),
      condition: typeof condition === "string" ? condition : undefined,
      deletionPolicy,
      updateReplacePolicy: this.#policy(logicalId, entry, "UpdateReplacePolicy"),
      updatePolicy: isRecord(entry["UpdatePolicy"]) ? entry["UpdatePolicy"] : undefined,
      creationPolicy: isRecord(entry["CreationPolicy"]) ? entry["CreationPolicy"] : undefined,
      metadata: entry["Metadata"],
      source: entry,
    };
  }

  #dependsOn(logicalId: string, entry: Record<string, unknown>): readonly string[] {
    const value = entry["DependsOn"];
    if (value === undefined) return [];
    if (typeof value === "string") return [value];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    this.#report(
      entry,
      "DependsOn",
      "TEMPLATE_DEPENDS_ON",
      "Template format error: DependsOn must be a string or list of strings.",
      logicalId,
    );
    return [];
  }

  #policy(logicalId: string, entry: Record<string, unknown>, name: string): DeletionPolicy {
    const value = entry[name];
    if (value === undefined) return "Delete";
    if (value === "Snapshot" && !SNAPSHOT_TYPES.has(String(entry["Type"]))) {
      this.#report(
        entry,
        name,
        "TEMPLATE_POLICY",
        // AWS: this sentence, as observed.
        `Template error: resource type ${String(entry["Type"])} does not support deletion policy Snapshot`,
        logicalId,
      );
      return "Delete";
    }
    if (DELETION_POLICIES.has(value) && !(name === "UpdateReplacePolicy" && value === "RetainExceptOnCreate")) {
      return value as DeletionPolicy;
    }
    this.#report(
      entry,
      name,
      "TEMPLATE_POLICY",
      `Template format error: Unrecognized ${name} ${JSON.stringify(value)} for resource "${logicalId}"`,
      logicalId,
    );
    return "Delete";
  }

  #parameter(name: string, entry: unknown, owner: object): ParameterDeclaration | undefined {
    if (!isRecord(entry) || typeof entry["Type"] !== "string") {
      this.#report(
        owner,
        name,
        "TEMPLATE_STRUCTURE",
        "Template format error: Every Parameters object must contain a Type member.",
      );
      return undefined;
    }
    const type = entry["Type"];
    if (
      !/^(String|Number|CommaDelimitedList|List<Number>|(List<)?AWS::[A-Za-z0-9]+::[A-Za-z0-9:]+(<.+>)?>?)$/.test(type)
    ) {
      this.#report(
        entry,
        "Type",
        "TEMPLATE_PARAMETER_TYPE",
        `Template format error: Unrecognized parameter type: ${type}`,
      );
      return undefined;
    }
    const allowedValues = entry["AllowedValues"];
    if (allowedValues !== undefined && !Array.isArray(allowedValues)) {
      this.#report(
        entry,
        "AllowedValues",
        "TEMPLATE_STRUCTURE",
        "Template format error: Every AllowedValues member must be a list.",
      );
    }
    if (entry["Default"] !== undefined && !isScalarValue(entry["Default"])) {
      this.#report(
        entry,
        "Default",
        "TEMPLATE_STRUCTURE",
        "Template format error: Every Default member must be a string.",
      );
    }
    return {
      name,
      type,
      description: textOf(entry["Description"]),
      default: textOf(entry["Default"]),
      isNoEcho: entry["NoEcho"] === true || entry["NoEcho"] === "true",
      allowedValues: Array.isArray(allowedValues) ? allowedValues.map(String) : undefined,
      allowedPattern: textOf(entry["AllowedPattern"]),
      constraintDescription: textOf(entry["ConstraintDescription"]),
      minLength: numberOf(entry["MinLength"]),
      maxLength: numberOf(entry["MaxLength"]),
      minValue: numberOf(entry["MinValue"]),
      maxValue: numberOf(entry["MaxValue"]),
      source: entry,
    };
  }

  #mapping(name: string, entry: unknown, owner: object): Record<string, unknown> | undefined {
    if (isRecord(entry) && Object.values(entry).every((inner) => isRecord(inner))) return entry;
    this.#report(
      owner,
      name,
      "TEMPLATE_STRUCTURE",
      `Template format error: Every Mappings member ${name} must be a map`,
    );
    return undefined;
  }

  #output(name: string, entry: unknown, owner: object): OutputDeclaration | undefined {
    if (!isRecord(entry) || entry["Value"] === undefined) {
      this.#report(
        owner,
        name,
        "TEMPLATE_STRUCTURE",
        `Template format error: Every Outputs member must contain a Value object`,
      );
      return undefined;
    }
    const exported = entry["Export"];
    if (exported !== undefined && (!isRecord(exported) || exported["Name"] === undefined)) {
      this.#report(
        entry,
        "Export",
        "TEMPLATE_STRUCTURE",
        `Template format error: Every Export object must contain a Name member.`,
      );
    }
    return {
      name,
      value: entry["Value"],
      description: textOf(entry["Description"]),
      condition: textOf(entry["Condition"]),
      exportName: isRecord(exported) ? exported["Name"] : undefined,
      source: entry,
    };
  }

  #report(
    owner: object | undefined,
    member: string | undefined,
    code: string,
    awsMessage: string,
    logicalId?: string,
  ): void {
    this.problems.push(
      problem({
        code,
        summary: "The template does not have the form that CloudFormation expects.",
        detail: awsMessage,
        awsMessage,
        position: owner === undefined ? undefined : this.#positions.of(owner, member),
        ...(logicalId === undefined ? {} : { logicalId }),
        ...(member === undefined ? {} : { path: member }),
      }),
    );
  }
}

/** The names in a template's Transform section, in their order. */
function transformsOf(body: Readonly<Record<string, unknown>>): readonly string[] {
  const value = body["Transform"];
  const list: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.map((item) => (isRecord(item) ? String(item["Name"]) : String(item)));
}

function textOf(value: unknown): string | undefined {
  return isScalarValue(value) ? String(value) : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = isScalarValue(value) ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
}
