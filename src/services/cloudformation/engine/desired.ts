// From a declaration to what a resource is to be: conditions decide whether, functions decide what.

import type { AwsApis } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import { validationError } from "../errors.ts";
import type { DeploymentRecord, ResourceRecord } from "../records.ts";
import { coerceProperties } from "../schema/check-properties.ts";
import type { FindResourceType } from "../template/validate.ts";
import { schemaOf } from "../schema/resource-schema.ts";
import { containsUnknown, evaluate, UNKNOWN } from "../template/evaluate.ts";
import type { Graph } from "../template/graph.ts";
import { referencesIn } from "../template/references.ts";
import type { OutputDeclaration, ResourceDeclaration, Template } from "../template/template.ts";
import { isListType } from "../template/parameters.ts";
import { readStackOutputRequest, stackOutputsIn } from "../template/stack-output.ts";
import { canonicalJson, isRecord, isSame, memberOf } from "../template/values.ts";
import { dependencyGraph } from "../template/validate.ts";
import { resolveDynamicReferences } from "./dynamic-references.ts";
import { createStackScope, templateOf } from "./scope.ts";
import type { KnownResource, StackScope } from "./scope.ts";
import type { StackOutputReader } from "./stack-outputs.ts";
import type { Desired } from "./steps.ts";

type Values = Readonly<Record<string, unknown>>;

/** A deployment ready to be evaluated. */
export interface Target {
  readonly template: Template;
  readonly scope: StackScope;
  /** The resources whose condition holds, and what each needs. */
  readonly graph: Graph;
  /** What a resource is to be; rejects with a ValidationError where a function fails. */
  desired(logicalId: string, aws: AwsApis): Promise<Desired>;
  /** What the type's schema says against a resource, where the request did without that validation. */
  invalid(logicalId: string): string | undefined;
  /** Reads the outputs of other stacks that the template's outputs show: before those are evaluated. */
  readOutputs(): Promise<void>;
  /** The names of all exports that the deployment imports. */
  imports(): readonly string[];
}

