// Which existing resources a change set takes over, and whether it may. AWS: "Import AWS resources into a CloudFormation stack".

import type { ResourceToImport } from "@aws-sdk/client-cloudformation";
import type { Context } from "../../../service/context.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { validationError } from "../errors.ts";
import type { ImportedResource, Imports, PlannedChange, StackRecord } from "../records.ts";
import { findOwner } from "../repo.ts";
import { parseArn } from "../../../kernel/arns.ts";
import { primaryIdentifierOf, schemaOf } from "../schema/resource-schema.ts";
import { containsUnknown } from "../template/evaluate.ts";
import type { Template } from "../template/template.ts";
import type { FindResourceType } from "../template/validate.ts";
import { isScalarValue } from "../template/values.ts";
import type { Plan, PlannedAddition } from "./plan.ts";
import { probeContext } from "./work.ts";

/**
 * Types whose identifier CloudFormation makes up by itself, so that there is nothing to find them by. AWS: "Resource type support for imports
 * and drift detection" does not list them.
 */
const NOT_IMPORTABLE: ReadonlySet<string> = new Set([
  "AWS::CDK::Metadata",
  "AWS::CloudFormation::Macro",
  "AWS::CloudFormation::WaitCondition",
  "AWS::CloudFormation::WaitConditionHandle",
  "AWS::IAM::AccessKey",
  "AWS::IAM::Policy",
  "AWS::IAM::UserToGroupAddition",
  "AWS::Route53::RecordSet",
  "AWS::Route53::RecordSetGroup",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
]);

/** Where Ref gives less than the registry's identifier, and the registry schema does not say so. */
const PHYSICAL_ID: Readonly<Record<string, readonly string[]>> = {
  "AWS::ApplicationAutoScaling::ScalingPolicy": ["Arn"],
  "AWS::EC2::EIP": ["PublicIp"],
  "AWS::EC2::SubnetCidrBlock": ["Id"],
  "AWS::EC2::VPCCidrBlock": ["Id"],
  "AWS::EventSchemas::RegistryPolicy": ["Id"],
  "AWS::Lambda::Permission": ["Id"],
  "AWS::Logs::MetricFilter": ["FilterName"],
  "AWS::SES::ConfigurationSetEventDestination": ["Id"],
  "AWS::SES::ReceiptRule": ["RuleName"],
  "AWS::SecretsManager::ResourcePolicy": ["Id"],
};

