// A state machine's definition as a template gives it: a string, an object, or an object of S3, with substitutions.
// AWS: CloudFormation's "AWS::StepFunctions::StateMachine": "DefinitionS3Location", "DefinitionSubstitutions".

import type { AwsApis } from "../../../service/apis.ts";
import type { Properties } from "../../../service/resource-type.ts";
import { invalidRequest, nodeOf, textOf } from "./properties.ts";

const SOURCES = ["Definition", "DefinitionS3Location", "DefinitionString"] as const;

/** The definition, in JSON and with all values in. Reads S3 as whoever deploys. */
export async function definitionOf(properties: Properties, aws: AwsApis): Promise<string> {
  const given = SOURCES.filter((name) => properties[name] !== undefined);
  if (given.length !== 1)
    throw invalidRequest(`Exactly one of ${SOURCES.join(", ")} must be given, but there are ${given.length}.`);
  const location = nodeOf(properties, "DefinitionS3Location");
  const text =
    location === undefined
      ? (textOf(properties, "DefinitionString") ?? JSON.stringify(properties["Definition"]))
      : await inJson(await fetch(location, aws));
  return substitute(text, nodeOf(properties, "DefinitionSubstitutions") ?? {});
}

/** AWS: "${key_name}" stands for the value of that key; others stay as they are. */
export function substitute(text: string, values: Properties): string {
  return text.replaceAll(/\$\{([^${}]+)\}/g, (whole, names: string) => {
    const found = names.split(",").map((name) => values[name.trim()]);
    return found.every((value) => value !== undefined) ? found.map(String).join(",") : whole;
  });
}

async function fetch(location: Properties, { s3 }: AwsApis): Promise<string> {
  const Bucket = textOf(location, "Bucket") ?? "";
  const Key = textOf(location, "Key") ?? "";
  const VersionId = textOf(location, "Version");
  const { Body } = await s3.getObject({ Bucket, Key, ...(VersionId === undefined ? {} : { VersionId }) });
  if (Body === undefined) throw invalidRequest(`The definition s3://${Bucket}/${Key} is empty.`);
  return Body.transformToString();
}

/** AWS: definitions in S3 may be YAML, too. */
async function inJson(text: string): Promise<string> {
  if (text.trimStart().startsWith("{")) return text;
  const { parse } = await import("yaml");
  try {
    return JSON.stringify(parse(text)) ?? text;
  } catch (error) {
    if (error instanceof Error) throw invalidRequest(`The definition is no YAML: ${error.message}`);
    throw error;
  }
}
