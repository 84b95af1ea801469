// Finds all that is wrong with a template before anything is created: names that lead nowhere, circles, types and
// properties that do not exist, and those that this cloud does not have.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { checkProperties } from "../schema/check-properties.ts";
import type { PropertyFault } from "../schema/check-properties.ts";
import { schemaOf } from "../schema/resource-schema.ts";
import type { ResourceSchema } from "../schema/resource-schema.ts";
import { waitConditionFault } from "../waiting/creation-policy.ts";
import { findCycle } from "./graph.ts";
import type { Graph } from "./graph.ts";
import type { Positions } from "./parse.ts";
import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { referencesIn } from "./references.ts";
import type { Reference } from "./references.ts";
import type { ResourceDeclaration, Template } from "./template.ts";
import { GET_STACK_OUTPUT, stackOutputFault, stackOutputsIn } from "./stack-output.ts";
import { secureFaultMessage, secureFaults } from "./secure-references.ts";
import { suggest } from "./suggest.ts";
import { isRecord } from "./values.ts";
import { isAskedFor } from "./written.ts";

export type FindResourceType = (typeName: string) => ResourceType | undefined;

/** The resource types that an account has in a region: those of the cloud, and those that are registered there. */
export type TypesOf = (yard: YardContext, scope: Scope) => FindResourceType;

/** The pseudo parameters, all of which Ref and Fn::Sub take. */
const PSEUDO_PARAMETERS: ReadonlySet<string> = new Set([
  "AWS::AccountId",
  "AWS::NoValue",
  "AWS::NotificationARNs",
  "AWS::Partition",
  "AWS::Region",
  "AWS::StackId",
  "AWS::StackName",
  "AWS::URLSuffix",
]);

const FUNCTIONS: ReadonlySet<string> = new Set([
  "Fn::And",
  "Fn::Base64",
  "Fn::Cidr",
  "Fn::Equals",
  "Fn::FindInMap",
  "Fn::GetAZs",
  "Fn::GetAtt",
  "Fn::GetStackOutput",
  "Fn::If",
  "Fn::ImportValue",
  "Fn::Join",
  "Fn::Not",
  "Fn::Or",
  "Fn::Select",
  "Fn::Split",
  "Fn::Sub",
]);
/** These need the transform AWS::LanguageExtensions. */
const EXTENSION_FUNCTIONS: ReadonlySet<string> = new Set(["Fn::Length", "Fn::ToJsonString"]);

/** Checks a template whose form is right. The template must be the processed one: after its transforms. */
export function validateTemplate(
  template: Template,
  positions: Positions,
  findType: FindResourceType,
  { hasExtensions }: { readonly hasExtensions: boolean },
): Problem[] {
  return [
    ...checkReferences(template, positions, findType),
    ...checkFunctions(template, positions, hasExtensions),
    ...checkCycles(template),
    ...checkTypes(template, positions, findType),
    ...checkSecureReferences(template, positions),
  ];
}

/** Who needs whom: references and DependsOn. `conditions` leaves out the branches that are not taken. */
export function dependencyGraph(template: Template, conditions?: ReadonlyMap<string, boolean>): Graph {
  const isThere = (logicalId: string): boolean => {
    const resource = template.resources.get(logicalId);
    return (
      resource !== undefined && (resource.condition === undefined || conditions?.get(resource.condition) !== false)
    );
  };
  const graph = new Map<string, Set<string>>();
  for (const resource of template.resources.values()) {
    if (!isThere(resource.logicalId)) continue;
    const needed = [
      ...resource.dependsOn,
      ...referencesIn([resource.properties, resource.updatePolicy, resource.creationPolicy], conditions)
        .filter(({ kind }) => kind === "ref" || kind === "attribute")
        .map(({ name }) => name),
    ];
    graph.set(resource.logicalId, new Set(needed.filter((name) => isThere(name))));
  }
  return graph;
}

