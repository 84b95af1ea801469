// What names in a template mean for one stack: parameters, pseudo parameters, conditions, resources, exports.

import type { Scope } from "../../../service/context.ts";
import { zonesOf } from "../../../service/zones.ts";
import { validationError } from "../errors.ts";
import type { DeploymentRecord } from "../records.ts";
import { evaluateCondition, UNKNOWN } from "../template/evaluate.ts";
import type { EvaluationScope } from "../template/evaluate.ts";
import { parameterValue } from "../template/parameters.ts";
import { readTemplate } from "../template/template.ts";
import type { Template } from "../template/template.ts";
import { isRecord } from "../template/values.ts";

/** What a resource is known by, or UNKNOWN while that is open (a plan), or undefined if it is not there. */
export type KnownResource =
  | { readonly physicalId: string; readonly attributes: Readonly<Record<string, unknown>> }
  | typeof UNKNOWN
  | undefined;

export interface StackScope extends EvaluationScope {
  /** Every condition's value. */
  readonly conditions: ReadonlyMap<string, boolean>;
}

/** Builds the scope; throws a ValidationError if a condition cannot be evaluated. */
export function createStackScope(options: {
  readonly template: Template;
  readonly deployment: Pick<DeploymentRecord, "parameters" | "resolved" | "notificationArns">;
  readonly stack: { readonly stackId: string; readonly stackName: string };
  readonly scope: Scope;
  readonly resource: (logicalId: string) => KnownResource;
  readonly exported: (name: string) => unknown;
  /** Outputs of other stacks; all of them are unknown, if left out. */
  readonly stackOutput?: (argument: unknown) => unknown;
}): StackScope {
  const { template, deployment, stack, scope } = options;
  const conditions = new Map<string, boolean>();
  const pseudo: Readonly<Record<string, unknown>> = {
    "AWS::AccountId": scope.account,
    "AWS::NotificationARNs": deployment.notificationArns ?? [],
    "AWS::Partition": "aws",
    "AWS::Region": scope.region,
    "AWS::StackId": stack.stackId,
    "AWS::StackName": stack.stackName,
    "AWS::URLSuffix": "amazonaws.com",
  };

  const stackScope: StackScope = {
    conditions,
    ref(name) {
      const parameter = template.parameters.get(name);
      if (parameter !== undefined) {
        const text = deployment.resolved[name] ?? deployment.parameters[name];
        return text === undefined ? undefined : parameterValue(parameter.type, text);
      }
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      const resource = options.resource(name);
      return resource === undefined || resource === UNKNOWN ? resource : resource.physicalId;
    },
    attribute(logicalId, name) {
      const resource = options.resource(logicalId);
      if (resource === undefined) {
        throw validationError(`Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`);
      }
      if (resource === UNKNOWN) return UNKNOWN;
      const value = attributeOf(resource.attributes, name);
      if (value === undefined) {
        throw validationError(
          `Template error: resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`,
        );
      }
      return value;
    },
    condition: (name) => conditions.get(name) ?? evaluateNamed(name),
    mapping: (name) => template.mappings.get(name),
    exported: options.exported,
    stackOutput: options.stackOutput ?? (() => UNKNOWN),
    // AWS: Fn::GetAZs gives the zones that have a default subnet, or all of the region's; here every one begins with a default subnet.
    zones: (region) => zonesOf(region === "" ? scope.region : region).map(({ name }) => name),
  };

  const evaluating = new Set<string>();
  function evaluateNamed(name: string): boolean | undefined {
    if (!template.conditions.has(name)) return undefined;
    if (evaluating.has(name)) {
      throw validationError(
        `Template format error: Circular dependencies between conditions: [${[...evaluating].join(", ")}]`,
      );
    }
    evaluating.add(name);
    const value = evaluateCondition(template.conditions.get(name), stackScope);
    evaluating.delete(name);
    conditions.set(name, value);
    return value;
  }
  for (const name of template.conditions.keys()) evaluateNamed(name);
  return stackScope;
}

/** A deployment's template, read again from its stored form. */
export function templateOf(deployment: Pick<DeploymentRecord, "template">): Template {
  return readTemplate(deployment.template, { file: "", of: () => undefined }).template;
}

function attributeOf(attributes: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(attributes, name)) return attributes[name];
  return name.split(".").reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), attributes);
}
