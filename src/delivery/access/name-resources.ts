// What a template calls a resource that a policy names by its ARN. Pure.

import type { StackResource } from "../cloud/stack-views.ts";
import type { TemplateValue } from "../system/template.ts";

/** A resource of a unit of the system. */
export interface OwnedResource extends StackResource {
  readonly unit: string;
}

/** An ARN as a unit's template may write it, and whose resource it is. */
export interface NamedResource {
  /** A function for a resource of the unit itself, else the ARN. */
  readonly value: TemplateValue;
  /** "payment.PaymentTopic", for one of another unit. */
  readonly owner?: string;
}

// AWS: "Return values" of these types: Ref is the ARN.
const REF_IS_ARN: ReadonlySet<string> = new Set([
  "AWS::SNS::Topic",
  "AWS::StepFunctions::StateMachine",
  "AWS::SecretsManager::Secret",
  "AWS::IAM::ManagedPolicy",
]);

/** Names an ARN for the template of `unit`. */
export function nameResource(arn: string, unit: string, resources: readonly OwnedResource[]): NamedResource {
  const found = resources.flatMap((resource) => {
    const rest = restAfter(arn, resource);
    return rest === undefined ? [] : [{ resource, rest }];
  });
  // A queue named "a" is not the one named "a:b".
  const [best] = found.sort((one, other) => one.rest.length - other.rest.length);
  if (best === undefined) return { value: withOwnNames(arn, unit, resources) };
  const { resource, rest } = best;
  if (resource.unit !== unit) return { value: arn, owner: `${resource.unit}.${resource.logicalId}` };
  const isRef = REF_IS_ARN.has(resource.resourceType);
  // A stream's name is the moment at which it was made.
  if (rest.startsWith("/stream/")) return { value: { "Fn::GetAtt": [resource.logicalId, "StreamArn"] } };
  if (rest !== "") return { value: { "Fn::Sub": `\${${resource.logicalId}${isRef ? "" : ".Arn"}}${rest}` } };
  return { value: isRef ? { Ref: resource.logicalId } : { "Fn::GetAtt": [resource.logicalId, "Arn"] } };
}

/** The ARN of a log group which no stack has, but which is named after a resource of the unit: a function's. */
function withOwnNames(arn: string, unit: string, resources: readonly OwnedResource[]): TemplateValue {
  const own = resources.find(
    (each) => each.unit === unit && each.physicalId !== "" && arn.includes(`/${each.physicalId}:`),
  );
  const [, , service, region = "", account = ""] = arn.split(":");
  if (own === undefined || service !== "logs") return arn;
  return {
    "Fn::Sub": arn
      .replace(own.physicalId, `\${${own.logicalId}}`)
      .replace(`:${region}:${account}:`, ":${AWS::Region}:${AWS::AccountId}:"),
  };
}

/** What of an ARN is behind a resource's own: "/index/byName"; undefined if it is not this resource's. */
function restAfter(arn: string, { physicalId, resourceType }: StackResource): string | undefined {
  if (physicalId === "") return undefined;
  if (physicalId.startsWith("arn:")) return behind(arn, physicalId);
  const [, , service = "", , , ...parts] = arn.split(":");
  if (resourceType.split("::")[1]?.toLowerCase() !== service) return undefined;
  // A queue's physical id is its URL, others are names.
  const name = physicalId.slice(physicalId.startsWith("http") ? physicalId.lastIndexOf("/") + 1 : 0);
  const own = parts.join(":");
  const kinds = ["", ...["/", ":"].flatMap((separator) => ARN_KINDS.map((kind) => `${kind}${separator}`))];
  for (const kind of kinds) {
    const rest = behind(own, `${kind}${name}`);
    if (rest !== undefined) return rest;
  }
  return undefined;
}

// AWS: Service Authorization Reference, "Resource types defined by ...": what stands before the name.
const ARN_KINDS = [
  "table",
  "function",
  "log-group",
  "stream",
  "deliverystream",
  "key",
  "rule",
  "event-bus",
  "role",
  "parameter",
];

function behind(text: string, start: string): string | undefined {
  if (!text.startsWith(start)) return undefined;
  const rest = text.slice(start.length);
  return rest === "" || rest.startsWith("/") || rest.startsWith(":") ? rest : undefined;
}