function checkReferences(template: Template, positions: Positions, findType: FindResourceType): Problem[] {
  const problems: Problem[] = [];
  const report = (reference: Reference, awsMessage: string, detail: string, logicalId?: string): void => {
    problems.push(
      problem({
        code: "TEMPLATE_UNRESOLVED_REFERENCE",
        summary: "A name refers to something that the template does not declare.",
        detail,
        awsMessage,
        position: positions.of(reference.owner, reference.member),
        ...(logicalId === undefined ? {} : { logicalId }),
      }),
    );
  };

  function check(value: unknown, block: "Conditions" | "Resources" | "Outputs", logicalId?: string): void {
    for (const reference of referencesIn(value)) {
      const { kind, name, via } = reference;
      if (kind === "condition") {
        if (block !== "Conditions" && via === "Condition") continue;
        if (template.conditions.has(name)) continue;
        report(
          reference,
          `Template format error: Unresolved condition dependency ${name} in the ${block} block of the template`,
          `The condition "${name}" is not declared in the section Conditions.`,
          logicalId,
        );
      } else if (kind === "ref") {
        if (template.parameters.has(name) || PSEUDO_PARAMETERS.has(name)) continue;
        if (block === "Conditions") {
          report(
            reference,
            `Template format error: Unresolved dependencies [${name}]. Cannot reference resources in the Conditions block of the template`,
            "Conditions may refer to parameters, mappings and other conditions only.",
          );
        } else if (!template.resources.has(name)) {
          report(
            reference,
            `Template format error: Unresolved resource dependencies [${name}] in the ${block} block of the template`,
            `"${name}" is neither a parameter nor a resource of the template.${suggest(name, [...template.resources.keys(), ...template.parameters.keys()])}`,
            logicalId,
          );
        }
      } else if (kind === "attribute") {
        checkAttribute(reference, block, logicalId);
      }
    }
  }

  function checkAttribute(reference: Reference, block: string, logicalId: string | undefined): void {
    const { name, attribute, via } = reference;
    const target = template.resources.get(name);
    if (target === undefined) {
      const awsMessage =
        via === "Fn::GetAtt"
          ? `Template error: instance of Fn::GetAtt references undefined resource ${name}`
          : `Template format error: Unresolved resource dependencies [${name}] in the ${block} block of the template`;
      report(
        reference,
        awsMessage,
        `The template declares no resource "${name}".${suggest(name, [...template.resources.keys()])}`,
        logicalId,
      );
      return;
    }
    const schema = schemaOf(findType(target.typeName), target.typeName);
    if (schema === undefined || attribute === undefined || hasAttribute(schema, attribute)) return;
    report(
      reference,
      via === "Fn::GetAtt"
        ? `Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`
        : `Template error: instance of Fn::Sub references invalid resource attribute ${name}.${attribute}`,
      `${target.typeName} has the attributes ${schema.attributes.join(", ") || "(none)"}.`,
      logicalId,
    );
  }

  for (const condition of template.conditions.values()) check(condition, "Conditions");
  for (const resource of template.resources.values()) {
    check(resource.properties, "Resources", resource.logicalId);
    check([resource.updatePolicy, resource.creationPolicy], "Resources", resource.logicalId);
    checkNames(resource);
  }
  for (const output of template.outputs.values()) {
    check([output.value, output.exportName], "Outputs");
    checkCondition(output.condition, output.source, "Outputs");
  }
  return problems;

  function checkNames(resource: ResourceDeclaration): void {
    const { logicalId, source } = resource;
    for (const name of resource.dependsOn) {
      if (template.resources.has(name)) continue;
      const reference: Reference = { kind: "ref", name, via: "DependsOn", owner: source, member: "DependsOn" };
      report(
        reference,
        `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
        `DependsOn names "${name}", which is no resource of the template.${suggest(name, [...template.resources.keys()])}`,
        logicalId,
      );
    }
    checkCondition(resource.condition, source, "Resources", logicalId);
  }

  function checkCondition(name: string | undefined, owner: object, block: string, logicalId?: string): void {
    if (name === undefined || template.conditions.has(name)) return;
    const reference: Reference = { kind: "condition", name, via: "Condition", owner, member: "Condition" };
    report(
      reference,
      `Template format error: Unresolved condition dependency ${name} in the ${block} block of the template`,
      `The condition "${name}" is not declared in the section Conditions.`,
      logicalId,
    );
  }
}

function hasAttribute(schema: ResourceSchema, attribute: string): boolean {
  if (schema.attributes.includes(attribute)) return true;
  // AWS: a nested stack's outputs are attributes; an attribute that is an object can be entered with dots.
  return (
    (schema.typeName === "AWS::CloudFormation::Stack" && attribute.startsWith("Outputs.")) ||
    schema.attributes.some((known) => attribute.startsWith(`${known}.`))
  );
}

function checkFunctions(template: Template, positions: Positions, hasExtensions: boolean): Problem[] {
  const problems: Problem[] = [];
  const report = (owner: object, name: string, awsMessage: string, detail: string, isUnsupported = false): void => {
    problems.push(
      problem({
        code: isUnsupported ? "TEMPLATE_UNSUPPORTED_FUNCTION" : "TEMPLATE_FUNCTION",
        summary: "An intrinsic function cannot be used like this.",
        detail,
        awsMessage,
        position: positions.of(owner, name),
      }),
    );
  };

  function walk(value: unknown): void {
    if (Array.isArray(value)) {
      for (const item of value) walk(item);
      return;
    }
    if (!isRecord(value)) return;
    for (const [name, child] of Object.entries(value)) {
      if (name.startsWith("Fn::")) checkFunction(value, name, child);
      walk(child);
    }
  }

  function checkFunction(owner: Record<string, unknown>, name: string, argument: unknown): void {
    if (Object.keys(owner).length !== 1) {
      report(
        owner,
        name,
        `Template format error: ${name} must be the only member of its object`,
        "A function cannot stand beside other members.",
      );
    } else if (!FUNCTIONS.has(name) && !(hasExtensions && EXTENSION_FUNCTIONS.has(name))) {
      report(
        owner,
        name,
        `Template error: the function ${name} is not supported by this cloud yet.`,
        "Write the value without this function.",
        !EXTENSION_FUNCTIONS.has(name),
      );
    } else if (name === GET_STACK_OUTPUT) {
      const fault = stackOutputFault(argument);
      if (fault !== undefined) report(owner, name, fault, "Give a StackName and an OutputName.");
    } else if (name === "Fn::ImportValue" && usesStackOutput(argument)) {
      // AWS: this sentence, as observed.
      const fault = "the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs";
      report(owner, name, `Template error: ${fault}`, "Name the export by parameters and texts only.");
    } else if (name === "Fn::FindInMap" && Array.isArray(argument)) {
      const [mapping, , , options]: unknown[] = argument;
      if (options !== undefined && !hasExtensions) {
        report(
          owner,
          name,
          "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value",
          "A default value needs the transform AWS::LanguageExtensions.",
        );
      }
      if (typeof mapping === "string" && !template.mappings.has(mapping)) {
        report(
          owner,
          name,
          `Template error: Mapping named '${mapping}' is not present in the 'Mappings' section of template.`,
          `The section Mappings has ${[...template.mappings.keys()].join(", ") || "no entries"}.`,
        );
      }
    }
  }

  walk([...template.conditions.values()]);
  for (const resource of template.resources.values()) walk(resource.properties);
  for (const output of template.outputs.values()) {
    walk([output.value, output.exportName]);
    // AWS: this sentence, as observed.
    const fault =
      "Template error: The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs";
    if (usesStackOutput(output.exportName))
      report(output.source, "Export", fault, "Name the export by parameters and texts only.");
  }
  // AWS: this sentence, as observed.
  const inCondition = `Template error: Cannot use ${GET_STACK_OUTPUT} in Conditions`;
  for (const [name, condition] of template.conditions) {
    if (!usesStackOutput(condition)) continue;
    report(
      isRecord(template.body["Conditions"]) ? template.body["Conditions"] : {},
      name,
      inCondition,
      "Bind a parameter to the output.",
    );
  }
  return problems;
}

function usesStackOutput(value: unknown): boolean {
  return stackOutputsIn(value, new Map()).length > 0;
}

/** One problem for all places, as AWS has it. */
function checkSecureReferences(template: Template, positions: Positions): Problem[] {
  const faults = [...template.resources.values()].flatMap(({ typeName, properties }) =>
    secureFaults(typeName, properties),
  );
  const [first] = faults;
  if (first === undefined) return [];
  return [
    problem({
      code: "TEMPLATE_SECURE_REFERENCE",
      summary: "A property cannot take a secure string.",
      detail: "Dynamic references of ssm-secure may stand in a few passwords only. Take one of Secrets Manager.",
      awsMessage: secureFaultMessage(faults),
      position: positions.of(first.owner, first.member),
    }),
  ];
}

function checkCycles(template: Template): Problem[] {
  const cycle = findCycle(dependencyGraph(template));
  if (cycle === undefined) return [];
  return [
    problem({
      code: "TEMPLATE_CIRCULAR_DEPENDENCY",
      summary: "Resources need each other in a circle.",
      detail: `${[...cycle, cycle[0]].join(" needs ")}. Break the circle, for example by a resource of its own for one of the references.`,
      // AWS: the resources in no particular order.
      awsMessage: `Circular dependency between resources: [${[...cycle].sort().join(", ")}]`,
      position: undefined,
    }),
  ];
}

function checkTypes(template: Template, positions: Positions, findType: FindResourceType): Problem[] {
  const problems: Problem[] = [];
  for (const resource of template.resources.values()) {
    const { logicalId, typeName, source } = resource;
    const type = findType(typeName);
    const schema = schemaOf(type, typeName);
    if (type === undefined) {
      const isKnown = schema !== undefined || typeName.startsWith("Custom::");
      problems.push(
        problem({
          code: isKnown ? "TEMPLATE_UNSUPPORTED_TYPE" : "TEMPLATE_UNKNOWN_TYPE",
          summary: isKnown ? "This cloud does not have the resource type yet." : "There is no such resource type.",
          detail: isKnown
            ? `AWS has the type "${typeName}", but this cloud does not have it yet. Nothing was created.`
            : `"${typeName}" is not in CloudFormation's registry.`,
          awsMessage: isKnown
            ? `Template format error: Resource type ${typeName} of resource ${logicalId} is not supported by this cloud yet`
            : `Template format error: Unrecognized resource types: [${typeName}]`,
          position: positions.of(source, "Type"),
          logicalId,
          path: "Type",
        }),
      );
      continue;
    }
    if (schema === undefined) continue;
    const waitFault = waitConditionFault(typeName, resource.properties, resource.creationPolicy !== undefined);
    if (waitFault !== undefined) problems.push(waitProblem(resource, waitFault, positions));
    const faults = checkProperties(resource.properties, schema);
    problems.push(...faults.map((fault) => propertyProblem(resource, fault, positions)));
    problems.push(
      ...unsupportedPaths(resource, type, schema).map((path) => unsupportedProperty(resource, path, positions)),
    );
  }
  return problems;
}