/** Where the identifier is an ARN and Ref is what that names. */
const PHYSICAL_ID_OF_ARN: Readonly<Record<string, (resource: string) => string>> = {
  // AWS: AWS::Events::Rule: the rule's name, with the bus before it on a bus that is not the default one.
  "AWS::Events::Rule": (resource) => resource.replace(/^rule\//, "").replace(/\/(?=[^/]*$)/, "|"),
};

/** The request's list, checked against the template. AWS: the messages and their order as observed. */
export function readImports(
  list: readonly ResourceToImport[],
  template: Template,
  findType: FindResourceType,
): Imports {
  if (list.length === 0) throw validationError("Must Provide at least one resource to import");
  const logicalIds = list.map((resource) => String(resource.LogicalResourceId));
  if (new Set(logicalIds).size < logicalIds.length) {
    throw validationError("Every resource to import must have unique LogicalResourceId");
  }
  const missing = logicalIds.filter((logicalId) => !template.resources.has(logicalId));
  if (missing.length > 0) {
    throw validationError(
      `The logical resource ids [${missing.join(", ")}] provided in ResourceToImport do not exist in the template.`,
    );
  }
  const imports = list.map((resource) => {
    const { LogicalResourceId = "", ResourceType: typeName = "", ResourceIdentifier: identifier = {} } = resource;
    const declared = template.resources.get(LogicalResourceId)?.typeName ?? "";
    requireImportable(typeName, identifier, findType(typeName));
    if (typeName !== declared) {
      throw validationError(
        `Resource type of [${LogicalResourceId}] passed in ResourceToImport does not match with resource type defined in the template. Resource type in ResourceToImport: ${typeName}; Resource type in Template: ${declared}.`,
      );
    }
    return [LogicalResourceId, importedResource(typeName, identifier, findType(typeName))] as const;
  });
  return Object.fromEntries(imports);
}

/** Throws where an import would do more than import. AWS: the messages and their order as observed. */
export function requireOnlyImports(plan: Plan, imports: Imports): void {
  const named = (changes: readonly Pick<PlannedChange, "logicalId">[]): string =>
    `[${changes.map((change) => change.logicalId).join(", ")}]`;
  const { added, changes } = plan;
  if (added.length === 0) throw validationError("The template should contain at least one new resource to import.");
  const standing = Object.keys(imports).filter((logicalId) => added.every((other) => other.logicalId !== logicalId));
  if (standing.length > 0) {
    throw validationError(
      `Resources [${standing.join(", ")}] passed in ResourceToImport are already in a stack and cannot be imported.`,
    );
  }
  const made = added.filter(({ logicalId }) => imports[logicalId] === undefined);
  if (made.length > 0) throw validationError(`Resources ${named(made)} is missing from ResourceToImport list`);
  const modified = changes.filter(({ action }) => action === "Modify" || action === "Remove");
  if (modified.length > 0) {
    throw validationError(
      `You have modified resources ${named(modified)} in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.`,
    );
  }
  const unprotected = added.filter((resource) => !resource.hasPolicy);
  if (unprotected.length > 0) {
    throw validationError(
      `The following resources to import ${named(unprotected)} must have DeletionPolicy attribute specified in the template.`,
    );
  }
  for (const { logicalId, properties } of added) requireSameNames(logicalId, properties, imports[logicalId]);
}

/** A template that names another resource than the one that is imported would replace it with the next update. The wording is ours. */
function requireSameNames(
  logicalId: string,
  properties: PlannedAddition["properties"],
  imported: ImportedResource | undefined,
): void {
  for (const [name, value] of Object.entries(imported?.identifier ?? {})) {
    const declared = properties[name];
    if (!isScalarValue(declared) || String(declared) === value) continue;
    throw validationError(
      `The identifier property ${name} of resource ${logicalId} has the value ${value} in ResourceToImport and ${String(declared)} in the template.`,
    );
  }
}

/** Why the resources cannot be taken over, which fails the change set; undefined if they can. */
export async function findObstacle(
  context: Context,
  stack: StackRecord,
  findType: FindResourceType,
  plan: Plan,
  imports: Imports,
): Promise<string | undefined> {
  for (const resource of plan.added) {
    const imported = imports[resource.logicalId];
    if (imported === undefined) continue;
    const shown = Object.values(imported.identifier).join("|");
    // AWS: a resource that is gone is not found, also where a stack still has it.
    if (!(await exists(context, stack, findType, resource, imported))) {
      return `Resource of type '${resource.typeName}' with identifier '${shown}' was not found.`;
    }
    const owner = context.store.read((tx) => findOwner(tx, context, resource.typeName, imported.physicalId));
    if (owner !== undefined) return `${shown} already exists in stack ${owner}`;
  }
  return undefined;
}

/**
 * For ImportExistingResources: the new resources that exist already and belong to no stack. AWS: only those with a custom name in the
 * template, which is to say whose whole identifier stands there.
 */
export async function findExisting(
  context: Context,
  stack: StackRecord,
  findType: FindResourceType,
  plan: Plan,
): Promise<{ readonly imports: Imports; readonly obstacle: string | undefined }> {
  const imports: Record<string, ImportedResource> = {};
  const unprotected: string[] = [];
  for (const resource of plan.added) {
    const { typeName, properties, logicalId, deletionPolicy } = resource;
    const schema = schemaOf(findType(typeName), typeName);
    const names = schema === undefined || NOT_IMPORTABLE.has(typeName) ? [] : primaryIdentifierOf(schema);
    const values = names.map((name) => properties[name]);
    if (names.length === 0 || !values.every((value) => isScalarValue(value))) continue;
    const identifier = Object.fromEntries(names.map((name, index) => [name, String(values[index])]));
    const imported = importedResource(typeName, identifier, findType(typeName));
    if (!(await exists(context, stack, findType, resource, imported))) continue;
    if (context.store.read((tx) => findOwner(tx, context, typeName, imported.physicalId)) !== undefined) continue;
    imports[logicalId] = imported;
    if (deletionPolicy === "Retain" || deletionPolicy === "RetainExceptOnCreate") continue;
    const pairs = Object.entries(identifier).map(([name, value]) => `${name}=${value}`);
    unprotected.push(`${logicalId} ({${pairs.join(", ")}})`);
  }
  if (unprotected.length === 0) return { imports, obstacle: undefined };
  // AWS: this sentence; the CDK's CLI reads the resources out of it.
  const obstacle = `CloudFormation is attempting to import some resources because they already exist in your account. The resources must have the DeletionPolicy attribute set to 'Retain' or 'RetainExceptOnCreate' in the template for successful import. The affected resources are ${unprotected.join(", ")}`;
  return { imports, obstacle };
}

/** The names by which a type's resources are imported; none where they cannot be. */
export function importIdentifiers(typeName: string, type?: ResourceType): readonly string[] {
  const schema = NOT_IMPORTABLE.has(typeName) ? undefined : schemaOf(type, typeName);
  return schema === undefined ? [] : primaryIdentifierOf(schema);
}

function requireImportable(
  typeName: string,
  identifier: Readonly<Record<string, string>>,
  type: ResourceType | undefined,
): void {
  const expected = importIdentifiers(typeName, type);
  // AWS: the wording for types without support is inferred from the console's.
  if (expected.length === 0) throw validationError(`ResourceTypes [${typeName}] are not supported for Import`);
  if ([...expected].sort().join() !== Object.keys(identifier).sort().join()) {
    throw validationError(
      `Invalid resource identifier for resource type ${typeName}. Expected [${expected.join(", ")}]`,
    );
  }
}

/** The physical id of the resource that an identifier names. */
export function identifiedPhysicalId(
  typeName: string,
  identifier: Readonly<Record<string, string>>,
  type?: ResourceType,
): string {
  const ofArn = PHYSICAL_ID_OF_ARN[typeName];
  const { Arn } = identifier;
  if (ofArn !== undefined && Arn !== undefined) return ofArn(parseArn(Arn)?.resource ?? Arn);
  const names = PHYSICAL_ID[typeName] ?? schemaOf(type, typeName)?.identifier ?? [];
  return names.map((name) => identifier[name] ?? "").join("|");
}

function importedResource(
  typeName: string,
  identifier: Readonly<Record<string, string>>,
  type: ResourceType | undefined,
): ImportedResource {
  return { typeName, identifier, physicalId: identifiedPhysicalId(typeName, identifier, type) };
}

async function exists(
  context: Context,
  stack: StackRecord,
  findType: FindResourceType,
  { typeName, properties, logicalId }: PlannedAddition,
  { physicalId, identifier }: ImportedResource,
): Promise<boolean> {
  const known = Object.entries(properties).filter(([, value]) => !containsUnknown(value));
  const type = findType(typeName);
  const probe = probeContext(context, stack, logicalId);
  return (await type?.read(physicalId, probe, { ...Object.fromEntries(known), ...identifier })) !== undefined;
}
