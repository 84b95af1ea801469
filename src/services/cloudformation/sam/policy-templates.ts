// SAM's policy templates: a name and parameters in `Policies` stand for a whole policy.

import { isRecord, memberOf } from "../template/values.ts";
import { SamError } from "./draft.ts";
import type { Values } from "./draft.ts";
import { COMPUTE_TEMPLATES } from "./policy-templates/compute.ts";
import { MACHINE_LEARNING_TEMPLATES } from "./policy-templates/machine-learning.ts";
import { MANAGEMENT_TEMPLATES } from "./policy-templates/management.ts";
import { MESSAGING_TEMPLATES } from "./policy-templates/messaging.ts";
import { actionsOf, arnText, policy } from "./policy-templates/notation.ts";
import type { PolicyStatement, PolicyTemplate } from "./policy-templates/notation.ts";
import { SECRETS_TEMPLATES } from "./policy-templates/secrets.ts";
import { STORAGE_TEMPLATES } from "./policy-templates/storage.ts";

const TEMPLATES: Readonly<Record<string, PolicyTemplate>> = {
  ...COMPUTE_TEMPLATES,
  ...MACHINE_LEARNING_TEMPLATES,
  ...MANAGEMENT_TEMPLATES,
  ...MESSAGING_TEMPLATES,
  ...SECRETS_TEMPLATES,
  ...STORAGE_TEMPLATES,
};

export function isPolicyTemplate(name: string): boolean {
  return Object.hasOwn(TEMPLATES, name);
}

/** The policy document of a template with its parameters' values. */
export function expandPolicyTemplate(name: string, given: unknown): Values {
  const template = memberOf(TEMPLATES, name) ?? policy("");
  if (!isRecord(given)) throw new SamError(`Must specify valid parameter values for policy template '${name}'`);
  const values = new Map(Object.entries(given));
  const missing = template.parameters.filter((parameter) => !values.has(parameter));
  if (missing.length > 0) {
    throw new SamError(
      `Following required parameters of template '${name}' don't have values: [${missing.map((parameter) => `'${parameter}'`).join(", ")}]`,
    );
  }
  return { Statement: template.statements.map((statement) => expandStatement(statement, template, values)) };
}

function expandStatement(
  { actions, resources, equals }: PolicyStatement,
  { parameters }: PolicyTemplate,
  values: ReadonlyMap<string, unknown>,
): Values {
  const fill = (resource: string): unknown => {
    if (resource === "*") return resource;
    const text = arnText(resource);
    const variables = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, variable = ""]) => variable);
    if (variables.length === 0) return { "Fn::Sub": text };
    const valueOf = (variable: string): unknown =>
      values.get(parameters.find((parameter) => parameter.toLowerCase() === variable.toLowerCase()) ?? variable);
    return { "Fn::Sub": [text, Object.fromEntries(variables.map((variable) => [variable, valueOf(variable)]))] };
  };
  const conditions = Object.entries(equals ?? {}).map(([key, resource]) => [key, fill(resource)] as const);
  return {
    Action: actionsOf(actions),
    ...(conditions.length === 0 ? {} : { Condition: { StringEquals: Object.fromEntries(conditions) } }),
    Effect: "Allow",
    Resource: typeof resources === "string" ? fill(resources) : resources.map((resource) => fill(resource)),
  };
}