/** The properties, and the paths below them, that AWS has and this cloud does not. */
function unsupportedPaths({ properties }: ResourceDeclaration, type: ResourceType, schema: ResourceSchema): string[] {
  const { properties: honoured, notSupported = [] } = type;
  return [
    ...Object.keys(properties).filter((name) => Object.hasOwn(schema.properties, name) && !honoured.includes(name)),
    ...notSupported.filter((path) => isAskedFor(properties, path.split("."))),
  ];
}

function unsupportedProperty(
  { logicalId, typeName, properties }: ResourceDeclaration,
  path: string,
  positions: Positions,
): Problem {
  const [name = path] = path.split(".");
  return problem({
    code: "TEMPLATE_UNSUPPORTED_PROPERTY",
    summary: "This cloud does not honour the property yet.",
    detail: `${typeName} has the property "${path}" on AWS, but this cloud does not honour it yet. Nothing was created.`,
    awsMessage: `Property ${path} of resource ${logicalId} (${typeName}) is not supported by this cloud yet`,
    position: positions.of(properties, name),
    logicalId,
    path: `Properties.${path}`,
  });
}

function waitProblem({ logicalId, source }: ResourceDeclaration, awsMessage: string, positions: Positions): Problem {
  return problem({
    code: "TEMPLATE_WAIT_CONDITION",
    summary: "A wait condition has either a handle and a timeout, or a creation policy.",
    detail: awsMessage,
    awsMessage,
    position: positions.of(source, "Type"),
    logicalId,
  });
}