/** Opens a deployment for evaluation. */
export function openTarget(options: {
  readonly deployment: Pick<DeploymentRecord, "template" | "parameters" | "resolved" | "notificationArns" | "invalid">;
  readonly stack: { readonly stackId: string; readonly stackName: string };
  readonly scope: Scope;
  readonly resource: (logicalId: string) => KnownResource;
  readonly findExport: (name: string) => { readonly value: unknown } | undefined;
  readonly readStackOutput: StackOutputReader;
  readonly findType: FindResourceType;
}): Target {
  const template = templateOf(options.deployment);
  const exported = (name: string): unknown => {
    const found = options.findExport(name);
    // AWS: the stack's reason in this case is "No export named X found. Rollback requested by user."
    if (found === undefined) throw validationError(`No export named ${name} found.`);
    return found.value;
  };
  // One reading for all that the deployment makes of an output.
  const outputs = new Map<string, string>();
  const stackOutput = (argument: unknown): unknown =>
    outputs.get(canonicalJson(readStackOutputRequest(argument))) ?? UNKNOWN;
  // What has changed of resources since they were made, as far as another asks for it.
  const changed = new Map<string, Values>();
  const resource = (logicalId: string): KnownResource => {
    const known = options.resource(logicalId);
    if (known === undefined || known === UNKNOWN) return known;
    return { ...known, attributes: { ...known.attributes, ...changed.get(logicalId) } };
  };
  const scope = createStackScope({ ...options, resource, template, exported, stackOutput });
  const graph = dependencyGraph(template, scope.conditions);

  const hasSecrets = [...template.parameters.values()].some((parameter) => parameter.isNoEcho);
  const maskedScope: StackScope = {
    ...scope,
    ref: (name) => {
      const parameter = template.parameters.get(name);
      if (parameter?.isNoEcho !== true) return scope.ref(name);
      return isListType(parameter.type) ? ["****"] : "****";
    },
  };

  async function readOutputsIn(value: unknown): Promise<void> {
    for (const argument of stackOutputsIn(value, scope.conditions)) {
      const evaluated = evaluate(argument, scope);
      // What a resource that is not there yet would have to say can wait until it is.
      if (containsUnknown(evaluated)) continue;
      const request = readStackOutputRequest(evaluated);
      const key = canonicalJson(request);
      if (!outputs.has(key)) outputs.set(key, await options.readStackOutput(request));
    }
  }

  async function readChanging(value: unknown, aws: AwsApis): Promise<void> {
    for (const { kind, name, attribute = "" } of referencesIn(value, scope.conditions)) {
      const declaration = kind === "attribute" ? template.resources.get(name) : undefined;
      const { changing } = (declaration && options.findType(declaration.typeName)) ?? {};
      const known = options.resource(name);
      if (changing?.attributes.includes(attribute) !== true || known === undefined || known === UNKNOWN) continue;
      changed.set(name, await changing.read(known.physicalId, { aws }));
    }
  }

  function importsOf(value: unknown): string[] {
    return referencesIn(value, scope.conditions)
      .filter(({ kind }) => kind === "import")
      .map(({ owner }) => (isRecord(owner) ? String(evaluate(owner["Fn::ImportValue"], scope)) : ""));
  }

  async function desired(logicalId: string, aws: AwsApis): Promise<Desired> {
    const declaration = requireDeclaration(template, logicalId);
    await readOutputsIn([declaration.properties, declaration.updatePolicy]);
    await readChanging(declaration.properties, aws);
    const evaluated = evaluate(declaration.properties, scope);
    const resolved = await resolveDynamicReferences(evaluated, aws, declaration.typeName);
    const schema = schemaOf(options.findType(declaration.typeName), declaration.typeName);
    const coerce = (value: unknown): Values =>
      !isRecord(value) ? {} : schema === undefined ? value : coerceProperties(value, schema);
    const properties = coerce(resolved);
    // AWS: events show dynamic references as they are written, and "****" for parameters with NoEcho.
    const shown = hasSecrets ? coerce(evaluate(declaration.properties, maskedScope)) : coerce(evaluated);
    return {
      typeName: declaration.typeName,
      properties,
      ...(isSame(shown, properties) ? {} : { shownProperties: shown }),
      dependsOn: [...(graph.get(logicalId) ?? [])],
      deletionPolicy: declaration.deletionPolicy,
      updateReplacePolicy: declaration.updateReplacePolicy,
      ...policiesOf(declaration),
      imports: importsOf(declaration.properties),
      metadata: declaration.metadata,
    };
  }

  function policiesOf(declaration: ResourceDeclaration): Pick<Desired, "creationPolicy" | "updatePolicy"> {
    const updatePolicy = evaluate(declaration.updatePolicy, scope);
    const creationPolicy = evaluate(declaration.creationPolicy, scope);
    return {
      ...(isRecord(updatePolicy) ? { updatePolicy } : {}),
      ...(isRecord(creationPolicy) ? { creationPolicy } : {}),
    };
  }

  function imports(): readonly string[] {
    const resources = [...graph.keys()].map((logicalId) => requireDeclaration(template, logicalId).properties);
    const outputs = activeOutputs(template, scope).map((output) => [output.value, output.exportName]);
    return [...new Set(importsOf([...resources, ...outputs]))];
  }

  const readOutputs = (): Promise<void> => readOutputsIn(activeOutputs(template, scope).map(({ value }) => value));

  const invalid = (logicalId: string): string | undefined => memberOf(options.deployment.invalid ?? {}, logicalId);

  return { template, scope, graph, desired, invalid, readOutputs, imports };
}

/** The outputs whose condition holds. */
export function activeOutputs(template: Template, scope: StackScope): OutputDeclaration[] {
  return [...template.outputs.values()].filter(
    ({ condition }) => condition === undefined || scope.conditions.get(condition) === true,
  );
}

/** How a recorded resource is known to the others. */
export function knownResource(record: ResourceRecord | undefined): KnownResource {
  if (record?.current.physicalId === undefined) return undefined;
  return { physicalId: record.current.physicalId, attributes: record.current.attributes };
}

function requireDeclaration(template: Template, logicalId: string): ResourceDeclaration {
  const declaration = template.resources.get(logicalId);
  if (declaration === undefined) throw validationError(`The template declares no resource ${logicalId}.`);
  return declaration;
}
