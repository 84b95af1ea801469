// requestParameters and responseElements: a call's input and output as records show them, without secrets.

import type { Member, OperationModel, Shape, StructureShape } from "../../model/model.ts";
import { timeText } from "./user-identity.ts";

/** AWS: what stands in a record for a value that must not be read there. */
const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** LIMIT: AWS: "CloudTrail record contents": requestParameters and responseElements have at most 100 KB each. */
const LARGEST_BYTES = 102_400;

/**
 * Members that are secret without the model's trait `sensitive`. DEVIATION: AWS shows session tokens, and hides the
 * values of parameters with NoEcho only, which nobody outside CloudFormation knows here.
 */
const SECRETS: ReadonlySet<string> = new Set(["SessionToken", "ParameterValue", "AuthorizationToken"]);

/** An operation's input as a record shows it, as JSON text; "null" where there is nothing to show. */
export function shownInput(operation: OperationModel, input: Readonly<Record<string, unknown>>): string {
  const shown = shownStructure(operation.input, input);
  // AWS: "Amazon S3 CloudTrail events", examples: a bucket is "bucketName".
  if (operation.service !== "s3" || shown["bucket"] === undefined) return limited(shown, "requestParameters");
  const { bucket: bucketName, ...others } = shown;
  return limited({ bucketName, ...others }, "requestParameters");
}

/** The same for the output. */
export function shownOutput(operation: OperationModel, output: Readonly<Record<string, unknown>>): string {
  return limited(shownStructure(operation.output, output), "responseElements");
}

function limited(shown: Readonly<Record<string, unknown>>, field: string): string {
  const text = JSON.stringify(shown);
  if (text === "{}") return "null";
  // A character has at most three bytes, so most texts need no counting.
  if (text.length * 3 <= LARGEST_BYTES) return text;
  const originalSize = Buffer.byteLength(text);
  return originalSize <= LARGEST_BYTES
    ? text
    : JSON.stringify({ omitted: true, originalSize, reason: `${field} too large` });
}

function shownStructure(shape: StructureShape, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const member = shape.members.get(name);
    if (member === undefined || item === undefined || item === null) continue;
    const text = isSecret(member) ? HIDDEN : shownValue(member.shape, item);
    if (text !== undefined) shown[shownName(name)] = text;
  }
  return shown;
}

function shownValue(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case "structure":
    case "union":
      return shownStructure(shape, value as Readonly<Record<string, unknown>>);
    case "list":
      return isSecret(shape.member)
        ? [HIDDEN]
        : (value as readonly unknown[]).map((item) => shownValue(shape.member.shape, item) ?? null);
    case "map":
      return Object.fromEntries(
        Object.entries(value as object).map(([name, item]) => [
          name,
          isSecret(shape.value) ? HIDDEN : shownValue(shape.value.shape, item),
        ]),
      );
    // Bodies and archives are data, which records never have.
    case "blob":
      return undefined;
    case "timestamp":
      return value instanceof Date ? timeText(value.getTime()) : value;
    default:
      return typeof value === "bigint" ? String(value) : value;
  }
}

function isSecret({ name, traits, shape }: Member): boolean {
  return traits.sensitive === true || shape.traits.sensitive === true || SECRETS.has(name);
}

/** AWS: names of members as the services' Java code has them: "queueName", "roleARN", "uUID". */
function shownName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