function propertyProblem(resource: ResourceDeclaration, fault: PropertyFault, positions: Positions): Problem {
  const { logicalId, typeName } = resource;
  const path = `Properties.${fault.path.join(".")}`;
  const name = String(fault.path.at(-1));
  const parent = ["#", ...fault.path.slice(0, -1)].join("/");
  // AWS: the wording of the schema validation that the resource handlers' framework makes.
  const words = {
    unknown: {
      code: "TEMPLATE_UNKNOWN_PROPERTY",
      summary: "The resource type has no such property.",
      detail: `${typeName} has no property "${fault.path.join(".")}".${suggest(name, fault.known ?? [])}`,
      message: `${parent}: extraneous key [${name}] is not permitted`,
    },
    missing: {
      code: "TEMPLATE_MISSING_PROPERTY",
      summary: "A required property is missing.",
      detail: `${typeName} requires the property "${fault.path.join(".")}".`,
      message: `${parent}: required key [${name}] not found`,
    },
    type: {
      code: "TEMPLATE_PROPERTY_TYPE",
      summary: "A property has a value of the wrong type.",
      detail: `"${fault.path.join(".")}" of ${typeName} must be of type ${fault.expected}, but a ${fault.found} is given.`,
      message: `${["#", ...fault.path].join("/")}: expected type: ${fault.expected}, found: ${fault.found}`,
    },
  }[fault.kind];
  const isWholeResource = fault.owner === resource.properties && fault.member === undefined;
  return problem({
    code: words.code,
    summary: words.summary,
    detail: words.detail,
    awsMessage: `Properties validation failed for resource ${logicalId} with message: ${words.message}`,
    position:
      positions.of(fault.owner, fault.member) ?? (isWholeResource ? positions.of(resource.source, "Type") : undefined),
    logicalId,
    path,
  });
}
