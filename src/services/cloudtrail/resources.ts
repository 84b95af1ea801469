// Which resources an event is about: those that the call's policies were asked for, and those that its input and output
// name. Nothing here knows single operations.

import type { AccessRequest } from "../../iam/authorization.ts";
import type { OperationModel } from "../../model/model.ts";
import { namespaceOf, resourcesOfArn } from "./arn-resources.ts";
import type { ResourceRecord } from "./records.ts";

/** A call, as far as it says which resources it is about. */
export interface Mentions {
  readonly operation: OperationModel;
  readonly requests: readonly AccessRequest[];
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>> | undefined;
  /** Whether there is a resource type: a member such as "QueueUrl" names a resource, for there is "AWS::SQS::Queue". */
  readonly isType: (typeName: string) => boolean;
}

/** LIMIT: ours: what names more resources than this (DescribeX of hundreds, say) keeps the first. */
const MOST_RESOURCES = 50;

/** Members that name a resource without naming its kind: it is what the operation's name says. */
const BARE: ReadonlySet<string> = new Set(["UUID", "Id", "Name", "Arn", "ARN", "StatementId"]);

/** The verb of an operation's name. */
const VERB =
  /^(?:Add|Associate|Attach|Create|Delete|Detach|Disassociate|Put|Remove|Set|Tag|Untag|Update|Publish)(?=[A-Z])/;

/** The resources of a call, each with its type, under every name that the call gives it. */
export function resourcesOf({ operation, requests, input, output, isType }: Mentions): readonly ResourceRecord[] {
  const found = new Map<string, ResourceRecord>();
  const add = (resource: ResourceRecord): void => {
    if (found.size < MOST_RESOURCES) found.set(resource.join("\n"), resource);
  };
  for (const { resource } of requests) for (const record of resourcesOfArn(resource)) add(record);

  const typeOf = typesOf(operation, requests, isType);
  const visit = (value: Readonly<Record<string, unknown>>, depth: number): void => {
    for (const [member, item] of Object.entries(value)) {
      if (typeof item === "string" && item !== "" && item.length <= 2_048) {
        if (item.startsWith("arn:")) for (const record of resourcesOfArn(item)) add(record);
        const type = typeOf(member);
        if (type !== undefined && !/\s/.test(item)) add([type, item]);
      } else if (depth > 0 && isPlain(item)) visit(item, depth - 1);
    }
  };
  visit(input, 1);
  if (output !== undefined) visit(output, 1);
  return [...found.values()];
}

/** Which type a member of an operation's input or output names, worked out once for each member. */
const memberTypes = new WeakMap<OperationModel, Map<string, string | undefined>>();

function typesOf(
  operation: OperationModel,
  [first]: readonly AccessRequest[],
  isType: Mentions["isType"],
): (member: string) => string | undefined {
  let known = memberTypes.get(operation);
  if (known === undefined) memberTypes.set(operation, (known = new Map()));
  const types = known;
  return (member) => {
    if (!types.has(member)) {
      const namespace = namespaceOf(first?.action.slice(0, first.action.indexOf(":")) ?? operation.service);
      types.set(member, typeOfMember(member, namespace, `${namespace}::${operation.name.replace(VERB, "")}`, isType));
    }
    return types.get(member);
  };
}

function typeOfMember(member: string, namespace: string, own: string, isType: Mentions["isType"]): string | undefined {
  if (BARE.has(member)) return isType(own) ? own : undefined;
  const noun = upperFirst(member.replace(/(?:Id|Arn|ARN|Url|Name)$/, ""));
  const type = `${namespace}::${noun}`;
  if (isType(type)) return type;
  // "ClientId" of CreateUserPoolClient.
  return noun !== member && own.endsWith(noun) && isType(own) ? own : undefined;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
